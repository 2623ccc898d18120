import type { Language } from "../domain/errors.js";
import type { FactKind } from "./merge-facts.js";
import { type RejectCode, type RejectDetails, rejectReasons } from "./reject-reasons.js";

/** One reason why one row was refused. Personal values are masked before they get here. */
export interface Reject {
  readonly kind: FactKind;
  /** Name of the file, without its folder. */
  readonly file: string;
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  /** As the file's header calls it; empty where it is the row as a whole. */
  readonly column: string;
  readonly value: string;
  readonly code: RejectCode;
  readonly details: RejectDetails;
}

/** The reason in one clause, its rule before it. */
export function renderReason(
  reject: Pick<Reject, "code" | "value" | "details">,
  language: Language,
): string {
  const reason = rejectReasons[reject.code];
  const words: RejectDetails = { value: reject.value, ...reject.details };
  const text = (language === "en" ? reason.en : reason.zh).replace(
    /\{(\w+)\}/g,
    (_, name: string) => (name === "why" ? inner(words, language) : (words[name] ?? "")),
  );
  return `${reason.rule} ${text}`;
}

/** A change of an original is refused for the reason that a refund of it would be. */
function inner(words: RejectDetails, language: Language): string {
  const code = words.why ?? "";
  if (!(code in rejectReasons)) return "";
  return renderReason({ code: code as RejectCode, value: "", details: words }, language);
}
