import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let root: string | undefined;

/** A path inside the package, the same from `src` (development) and from `dist` (built). */
export function projectFolder(...parts: string[]): string {
  if (root === undefined) {
    let folder = dirname(fileURLToPath(import.meta.url));
    while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder)) {
      folder = dirname(folder);
    }
    root = folder;
  }
  return join(root, ...parts);
}
