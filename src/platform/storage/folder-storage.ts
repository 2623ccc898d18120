import { createHash, randomBytes } from "node:crypto";
import { open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { makeFolder } from "../files/make-folder.js";
import type { ByteRange, ObjectStorage, StoredObject } from "./object-storage.js";

const keyForm = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
/** Begins with a dot, which no part of a key does. */
const unfinishedForm = /^\.unfinished-/;

/**
 * Objects as files in a folder, which may lie on a disk that several machines share: an object is written
 * beside its place and renamed into it, after its bytes have reached the disk.
 *
 * Errors: those of the file system.
 */
export function folderStorage(root: string): ObjectStorage {
  const pathOf = (key: string): string => {
    if (!keyForm.test(key)) throw new Error(`'${key}' is no key of a stored object`);
    return join(root, ...key.split("/"));
  };
  return {
    put: async (key, source) => putFile(pathOf(key), source),
    get: async (key, range) => getFile(pathOf(key), range),
    async delete(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await removeEmpty(dirname(path), root);
    },
    list: (prefix = "") => listFiles(root, "", prefix),
    sweepUnfinished: (before) => sweepFolder(root, before),
  };
}

async function putFile(
  path: string,
  source: Readable,
): Promise<{ sizeBytes: number; sha256: string }> {
  const folder = dirname(path);
  makeFolder(folder);
  const unfinished = join(folder, `.unfinished-${randomBytes(6).toString("hex")}`);
  try {
    const stored = await writeFile(unfinished, source);
    await rename(unfinished, path);
    await syncFolder(folder);
    return stored;
  } catch (error) {
    source.destroy();
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw nameFile(error, path);
  }
}

/** Writes to the disk and not only to its cache: a name must not outlive the bytes in a power cut. */
async function writeFile(
  path: string,
  source: Readable,
): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "wx");
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** The new name itself has to reach the disk too, where the system can be asked for that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function getFile(
  path: string,
  range: ByteRange | undefined,
): Promise<{ stream: Readable; sizeBytes: number } | null> {
  // One open file for size and bytes: who drops the object now does not disturb who reads it.
  const file = await open(path, "r").catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (file === null) return null;
  const { size } = await file.stat();
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? size, size);
  // Node counts the last byte in; a range without bytes has none to count.
  const isEmpty = start >= end;
  const stream = file.createReadStream(isEmpty ? { start: size } : { start, end: end - 1 });
  return { stream, sizeBytes: size };
}

async function* listFiles(
  root: string,
  folder: string,
  prefix: string,
): AsyncGenerator<StoredObject> {
  const entries = await readFolder(join(root, folder));
  // A folder sorts among its neighbours as its keys do, with the slash that follows its name.
  const named = entries.map((entry) => ({ entry, name: entry.name + (entry.isFile() ? "" : "/") }));
  named.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const { entry, name } of named) {
    const key = `${folder}${name}`;
    if (unfinishedForm.test(name)) continue;
    if (entry.isDirectory()) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listFiles(root, key, prefix);
    } else if (key.startsWith(prefix)) {
      const found = await stat(join(root, key)).catch(() => null);
      if (found !== null) yield { key, sizeBytes: found.size, storedAt: found.mtime };
    }
  }
}

async function sweepFolder(folder: string, before: Date): Promise<number> {
  let swept = 0;
  for (const entry of await readFolder(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) swept += await sweepFolder(path, before);
    else if (unfinishedForm.test(entry.name)) {
      const found = await stat(path).catch(() => null);
      if (found === null || found.mtime >= before) continue;
      await rm(path, { force: true });
      swept += 1;
    }
  }
  return swept;
}

async function readFolder(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
}

/** Folders have no meaning of their own: the ones above a dropped object go when nothing is in them. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  if (folder === root || !folder.startsWith(root)) return;
  try {
    await rmdir(folder);
  } catch {
    // Something is in it, or somebody else removed it: both are well.
    return;
  }
  await removeEmpty(dirname(folder), root);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** The user knows the object's name, not the one it is written under. */
function nameFile(error: unknown, path: string): unknown {
  const isOurs = error instanceof Error && "syscall" in error && !isOther(error, path);
  return isOurs ? Object.assign(error, { path }) : error;
}

/** A failure to read the source keeps its own path. */
function isOther(error: Error, path: string): boolean {
  return (
    "path" in error &&
    !basename(String(error.path)).startsWith(".unfinished-") &&
    error.path !== path
  );
}
