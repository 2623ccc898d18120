import { createRejectsFile } from "../platform/files/rejects-file.js";
import { type Reject, renderReason } from "./reject.js";

/** How many rejects the screen shows (R-IN5). */
const shownRejects = 20;

/** Rows that are kept before they are written; bounds memory at any number of bad rows. */
const pendingRejects = 1_000;

const longestValue = 200;

/** Where every reason for a bad row goes: the first ones to the screen, all of them to a file. */
export interface RejectSink {
  add(reject: Reject): void;
  /** Writes what is pending; to be awaited now and then while rejects are added. */
  flush(): Promise<void>;
  first(): readonly Reject[];
  /** Ends the file; its path, or null where nothing was rejected. */
  finish(): Promise<string | null>;
  /** Leaves no file behind. */
  discard(): Promise<void>;
}

/**
 * Opens the rejects of one import.
 *
 * @param folder where the file goes, made if need be.
 * Errors: `rejects_not_written` where the file cannot be written.
 * Source: R-IN5.
 */
export function createRejectSink(folder: string, now: Date): RejectSink {
  const header = ["file", "row", "column", "value", "code", "reason", "原因"];
  const file = createRejectsFile(folder, shanghaiStamp(now), header);
  const first: Reject[] = [];
  let pending: Reject[] = [];
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const rows = pending.map(fileRow);
    pending = [];
    await file.write(rows);
  };
  return {
    add(reject) {
      const bounded = { ...reject, value: shorten(reject.value) };
      if (first.length < shownRejects) first.push(bounded);
      pending.push(bounded);
    },
    async flush() {
      if (pending.length >= pendingRejects) await flush();
    },
    first: () => first,
    async finish() {
      await flush();
      return file.finish();
    },
    discard: () => file.discard(),
  };
}

function fileRow(reject: Reject): string[] {
  const { file, row, column, value, code } = reject;
  const reasons = [renderReason(reject, "en"), renderReason(reject, "zh-CN")];
  return [file, String(row), column, value, code, ...reasons];
}

function shorten(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue)}…`;
}

function shanghaiStamp(now: Date): string {
  const text = new Date(now.getTime() + 8 * 3_600_000).toISOString();
  return `${text.slice(0, 10)}-${text.slice(11, 19)}`
    .replace(/[-:]/g, "")
    .replace(/^(.{8})/, "$1-");
}
