import { randomBytes } from "node:crypto";
import { link, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./make-folder.js";

/** The file in a home that keeps its keys, in the form of `YUEJIE_KEYS`. */
export function keyFileOf(home: string): string {
  return join(home, "keys");
}

/** The text of the key file, or null where there is none. */
export async function readKeyFile(home: string): Promise<string | null> {
  try {
    return (await readFile(keyFileOf(home), "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Makes the key file (0600) with one new key. Two processes that come at once end with the same key: the
 * file appears under its name whole, and only once.
 */
export async function makeKeyFile(home: string): Promise<void> {
  const path = keyFileOf(home);
  makeFolder(home);
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(`k1:${randomBytes(32).toString("base64")}\n`);
    // On disk before anything is encrypted with it.
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
}
