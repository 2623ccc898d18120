/**
 * BullMQ refuses ids with `:` and ids that are whole numbers. Keys read `<kind>:<rest>`, so that only the
 * colons have to be replaced; the rest of what is not a plain character is percent-encoded.
 *
 * Two keys never have the same id.
 */
export function jobIdOf(key: string): string {
  return encodeURIComponent(key).replaceAll("~", "%7E").replaceAll("%3A", "~");
}

/** The key that {@link jobIdOf} made the id of. */
export function keyOfJobId(id: string): string {
  return decodeURIComponent(id.replaceAll("~", "%3A"));
}
