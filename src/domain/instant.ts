/**
 * An instant as Postgres writes it in a Shanghai session (`2026-10-05 10:05:00+08`) in ISO form with its
 * offset (`2026-10-05T10:05:00+08:00`); null stays null. Source: R-TIME.
 */
export function toIsoInstant(text: string | null): string | null {
  if (text === null) return null;
  return text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
}

/** The same for people: Shanghai wall clock, no offset. */
export function toWallClock(text: string | null): string {
  return text === null ? "" : text.replace("T", " ").replace(/[+-]\d\d(:?\d\d)?$/, "");
}

/** An instant in ISO form, Shanghai time to the second: `2026-10-05T10:05:00+08:00`. */
export function shanghaiInstant(instant: Date): string {
  const shifted = new Date(instant.getTime() + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 19)}+08:00`;
}

/** An instant for people: `2026-10-05 10:05`, Shanghai. */
export function shanghaiMinute(instant: Date): string {
  return shanghaiInstant(instant).slice(0, 16).replace("T", " ");
}
