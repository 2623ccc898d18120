import { createHash } from "node:crypto";
import { YuejieError } from "../../domain/errors.js";
import { monthOf, parsePeriod } from "../../domain/period.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { ObjectStorage } from "../../platform/storage/object-storage.js";
import { findLastRun } from "../last-run.js";
import { periodOfStatement } from "../period-books.js";
import { type ExportRequest, normalRequest, parametersOf } from "./export-request.js";
import {
  type ExportTask,
  type ExportTaskRow,
  findExportTask,
  toExportTask,
} from "./export-task.js";

/** A message for the outbox; written in the transaction that causes it. */
export interface ExportMessage {
  readonly topic: "make-export";
  readonly key: string;
  readonly payload: { readonly taskId: string };
}

/** Puts a message into the outbox; a key that is there already is left as it is. */
export type WriteMessage = (connection: Connection, message: ExportMessage) => Promise<unknown>;

/**
 * Asks for an export: the task and the message that has it made, or neither.
 *
 * Errors: period_form, option_value_refused, export_days_reversed; statement_unknown and
 * period_never_run where there is nothing to export.
 * Source: spec §8.
 */
export async function askForExport(
  database: Database,
  asked: { readonly request: ExportRequest; readonly actor: string; readonly now: Date },
  writeMessage: WriteMessage,
): Promise<ExportTask> {
  const request = normalRequest(asked.request);
  return withTransaction(database, async (connection) => {
    await refuseNothing(connection, request);
    const { rows } = await connection.query<{ task_id: string }>(
      sqlFile("queries/export-task/ask.sql"),
      [request.kind, parametersOf(request), asked.actor, asked.now],
    );
    const taskId = rows[0]?.task_id ?? "";
    await writeMessage(connection, messageOf(taskId, 0));
    return toExportTask(await findExportTask(connection, taskId));
  });
}

/** What can be said at once is not left to a task that fails later. */
async function refuseNothing(connection: Connection, request: ExportRequest): Promise<void> {
  if (request.kind === "statement") {
    await periodOfStatement(connection, request.statementNo);
    return;
  }
  const label = request.kind === "transactions" ? request.filters.period : request.period;
  if (label === undefined) return;
  const { kind, end } = parsePeriod(label);
  const month = kind === "month" ? label : monthOf(new Date(end.getTime() - 1)).label;
  if ((await findLastRun(connection, month)) === undefined) {
    throw new YuejieError("period_never_run", { period: month });
  }
}

/**
 * Asks once more for a task that failed or expired, or whose maker or file is gone or file is damaged.
 *
 * Errors: export_task_unknown, export_under_way, export_done_before.
 */
export async function askAgain(
  database: Database,
  { taskId, storage }: { readonly taskId: string; readonly storage: ObjectStorage },
  writeMessage: WriteMessage,
): Promise<ExportTask> {
  const task = await findExportTask(database.pool, taskId);
  if (task.state === "running") throw new YuejieError("export_under_way", { taskId });
  if (task.state === "done" && (await hasItsFile(storage, task))) {
    throw new YuejieError("export_done_before", { taskId });
  }
  return withTransaction(database, async (connection) => {
    await letWait(connection, task, writeMessage);
    return toExportTask(await findExportTask(connection, taskId));
  });
}

async function hasItsFile(storage: ObjectStorage, task: ExportTaskRow): Promise<boolean> {
  const found = await storage.get(task.object_key ?? "");
  if (found === null) return false;
  const hash = createHash("sha256");
  for await (const chunk of found.stream) hash.update(chunk);
  return hash.digest("hex") === task.sha256;
}

/** Each attempt has a key of its own: asking twice for the same one is one message. */
export async function letWait(
  connection: Connection,
  task: Pick<ExportTaskRow, "task_id" | "attempts">,
  writeMessage: WriteMessage,
): Promise<boolean> {
  const parameters = [task.task_id, task.attempts];
  const text = sqlFile("queries/export-task/ask-again.sql");
  const { rowCount } = await connection.query(text, parameters);
  if (rowCount === 0) return false;
  await writeMessage(connection, messageOf(task.task_id, task.attempts));
  return true;
}

function messageOf(taskId: string, attempts: number): ExportMessage {
  const key = attempts === 0 ? `export-${taskId}` : `export-${taskId}-${attempts + 1}`;
  return { topic: "make-export", key, payload: { taskId } };
}
