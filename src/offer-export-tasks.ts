import { join } from "node:path";
import type { Parts } from "./compose.js";
import type { Language } from "./domain/errors.js";
import type { ExportRequest } from "./exports/tasks/export-request.js";
import type { ExportTask } from "./exports/tasks/export-task.js";
import type { MakeOptions, MakeResult } from "./exports/tasks/make-export.js";
import type { SweepResult } from "./exports/tasks/sweep-exports.js";
import { actorFor } from "./offer-people.js";

/** What can be done with export tasks (spec §8). */
export interface ExportTaskFeatures {
  ask(options: { request: ExportRequest; actor: string }): Promise<ExportTask>;
  /** The newest first. */
  list(): AsyncGenerator<ExportTask>;
  /** Once more what failed, expired or was lost. */
  retry(taskId: string, actor: string): Promise<ExportTask>;
  /** By a worker nobody is asked for. */
  make(
    options: Pick<MakeOptions, "taskId" | "again" | "onProgress" | "signal"> & { actor?: string },
  ): Promise<MakeResult>;
  download(options: {
    taskId: string;
    /** A file, or a folder that exists. */
    out: string;
    language: Language;
  }): Promise<{ task: ExportTask; path: string }>;
  /** Drops old files and what makers that died have left. */
  sweep(actor?: string): Promise<SweepResult>;
}

export function offerExportTasks(parts: Parts): ExportTaskFeatures {
  const { clock, signal, config } = parts;
  // Beside each other, but not the same: files that are kept may lie on a disk that machines share.
  const scratchFolder = join(config.home, "export-scratch");
  const openStorage = async () => {
    const { folderStorage } = await import("./platform/storage/folder-storage.js");
    return folderStorage(join(config.home, "export-files"));
  };
  const outbox = async () => (await import("./outbox/message.js")).writeOutbox;
  return {
    ask: async (options) => {
      const { askForExport } = await import("./exports/tasks/ask-export.js");
      const actor = await actorFor(parts, options.actor, "ask_for_export");
      const asked = { ...options, actor, now: clock.now() };
      return askForExport(await parts.database(), asked, await outbox());
    },
    list: async function* () {
      const { listExports } = await import("./exports/tasks/fetch-export.js");
      yield* listExports(await parts.database());
    },
    retry: async (taskId, actor) => {
      await actorFor(parts, actor, "ask_for_export");
      const { askAgain } = await import("./exports/tasks/ask-export.js");
      const wanted = { taskId, storage: await openStorage() };
      return askAgain(await parts.database(), wanted, await outbox());
    },
    make: async ({ signal: given, actor, ...options }) => {
      if (actor !== undefined) await actorFor(parts, actor, "ask_for_export");
      const { makeExport } = await import("./exports/tasks/make-export.js");
      const { exportDays } = (await parts.settings()).retention;
      return makeExport(await parts.database(), {
        ...options,
        storage: await openStorage(),
        scratchFolder,
        now: () => clock.now(),
        keepDays: exportDays,
        nameFailure: parts.nameFailure,
        signal: given === undefined ? signal : AbortSignal.any([signal, given]),
      });
    },
    download: async (options) => {
      const { downloadExport } = await import("./exports/tasks/fetch-export.js");
      return downloadExport(await parts.database(), await openStorage(), options);
    },
    sweep: async (actor) => {
      if (actor !== undefined) await actorFor(parts, actor, "sweep_exports");
      const { sweepExports } = await import("./exports/tasks/sweep-exports.js");
      const options = { storage: await openStorage(), scratchFolder, now: clock.now() };
      return sweepExports(await parts.database(), options, await outbox());
    },
  };
}
