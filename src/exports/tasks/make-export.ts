import { createReadStream } from "node:fs";
import { join } from "node:path";
import { YuejieError } from "../../domain/errors.js";
import type { Connection, Database, Queryable } from "../../platform/database/database.js";
import { inTransaction, withSessionLock } from "../../platform/database/session-lock.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { leftScratches, openScratch } from "../../platform/files/scratch-folder.js";
import type { ObjectStorage } from "../../platform/storage/object-storage.js";
import { type Book, writeBook } from "../book.js";
import { execute } from "../books.js";
import { type ControlTotals, openContentDigest } from "../control-totals.js";
import { gatherPeriod, periodOfStatement } from "../period-books.js";
import { outcomeBook, transactionBook } from "../transactions/transaction-books.js";
import { checkPage } from "./check-page.js";
import { type ExportKind, type ExportRequest, requestOf } from "./export-request.js";
import { type ExportTask, exportLockSpace, findExportTask, toExportTask } from "./export-task.js";
import { openRowProgress, type RowProgress } from "./row-progress.js";

export interface MakeOptions {
  readonly taskId: string;
  readonly storage: ObjectStorage;
  /** Where files lie until they are whole; of this machine. */
  readonly scratchFolder: string;
  /** The business clock: dates the file and the end of its keeping. */
  readonly now: () => Date;
  readonly keepDays: number;
  /** The catalogue's word for whatever went wrong. */
  readonly nameFailure: (error: unknown) => Promise<YuejieError>;
  /** Also what failed for good or expired: somebody asks for it now. */
  readonly again?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Rows a sheet takes, the heading included; Excel's limit where it is not given. */
  readonly rowLimit?: number;
}

export interface MakeResult {
  /** `nothing`: it has its file, or failed for good; `under_way`: somebody else is at it. */
  readonly outcome: "made" | "nothing" | "under_way";
  readonly task: ExportTask;
}

/**
 * Makes the file of an export task. Any number of deliveries of the task, at once or one after the other,
 * make one file: the maker holds a lock that ends with its connection, and each attempt has a number, so
 * that one which was overtaken is not heard any more. The file appears in the record after all of it is
 * safe in the storage; all its rows are of one moment of the books.
 *
 * Errors: export_task_unknown; what the making fails with, which the task's record tells as well.
 * Source: spec §8.
 */
export async function makeExport(database: Database, options: MakeOptions): Promise<MakeResult> {
  const { taskId } = options;
  await findExportTask(database.pool, taskId);
  const lock = { space: exportLockSpace, key: taskId };
  const outcome = await withSessionLock(database, lock, async (connection) => {
    const attempt = await claim(connection, options);
    if (attempt === null) return "nothing" as const;
    try {
      return await makeFile(database, connection, { ...options, ...attempt });
    } catch (error) {
      throw await endAttempt([connection, database.pool], { ...options, ...attempt }, error);
    }
  });
  const task = toExportTask(await findExportTask(database.pool, taskId));
  return { outcome: outcome ?? "under_way", task };
}

interface Attempt {
  readonly request: ExportRequest;
  readonly attempts: number;
}

async function claim(
  connection: Connection,
  { taskId, again = false }: MakeOptions,
): Promise<Attempt | null> {
  const { rows } = await connection.query<{
    kind: ExportKind;
    parameters: Record<string, unknown>;
    attempts: number;
  }>(sqlFile("queries/export-task/claim.sql"), [taskId, again]);
  const [row] = rows;
  if (row === undefined) return null;
  return { request: requestOf(row.kind, row.parameters), attempts: row.attempts };
}

async function makeFile(
  database: Database,
  connection: Connection,
  options: MakeOptions & Attempt,
): Promise<"made" | "under_way"> {
  const { taskId, scratchFolder, storage, attempts } = options;
  // Whoever holds the lock knows that what earlier attempts left here is nobody's.
  for (const left of await leftScratches(scratchFolder)) {
    if (left.owner === taskId) await left.remove();
  }
  const scratch = await openScratch(scratchFolder, taskId);
  const progress = openRowProgress(database, options, options.onProgress);
  try {
    const made = await inTransaction(connection, () =>
      writeRequested(connection, { ...options, folder: scratch.path, progress }),
    );
    options.signal?.throwIfAborted();
    const objectKey = `${taskId}/${attempts}/${made.fileName}`;
    const stored = await storage.put(objectKey, createReadStream(made.path));
    const isOurs = await recordDone(connection, {
      ...options,
      ...made,
      ...stored,
      objectKey,
      progress,
    });
    if (!isOurs) await storage.delete(objectKey);
    return isOurs ? "made" : "under_way";
  } finally {
    await progress.settled();
    await scratch.remove();
  }
}

interface MadeFile extends ControlTotals {
  readonly path: string;
  readonly fileName: string;
  readonly contentSha256: string;
}

/** Gathers and writes in one snapshot: what is counted is what is written. */
async function writeRequested(
  connection: Connection,
  wanted: MakeOptions & Attempt & { readonly folder: string; readonly progress: RowProgress },
): Promise<MadeFile> {
  const { folder, progress, signal, rowLimit, request, taskId } = wanted;
  await execute(connection, "snapshot");
  const book = await gatherBook(connection, request, wanted.now());
  progress.expect(book.rowTotal);
  const digest = openContentDigest();
  let contentSha256 = "";
  // A choice of orders has no name of its own.
  const name = request.kind === "transactions" ? `${book.name}-${taskId}` : book.name;
  const path = join(folder, `${name}.xlsx`);
  const totals = await writeBook(path, book, {
    onRow: (cells) => {
      signal?.throwIfAborted();
      digest.add(cells);
      progress.onRow();
    },
    lastPage: (written) => {
      contentSha256 = digest.hex();
      return checkPage(written, contentSha256);
    },
    ...(rowLimit === undefined ? {} : { rowLimit }),
  });
  return { ...totals, path, fileName: `${name}.xlsx`, contentSha256 };
}

/** Errors: statement_unknown, period_never_run. */
async function gatherBook(
  connection: Connection,
  request: ExportRequest,
  now: Date,
): Promise<Book> {
  switch (request.kind) {
    case "statement": {
      const { statementNo } = request;
      const label = await periodOfStatement(connection, statementNo);
      const { statements } = await gatherPeriod(connection, { label, statementNo, now });
      const [book] = statements;
      if (book === undefined) throw new YuejieError("statement_unknown", { statementNo });
      return book;
    }
    case "period":
      return (await gatherPeriod(connection, { label: request.period, now })).finance;
    case "outcomes":
      return outcomeBook(connection, request.period);
    case "transactions":
      return transactionBook(connection, request.filters);
  }
}

/** False where another attempt has overtaken this one. */
async function recordDone(
  connection: Connection,
  done: MakeOptions &
    Attempt &
    MadeFile & { readonly progress: RowProgress } & {
      readonly objectKey: string;
      readonly sizeBytes: number;
      readonly sha256: string;
    },
): Promise<boolean> {
  // What is being told of the progress must not come after the end.
  await done.progress.settled();
  const endedAt = done.now();
  const expiresAt = new Date(endedAt.getTime() + done.keepDays * 86_400_000);
  const { rowCount } = await connection.query(sqlFile("queries/export-task/record-done.sql"), [
    done.taskId,
    done.attempts,
    done.progress.done,
    endedAt,
    done.fileName,
    done.objectKey,
    done.sizeBytes,
    done.rowCount,
    done.controlTotal,
    done.sha256,
    done.contentSha256,
    expiresAt,
  ]);
  return rowCount === 1;
}

/**
 * Tells in the record how an attempt ended, on the connection that still holds the lock or else on another;
 * one that was interrupted waits again. Where the database is away altogether the record stays as it was,
 * and whoever comes next sees that nobody holds the lock.
 */
async function endAttempt(
  ways: readonly Queryable[],
  { taskId, attempts, signal, now, nameFailure }: MakeOptions & Attempt,
  error: unknown,
): Promise<unknown> {
  if (signal?.aborted === true) {
    await tryEach(ways, "queries/export-task/give-back.sql", [taskId, attempts]);
    return error;
  }
  const failure = await nameFailure(error);
  const { code, details, retryable } = failure;
  const parameters = [taskId, attempts, now(), { code, details, retryable }];
  await tryEach(ways, "queries/export-task/record-failure.sql", parameters);
  return failure;
}

async function tryEach(
  ways: readonly Queryable[],
  query: string,
  parameters: unknown[],
): Promise<void> {
  for (const way of ways) {
    const isDone = await way.query(sqlFile(query), parameters).then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
}
