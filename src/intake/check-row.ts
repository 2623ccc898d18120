import type { EncryptionKeys } from "../platform/crypto/field-cipher.js";
import { copyNull } from "../platform/database/copy-rows.js";
import type { TableRow } from "../platform/files/table-row.js";
import { checkOrder } from "./check-order.js";
import { partnerCheck } from "./check-partner.js";
import { columnsOf } from "./columns.js";
import type { Flaw, ReportFlaw, RowCheck } from "./flaw.js";
import type { MatchedHeader } from "./match-headers.js";
import type { FactKind } from "./merge-facts.js";

/**
 * Checks the form of one row and gives its line for COPY.
 *
 * Shape:  a row that is bad is staged too, marked invalid, with its key alone: rows that name it are not
 *         blamed for it.
 * Source: R-IN1 to R-IN6, as far as one row goes.
 */
export type RowToLine = (row: TableRow, report: ReportFlaw) => string;

export function createRowToLine(
  kind: FactKind,
  header: MatchedHeader,
  keys: EncryptionKeys,
): RowToLine {
  const columns = columnsOf[kind];
  const checks = columns.map((column) => column.check);
  const blanks = columns.map(({ blank }) =>
    blank === "refused" ? null : blank === "null" ? copyNull : blank.means,
  );
  const { fieldOf } = header;
  const checkTogether = rowCheckOf(kind, keys);
  const values: string[] = columns.map(() => copyNull);
  const badTail = `${`\t${copyNull}`.repeat(stagedWidth(kind) - 1)}\n`;
  let isBad = false;
  let report: ReportFlaw = () => undefined;
  const note: ReportFlaw = (column, flaw) => {
    isBad = true;
    report(column, flaw);
  };
  return (row, reportFlaw) => {
    isBad = false;
    report = reportFlaw;
    values[0] = copyNull;
    if (hasShape(row, header, note)) {
      for (let index = 0; index < checks.length; index += 1) {
        const field = fieldOf[index] ?? -1;
        const value = field < 0 ? "" : trimSpaces(row.fields[field] ?? "");
        const checked = value === "" ? (blanks[index] ?? blankFlaw) : checks[index]?.(value);
        if (typeof checked === "string") values[index] = checked;
        else {
          values[index] = copyNull;
          if (checked !== undefined) note(index, checked);
        }
      }
    }
    if (!isBad) checkTogether(values, note);
    return isBad
      ? `${row.rowNo}\tt\t${values[0]}${badTail}`
      : `${row.rowNo}\tf\t${values.join("\t")}\n`;
  };
}

const blankFlaw: Flaw = { code: "blank" };

/** Cipher and hash stand for each of two personal values. */
function stagedWidth(kind: FactKind): number {
  return columnsOf[kind].length + (kind === "partners" ? 2 : 0);
}

function rowCheckOf(kind: FactKind, keys: EncryptionKeys): RowCheck {
  if (kind === "orders") return checkOrder;
  return kind === "partners" ? partnerCheck(keys) : () => undefined;
}

/** Whether the row has the fields of the header; blank ones past its end are a spreadsheet's habit. */
function hasShape(row: TableRow, header: MatchedHeader, note: ReportFlaw): boolean {
  const { fields, flaws } = row;
  if (flaws !== null) {
    for (const { index, code, value } of flaws) {
      note(index < 0 ? -1 : header.fieldOf.indexOf(index), { code, details: { value } });
    }
    return false;
  }
  if (fields.length < header.width || fields.slice(header.width).some((field) => field !== "")) {
    const details = { fields: String(fields.length), columns: String(header.width) };
    note(-1, { code: "ragged_row", details });
    return false;
  }
  for (const index of header.unnamed) {
    if (trimSpaces(fields[index] ?? "") !== "") {
      note(-1, { code: "column_without_name", details: { value: fields[index] ?? "" } });
      return false;
    }
  }
  return true;
}

/** Leaves out spaces around a value, and nothing else: other blanks are refused by the checks. */
export function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 32) start += 1;
  while (end > start && text.charCodeAt(end - 1) === 32) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
