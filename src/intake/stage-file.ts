import { YuejieError } from "../domain/errors.js";
import type { EncryptionKeys } from "../platform/crypto/field-cipher.js";
import { maskBankAccount, maskMobile } from "../platform/crypto/mask.js";
import { type CopyTarget, copyInto } from "../platform/database/copy-rows.js";
import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { InputFile } from "../platform/files/input-file.js";
import { openInputFile } from "../platform/files/input-file.js";
import { readCsv } from "../platform/files/read-csv.js";
import { readXlsx } from "../platform/files/read-xlsx.js";
import type { TableFile, TableRow } from "../platform/files/table-row.js";
import { createRowToLine, type RowToLine, trimSpaces } from "./check-row.js";
import { columnIndex, columnsOf } from "./columns.js";
import type { InputPath } from "./find-files.js";
import type { Flaw, ReportFlaw } from "./flaw.js";
import { createLineBuffer, type LineBuffer } from "./line-buffer.js";
import { type MatchedHeader, matchHeaders } from "./match-headers.js";
import type { FactKind } from "./merge-facts.js";
import { type PlainOrders, plainOrdersOf } from "./plain-orders.js";
import type { Reject } from "./reject.js";
import type { RejectSink } from "./rejects.js";

/** What staging a file needs besides the file. */
export interface StagingContext {
  readonly connection: Connection;
  readonly encoding: string;
  readonly keys: EncryptionKeys;
  readonly rejects: RejectSink;
  readonly onRows: (rows: number, fraction: number) => void;
}

/** A file whose rows stand in their staging table. */
export interface StagedFile {
  readonly kind: FactKind;
  readonly name: string;
  /** What the file calls a column. */
  titleOf(column: string): string;
}

/** Bytes of lines that go to the server at once. */
const copyBytes = 64 * 1024;

/** Bytes that may wait: those, and all lines of a piece of the file. */
const lineBytes = 1 << 20;

/**
 * Streams one file through the check of form into its staging table; memory does not depend on its size.
 *
 * Errors: input errors where the file as a whole cannot be read; bad rows go to the rejects.
 */
export async function stageFile(input: InputPath, context: StagingContext): Promise<StagedFile> {
  const file = await openInputFile(input.path, input.name);
  try {
    const table = input.format === "csv" ? readCsv(file, context.encoding) : readXlsx(file);
    const header = await stageRows(input, table, context, file);
    await file.refuseChanged();
    return {
      kind: input.kind,
      name: input.name,
      titleOf: (column) => header.titles[columnIndex(input.kind, column)] ?? column,
    };
  } finally {
    await file.close();
  }
}

async function stageRows(
  input: InputPath,
  table: TableFile,
  context: StagingContext,
  file: InputFile,
): Promise<MatchedHeader> {
  const copy: { target: CopyTarget | null } = { target: null };
  let header: MatchedHeader | null = null;
  let staging: StagingRows | null = null;
  let scanned = 0;
  try {
    for await (const batch of table.batches(() => staging?.plain ?? null)) {
      let rows = batch;
      if (header === null || staging === null) {
        header = matchHeaders(input.kind, input.name, batch[0]?.fields ?? []);
        const statement = sqlFile(`intake/copy_${input.kind}.sql`);
        copy.target = copyInto(context.connection, statement);
        const lines = createLineBuffer(lineBytes);
        staging = {
          target: copy.target,
          lines,
          plain: plainOrdersOf(input.kind, header, lines),
          toLine: createRowToLine(input.kind, header, context.keys),
          report: rejectReporter(input, header, context.rejects),
        };
        rows = batch.slice(1);
      }
      await stageBatch(rows, staging);
      await context.rejects.flush();
      scanned += rows.length;
      context.onRows(scanned + (staging.plain?.taken() ?? 0), table.fractionRead());
    }
    if (header === null || staging === null)
      throw new YuejieError("header_row_missing", { file: input.name });
    await send(staging, 1);
    await copy.target?.end();
    return header;
  } catch (error) {
    await copy.target?.abort();
    // A file that is being written can look wrong in any way; that it changes explains more.
    if (error instanceof YuejieError) await file.refuseChanged();
    throw error;
  }
}

interface StagingRows {
  readonly target: CopyTarget;
  readonly lines: LineBuffer;
  readonly plain: PlainOrders | null;
  readonly toLine: RowToLine;
  readonly report: (row: TableRow) => ReportFlaw;
}

async function stageBatch(rows: readonly TableRow[], staging: StagingRows): Promise<void> {
  const { lines, toLine, report } = staging;
  for (const row of rows) {
    lines.addText(toLine(row, report(row)));
    if (lines.length >= copyBytes) await send(staging, copyBytes);
  }
  await send(staging, copyBytes);
}

/** Sends the lines that wait, from so many bytes on. */
async function send({ target, lines }: StagingRows, leastBytes: number): Promise<void> {
  if (lines.length >= leastBytes) await target.write(lines.drain());
}

/** Gives, for a row, what turns its flaws into rejects; one function for all rows, as there are many. */
function rejectReporter(
  input: InputPath,
  header: MatchedHeader,
  rejects: RejectSink,
): (row: TableRow) => ReportFlaw {
  const columns = columnsOf[input.kind];
  let current: TableRow;
  const report = (column: number, flaw: Flaw): void => {
    const field = header.fieldOf[column] ?? -1;
    const { value = trimSpaces(current.fields[field] ?? ""), ...details } = flaw.details ?? {};
    const reject: Reject = {
      kind: input.kind,
      file: input.name,
      row: current.rowNo,
      column: header.titles[column] ?? "",
      value: maskPersonal(input.kind, columns[column]?.name, value),
      code: flaw.code,
      details,
    };
    rejects.add(reject);
  };
  return (row) => {
    current = row;
    return report;
  };
}

/** Personal values never leave readable, not even wrong ones. */
function maskPersonal(kind: FactKind, column: string | undefined, value: string): string {
  if (kind !== "partners" || value === "") return value;
  if (column === "mobile") return maskMobile(value);
  if (column === "bank_account") return maskBankAccount(value);
  // A row that is out of shape may hold them anywhere.
  return column === undefined ? "****" : value;
}
