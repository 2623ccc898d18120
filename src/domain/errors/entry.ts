/** What went wrong in kind; decides the exit code (interface) and whether trying again can help. */
export type ErrorKind = "input" | "refused" | "not_found" | "usage" | "dependency" | "invariant";

export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** The rule of the specification that refuses, e.g. `R-R4`. */
  readonly rule?: string;
  readonly en: string;
  readonly zh: string;
}
