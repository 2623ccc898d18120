import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and the ones above it, where they are missing. (`mkdirSync` with `recursive` calls a
 * read-only disk a missing path, and never returns where a system refuses any folder, as in /proc.)
 */
export function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const parent = dirname(path);
    if (code === "ENOENT" && parent !== path) {
      makeFolder(parent, 0o777);
      mkdirSync(path, { mode });
    } else if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw error;
    }
  }
}
