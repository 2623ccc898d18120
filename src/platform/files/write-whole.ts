import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "./make-folder.js";

/**
 * Writes a small file whole or not at all, replacing what was there; after it returns, a power cut does not
 * take it away. Only its owner may read it.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  makeFolder(folder);
  const partial = join(folder, `.${basename(path)}.partial-${process.pid}-${unique()}`);
  try {
    const handle = await open(partial, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  const entry = await open(folder, "r");
  await entry.sync().finally(() => entry.close());
}

let written = 0;

/** Two writers of one process, at work on the same file. */
function unique(): number {
  written += 1;
  return written;
}
