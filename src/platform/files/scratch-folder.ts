import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./make-folder.js";

/** A folder of one piece of work, for files that are not whole yet. */
export interface Scratch {
  readonly path: string;
  /** Harmless twice. */
  remove(): Promise<void>;
}

/** Opens a folder of its own for a piece of work; `root` is made where it is missing. */
export async function openScratch(root: string, owner: string): Promise<Scratch> {
  makeFolder(root);
  const path = await mkdtemp(join(root, `${owner}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** What processes that died have left, each with its owner; nothing where there is no `root`. */
export async function leftScratches(root: string): Promise<(Scratch & { owner: string })[]> {
  const names = await readdir(root).catch(() => []);
  return names.flatMap((name) => {
    const [, owner] = /^(.+)-[^-]{6}$/.exec(name) ?? [];
    const path = join(root, name);
    const remove = () => rm(path, { recursive: true, force: true });
    return owner === undefined ? [] : [{ path, owner, remove }];
  });
}
