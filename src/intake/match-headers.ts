import { YuejieError } from "../domain/errors.js";
import { type Column, columnsOf } from "./columns.js";
import type { FactKind } from "./merge-facts.js";

/** The header of one file, understood. */
export interface MatchedHeader {
  /** For each staged column the index of its field in the file, or -1 where the file lacks it. */
  readonly fieldOf: readonly number[];
  /** For each staged column what the file calls it; the English name where the file lacks it. */
  readonly titles: readonly string[];
  /** Number of fields up to the last that has a header. */
  readonly width: number;
  /** Fields among them without a header; like those past the width, they must be blank. */
  readonly unnamed: readonly number[];
}

const maxColumns = 256;

/**
 * Finds every column of a file by its header, English or Chinese, trimmed, in any order.
 *
 * Errors: input errors that list every unknown, repeated (in one language or in both) or missing column.
 */
export function matchHeaders(
  kind: FactKind,
  file: string,
  header: readonly string[],
): MatchedHeader {
  if (header.length > maxColumns) {
    throw new YuejieError("header_too_wide", { file, limit: maxColumns });
  }
  const columns = columnsOf[kind];
  const fieldOf = columns.map(() => -1);
  const titles = columns.map((column) => column.name);
  const unknown: string[] = [];
  const twice: string[] = [];
  let width = 0;
  for (const [field, text] of header.entries()) {
    const title = text.trim();
    const index = columns.findIndex(({ name, label }) => name === title || label === title);
    if (title === "") continue;
    width = field + 1;
    if (index < 0) unknown.push(title);
    else if (fieldOf[index] !== -1) twice.push(`${columns[index]?.name}/${columns[index]?.label}`);
    else {
      fieldOf[index] = field;
      titles[index] = title;
    }
  }
  if (width === 0) throw new YuejieError("header_row_missing", { file });
  if (unknown.length > 0) {
    const known = columns.map(({ name }) => name).join(", ");
    throw new YuejieError("header_unknown", { file, columns: list(unknown), known });
  }
  if (twice.length > 0) throw new YuejieError("header_twice", { file, columns: list(twice) });
  const missing = columns.filter((column, index) => isRequired(column) && fieldOf[index] === -1);
  if (missing.length > 0) {
    const names = missing.map(({ name, label }) => `${name}/${label}`);
    throw new YuejieError("header_missing", { file, columns: list(names) });
  }
  const unnamed = [...header.keys()].filter((field) => field < width && !header[field]?.trim());
  return { fieldOf, titles, width, unnamed };
}

function isRequired(column: Column): boolean {
  return column.blank === "refused";
}

/** Enough names to act on, never a screen full of a file that is something else, nor what a terminal obeys. */
function list(names: readonly string[]): string {
  const shown = names
    .slice(0, 12)
    .map((name) => name.replace(/[\p{Cc}\p{Cf}]/gu, "?"))
    .map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  return names.length > 12 ? `${shown.join(", ")}, … (${names.length})` : shown.join(", ");
}
