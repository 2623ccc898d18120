import { createWriteStream, rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { makeFolder } from "../files/make-folder.js";

/** A file that appears under its name only when all of it is there. */
export interface WholeFile {
  readonly stream: Writable;
  /** After the stream has ended: puts the file in place, replacing what was there. */
  keep(): Promise<void>;
  /** Leaves nothing behind; harmless after `keep`. */
  discard(): Promise<void>;
}

const partials = new Set<string>();

/**
 * Opens a file under a temporary name beside its own; the folder is made where it is missing. A process
 * that exits in the middle (Ctrl-C asked twice) removes the temporary file on its way out.
 *
 * Errors: those of the file system, with the path the user knows and not the temporary one.
 */
export async function openWholeFile(path: string): Promise<WholeFile> {
  const partial = join(dirname(path), `.${basename(path)}.partial-${process.pid}`);
  makeFolder(dirname(path));
  if (partials.size === 0) process.on("exit", removePartials);
  partials.add(partial);
  const stream = createWriteStream(partial);
  // A failure reaches whoever waits for the stream, now or later; unheard it must not end the process.
  stream.on("error", (error) => nameFile(error, path));
  return {
    stream,
    async keep() {
      await finished(stream);
      await rename(partial, path).catch((error: unknown) => {
        throw nameFile(error, path);
      });
      forget(partial);
    },
    async discard() {
      if (!partials.has(partial)) return;
      stream.destroy();
      if (!stream.closed) await new Promise<void>((resolve) => stream.once("close", resolve));
      await rm(partial, { force: true });
      forget(partial);
    },
  };
}

/** A failed write does not tell its file, and a failed open tells the temporary one. */
function nameFile(error: unknown, path: string): unknown {
  return error instanceof Error && "syscall" in error ? Object.assign(error, { path }) : error;
}

function forget(partial: string): void {
  partials.delete(partial);
  if (partials.size === 0) process.off("exit", removePartials);
}

function removePartials(): void {
  for (const partial of partials) rmSync(partial, { force: true });
}
