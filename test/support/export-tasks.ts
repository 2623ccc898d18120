import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { YuejieError } from "../../src/domain/errors.js";
import {
  askAgain,
  askForExport,
  type ExportMessage,
  type WriteMessage,
} from "../../src/exports/tasks/ask-export.js";
import type { ExportRequest } from "../../src/exports/tasks/export-request.js";
import {
  type ExportTask,
  findExportTask,
  toExportTask,
} from "../../src/exports/tasks/export-task.js";
import {
  type MakeOptions,
  type MakeResult,
  makeExport,
} from "../../src/exports/tasks/make-export.js";
import { type SweepResult, sweepExports } from "../../src/exports/tasks/sweep-exports.js";
import type { Database } from "../../src/platform/database/database.js";
import { explainDatabaseFailure } from "../../src/platform/database/explain-failure.js";
import { explainFileFailure } from "../../src/platform/files/explain-failure.js";
import { folderStorage } from "../../src/platform/storage/folder-storage.js";
import type { ObjectStorage } from "../../src/platform/storage/object-storage.js";
import { testNow } from "./engine.js";

/** Export tasks on a database, with a storage and an outbox of their own. */
export interface TaskDesk {
  readonly folder: string;
  readonly storage: ObjectStorage;
  readonly scratchFolder: string;
  /** What was put into the outbox. */
  readonly messages: ExportMessage[];
  ask(request: ExportRequest): Promise<ExportTask>;
  make(taskId: string, more?: Partial<MakeOptions>): Promise<MakeResult>;
  /** Asks, makes, and tells where the file is. */
  export(
    request: ExportRequest,
    more?: Partial<MakeOptions>,
  ): Promise<{ task: ExportTask; path: string }>;
  retry(taskId: string): Promise<ExportTask>;
  sweep(now?: Date): Promise<SweepResult>;
  find(taskId: string): Promise<ExportTask>;
  pathOf(task: ExportTask): string;
  close(): Promise<void>;
}

export async function openTaskDesk(database: Database): Promise<TaskDesk> {
  const folder = await mkdtemp(join(tmpdir(), "yuejie-tasks-"));
  const files = join(folder, "files");
  const storage = folderStorage(files);
  const scratchFolder = join(folder, "scratch");
  const messages: ExportMessage[] = [];
  const write: WriteMessage = async (_connection, message) => {
    if (!messages.some(({ key }) => key === message.key)) messages.push(message);
  };
  const ask = (request: ExportRequest) =>
    askForExport(database, { request, actor: "finance", now: testNow }, write);
  const make = (taskId: string, more: Partial<MakeOptions> = {}) =>
    makeExport(database, {
      taskId,
      storage,
      scratchFolder,
      now: () => testNow,
      keepDays: 30,
      nameFailure: async (error) => nameFailure(error),
      ...more,
    });
  const pathOf = ({ taskId, attempts, fileName }: ExportTask) =>
    join(files, taskId, String(attempts), fileName ?? "");
  return {
    folder,
    storage,
    scratchFolder,
    messages,
    ask,
    make,
    export: async (request, more) => {
      const { taskId } = await ask(request);
      const { task } = await make(taskId, more);
      return { task, path: pathOf(task) };
    },
    retry: (taskId) => askAgain(database, { taskId, storage }, write),
    sweep: (now = testNow) => sweepExports(database, { storage, scratchFolder, now }, write),
    find: async (taskId) => toExportTask(await findExportTask(database.pool, taskId)),
    pathOf,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function nameFailure(error: unknown): YuejieError {
  if (error instanceof YuejieError) return error;
  const known = explainDatabaseFailure(error, "here") ?? explainFileFailure(error);
  return known ?? new YuejieError("internal", { message: String(error) }, error);
}
