import type { RejectCode, RejectDetails } from "./reject-reasons.js";

/** Why a value, or a row, is refused. */
export interface Flaw {
  readonly code: RejectCode;
  readonly details?: RejectDetails;
}

/** Takes a flaw of a staged column, by its index; -1 is the row as a whole. */
export type ReportFlaw = (column: number, flaw: Flaw) => void;

/** Looks at the checked values of one row together; may replace values by what is staged for them. */
export type RowCheck = (values: string[], report: ReportFlaw) => void;
