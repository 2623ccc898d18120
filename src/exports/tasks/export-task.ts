import type { ErrorCode, ErrorDetails } from "../../domain/errors.js";
import { YuejieError } from "../../domain/errors.js";
import { toIsoInstant } from "../../domain/instant.js";
import type { Queryable } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { ExportKind } from "./export-request.js";

/** The first number of an export task's lock; the second is the task. */
export const exportLockSpace = 22865;

export type ExportState = "waiting" | "running" | "done" | "failed" | "expired";

/** Why a task has no file, in the words of the error catalogue. */
export interface ExportFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** Whether making it once more can help without anybody doing anything. */
  readonly retryable: boolean;
}

/** What is known of a task; instants in ISO form, Shanghai time. */
export interface ExportTask {
  readonly taskId: string;
  readonly kind: ExportKind;
  readonly parameters: Record<string, unknown>;
  /** Waiting too where its maker died: whoever comes next makes it. */
  readonly state: ExportState;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly attempts: number;
  readonly rowsDone: number;
  /** Null until it is known. */
  readonly rowsTotal: number | null;
  readonly endedAt: string | null;
  readonly fileName: string | null;
  readonly sizeBytes: number | null;
  /** Rows of the table that the file is about: lines, transactions, orders. */
  readonly rowCount: number | null;
  /** The sum of that table: 应结算金额 of lines, 交易金额 of orders. */
  readonly controlTotal: string | null;
  /** Of the file's bytes. */
  readonly sha256: string | null;
  /** Of its rows; stands in the file as well, where re-saving does not change it. */
  readonly contentSha256: string | null;
  readonly expiresAt: string | null;
  readonly failure: ExportFailure | null;
}

/** A row of `export_task` as the queries return it. */
export interface ExportTaskRow {
  readonly task_id: string;
  readonly kind: ExportKind;
  readonly parameters: Record<string, unknown>;
  readonly state: ExportState;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly attempts: number;
  readonly rows_done: string;
  readonly rows_total: string | null;
  readonly ended_at: string | null;
  readonly file_name: string | null;
  readonly object_key: string | null;
  readonly size_bytes: string | null;
  readonly row_count: string | null;
  readonly control_total: string | null;
  readonly sha256: string | null;
  readonly content_sha256: string | null;
  readonly expires_at: string | null;
  readonly failure: ExportFailure | null;
}

export function toExportTask(row: ExportTaskRow): ExportTask {
  return {
    taskId: row.task_id,
    kind: row.kind,
    parameters: row.parameters,
    state: row.state,
    requestedBy: row.requested_by,
    requestedAt: toIsoInstant(row.requested_at) ?? "",
    attempts: row.attempts,
    rowsDone: Number(row.rows_done),
    rowsTotal: toNumber(row.rows_total),
    endedAt: toIsoInstant(row.ended_at),
    fileName: row.file_name,
    sizeBytes: toNumber(row.size_bytes),
    rowCount: toNumber(row.row_count),
    controlTotal: row.control_total,
    sha256: row.sha256,
    contentSha256: row.content_sha256,
    expiresAt: toIsoInstant(row.expires_at),
    failure: row.failure,
  };
}

function toNumber(text: string | null): number | null {
  return text === null ? null : Number(text);
}

/** The task as it is now. Errors: export_task_unknown. */
export async function findExportTask(queryable: Queryable, taskId: string): Promise<ExportTaskRow> {
  refuseNoTaskId(taskId);
  const { rows } = await queryable.query<ExportTaskRow>(sqlFile("queries/export-task/find.sql"), [
    taskId,
  ]);
  if (rows[0] === undefined) throw new YuejieError("export_task_unknown", { taskId });
  return rows[0];
}

/** Whatever is no number of a task is the number of none. Errors: export_task_unknown. */
export function refuseNoTaskId(taskId: string): void {
  if (!/^[1-9]\d{0,17}$/.test(taskId)) throw new YuejieError("export_task_unknown", { taskId });
}
