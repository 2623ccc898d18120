import { YuejieError } from "../domain/errors.js";
import type { EncryptionKeys } from "../platform/crypto/field-cipher.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { lockEverything } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { normaliseEncoding } from "../platform/files/decode-text.js";
import { checkFacts, collectRejects } from "./check-facts.js";
import { findInputFiles, type InputPath } from "./find-files.js";
import { type FactKind, type MergeCounts, mergeFacts } from "./merge-facts.js";
import type { Reject } from "./reject.js";
import { createRejectSink, type RejectSink } from "./rejects.js";
import { type StagedFile, stageFile } from "./stage-file.js";

/** How far an import is. */
export interface ImportProgress {
  readonly phase: "reading" | "checking" | "storing";
  /** The file being read; empty afterwards. */
  readonly file: string;
  /** Rows read of all files so far. */
  readonly rows: number;
  /** How much of the file was read, 0 to 1. */
  readonly fraction: number;
}

export interface ImportOptions {
  readonly folder: string;
  /** Store the good rows of a folder that has bad ones (R-IN5). */
  readonly skipInvalid: boolean;
  /** Of CSV files. */
  readonly encoding?: string;
  readonly keys: EncryptionKeys;
  readonly rejectsFolder: string;
  readonly actor: string;
  readonly now: Date;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Runs at the end of the import's transaction; what it throws undoes the import. */
  readonly beforeCommit?: (connection: Connection, result: ImportResult) => Promise<void>;
}

/** What became of the rows of one file; where it was stored, the last four add up to `read`. */
export interface FileCounts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
}

export interface ImportResult {
  /** Of each kind that the folder has. */
  readonly files: Readonly<Partial<Record<FactKind, FileCounts>>>;
  /** The rejects file; null where no row is bad. */
  readonly rejects: string | null;
  /** The first 20 reasons, for the screen. */
  readonly firstRejects: readonly Reject[];
}

/** Bad rows made the import refuse all of them; carries what the screen shows beside the sentence. */
export class RowsRejectedError extends YuejieError {
  readonly result: ImportResult;

  constructor(rows: number, result: ImportResult) {
    super("rows_rejected", { rows, path: result.rejects ?? "" });
    this.result = result;
  }
}

/**
 * Imports the files of a folder in one transaction: all or nothing, or the good rows.
 *
 * Errors: `RowsRejectedError` where rows are bad and not skipped; input and usage errors where a file as a
 *         whole cannot be used; `work_under_way` (R-R2). Nothing is stored in any of these cases.
 * Source: R-IN1 to R-IN7.
 */
export async function importFolder(
  database: Database,
  options: ImportOptions,
): Promise<ImportResult> {
  const encoding = normaliseEncoding(options.encoding ?? "utf-8");
  const inputs = await findInputFiles(options.folder);
  const rejects = createRejectSink(options.rejectsFolder, options.now);
  try {
    return await withTransaction(database, (connection) =>
      importFiles(connection, { ...options, encoding }, inputs, rejects),
    );
  } catch (error) {
    // The list is for rows that were judged; where the import failed otherwise, it would mislead.
    if (!(error instanceof RowsRejectedError)) await rejects.discard();
    throw error;
  }
}

async function importFiles(
  connection: Connection,
  options: ImportOptions & { readonly encoding: string },
  inputs: readonly InputPath[],
  rejects: RejectSink,
): Promise<ImportResult> {
  await connection.query(sqlFile("intake/stage.sql"));
  const { onProgress = () => undefined, keys, encoding } = options;
  const staged: StagedFile[] = [];
  let rowsBefore = 0;
  for (const input of inputs) {
    let rowsOfFile = 0;
    const onRows = (rows: number, fraction: number): void => {
      rowsOfFile = rows;
      onProgress({ phase: "reading", file: input.name, rows: rowsBefore + rows, fraction });
    };
    staged.push(await stageFile(input, { connection, encoding, keys, rejects, onRows }));
    rowsBefore += rowsOfFile;
  }
  const report = (phase: ImportProgress["phase"]): void =>
    onProgress({ phase, file: "", rows: rowsBefore, fraction: 0 });

  await lockEverything(connection, `import by ${options.actor}`);
  await checkFacts(connection, options.skipInvalid, () => report("checking"));
  await collectRejects(connection, staged, rejects);
  const counts = await countStaged(connection);
  // Before anything is merged: a full disk must not leave rows stored without their list.
  const path = await rejects.finish();
  const rejected = inputs.reduce((sum, { kind }) => sum + (counts.get(kind)?.rejected ?? 0), 0);
  if (rejected > 0 && !options.skipInvalid) {
    const files = filesOf(inputs, counts, null);
    throw new RowsRejectedError(rejected, { files, rejects: path, firstRejects: rejects.first() });
  }
  report("storing");
  const merged = await mergeFacts(connection, { actor: options.actor, now: options.now });
  const files = filesOf(inputs, counts, merged);
  const result = { files, rejects: path, firstRejects: rejects.first() };
  await options.beforeCommit?.(connection, result);
  return result;
}

interface StagedCounts {
  readonly read: number;
  readonly rejected: number;
}

async function countStaged(connection: Connection): Promise<Map<FactKind, StagedCounts>> {
  const { rows } = await connection.query<{ kind: FactKind; read: string; rejected: string }>(
    sqlFile("intake/count_staged.sql"),
  );
  return new Map(
    rows.map(({ kind, read, rejected }) => [
      kind,
      { read: Number(read), rejected: Number(rejected) },
    ]),
  );
}

/** @param merged null where nothing was stored. */
function filesOf(
  inputs: readonly InputPath[],
  counts: ReadonlyMap<FactKind, StagedCounts>,
  merged: Readonly<Record<FactKind, MergeCounts>> | null,
): ImportResult["files"] {
  const files: Partial<Record<FactKind, FileCounts>> = {};
  for (const { kind } of inputs) {
    const { read, rejected } = counts.get(kind) ?? { read: 0, rejected: 0 };
    const { inserted, updated } = merged?.[kind] ?? { inserted: 0, updated: 0 };
    const unchanged = merged === null ? 0 : read - rejected - inserted - updated;
    files[kind] = { read, inserted, updated, unchanged, rejected };
  }
  return files;
}
