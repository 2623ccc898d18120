import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Language, renderError, YuejieError } from "../../domain/errors.js";
import { toWallClock } from "../../domain/instant.js";
import type { Database } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { streamRows } from "../../platform/database/stream-rows.js";
import type { ByteRange, ObjectStorage } from "../../platform/storage/object-storage.js";
import { openWholeFile } from "../../platform/workbook/whole-file.js";
import {
  type ExportTask,
  type ExportTaskRow,
  findExportTask,
  toExportTask,
} from "./export-task.js";

/** All tasks, the newest first. */
export async function* listExports(database: Database): AsyncGenerator<ExportTask> {
  const rows = streamRows<ExportTaskRow>(database, sqlFile("queries/export-task/list.sql"));
  for await (const row of rows) yield toExportTask(row);
}

/**
 * Opens the file of a task.
 *
 * Errors: export_task_unknown, export_not_ready, export_failed_before, export_expired, export_file_gone.
 */
export async function openExport(
  database: Database,
  storage: ObjectStorage,
  wanted: { readonly taskId: string; readonly language: Language; readonly range?: ByteRange },
): Promise<{ task: ExportTask; stream: Readable }> {
  const { taskId, language, range } = wanted;
  const row = await findExportTask(database.pool, taskId);
  const task = toExportTask(row);
  if (row.state === "expired") {
    throw new YuejieError("export_expired", { taskId, expiresAt: toWallClock(task.expiresAt) });
  }
  if (row.failure !== null) {
    const failure = renderError(row.failure.code, row.failure.details, language);
    throw new YuejieError("export_failed_before", { taskId, failure });
  }
  if (row.object_key === null) {
    throw new YuejieError("export_not_ready", { taskId });
  }
  const found = await storage.get(row.object_key, range);
  if (found === null) throw new YuejieError("export_file_gone", { taskId });
  if (found.sizeBytes !== task.sizeBytes) {
    found.stream.destroy();
    throw new YuejieError("export_file_damaged", { taskId });
  }
  return { task, stream: found.stream };
}

/**
 * Copies the file of a task to `out`, a file or a folder that exists; there it appears whole and with the
 * checksum of the record, or not at all.
 *
 * Errors: those of `openExport`; export_file_damaged; those of the file system.
 */
export async function downloadExport(
  database: Database,
  storage: ObjectStorage,
  wanted: { readonly taskId: string; readonly language: Language; readonly out: string },
): Promise<{ task: ExportTask; path: string }> {
  const { task, stream } = await openExport(database, storage, wanted);
  const { out, taskId } = wanted;
  const isFolder = await stat(out).then(
    (found) => found.isDirectory(),
    () => out.endsWith("/"),
  );
  const path = isFolder ? join(out, task.fileName ?? "") : out;
  const file = await openWholeFile(path);
  try {
    const hash = createHash("sha256");
    const watch = new Transform({
      transform(chunk, _encoding, callback) {
        hash.update(chunk);
        callback(null, chunk);
      },
    });
    await pipeline(stream, watch, file.stream);
    if (hash.digest("hex") !== task.sha256)
      throw new YuejieError("export_file_damaged", { taskId });
    await file.keep();
  } catch (error) {
    stream.destroy();
    await file.discard();
    throw error;
  }
  return { task, path };
}
