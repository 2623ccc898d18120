import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and the ones above it, where they are missing. (`mkdirSync` with `recursive` calls a
 * read-only disk a missing path, and neither it nor `mkdir` ever returns where a system refuses any folder,
 * as in /proc.)
 *
 * @param mode of the folder itself; those above it are as the system makes them.
 * Errors: those of the file system, with the path.
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    makeOne(path, mode);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === path) throw error;
    makeFolder(parent);
    makeOne(path, mode);
  }
}

/** Whoever else makes the same one at the same moment is welcome. */
function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
