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
