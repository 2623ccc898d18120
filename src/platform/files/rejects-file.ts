import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { YuejieError } from "../../domain/errors.js";
import { makeFolder } from "./make-folder.js";

/** A CSV list that is written row by row and shows itself only when it is whole. */
export interface RejectsFile {
  write(rows: readonly (readonly string[])[]): Promise<void>;
  /** Ends the file under its final name; null where nothing was ever written. */
  finish(): Promise<string | null>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/**
 * A rejects file in `folder`, which is made if need be; nothing touches the disk before the first row.
 *
 * Shape:  UTF-8 with a byte order mark, so that Excel shows Chinese; CRLF; the header first.
 * Errors: `rejects_not_written` with the path and the system's reason, e.g. a full disk.
 * Source: R-IN5.
 */
export function createRejectsFile(
  folder: string,
  stamp: string,
  header: readonly string[],
): RejectsFile {
  const partialPath = join(folder, `rejects-${stamp}-${process.pid}.partial`);
  let handle: FileHandle | null = null;
  let finalPath: string | null = null;

  const attempt = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      throw new YuejieError("rejects_not_written", { path, why: code ?? "" }, error);
    }
  };
  const openPartial = async (): Promise<FileHandle> => {
    makeFolder(folder);
    // Rows hold customers' names and amounts: for the one who imports only.
    const opened = await open(partialPath, "w", 0o600);
    handle = opened;
    await opened.appendFile(`\ufeff${csvLine(header)}`);
    return opened;
  };
  return {
    write: (rows) =>
      attempt(partialPath, async () => {
        const target = handle ?? (await openPartial());
        await target.appendFile(rows.map(csvLine).join(""));
      }),
    finish: () =>
      attempt(partialPath, async () => {
        if (handle === null) return null;
        await handle.sync();
        await handle.close();
        handle = null;
        finalPath = await reserve(folder, `rejects-${stamp}`);
        await rename(partialPath, finalPath);
        return finalPath;
      }),
    async discard() {
      await handle?.close().catch(() => undefined);
      handle = null;
      await rm(partialPath, { force: true }).catch(() => undefined);
      if (finalPath !== null) await rm(finalPath, { force: true }).catch(() => undefined);
    },
  };
}

/** Takes the first free name by creating the file, so that two imports of one second never share one. */
async function reserve(folder: string, name: string): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const path = join(folder, copy === 1 ? `${name}.csv` : `${name}-${copy}.csv`);
    try {
      await (await open(path, "wx", 0o600)).close();
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function csvLine(values: readonly string[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/** A spreadsheet runs what begins like a formula; an apostrophe makes it text. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
