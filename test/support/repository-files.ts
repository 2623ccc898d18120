import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repositoryFolder = fileURLToPath(new URL("../..", import.meta.url));

/** What is made, installed or fetched, not written. */
const notOurs = new Set([".git", "node_modules", "dist", ".yuejie", "coverage"]);

/** Paths of the project's own files below a folder, relative to the project, by name. */
export function listFiles(folder = ".", form = /./): string[] {
  return readdirSync(join(repositoryFolder, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return listFiles(path, form);
      return entry.isFile() && form.test(path) ? [path] : [];
    })
    .sort();
}

export function readText(path: string): string {
  return readFileSync(join(repositoryFolder, path), "utf8");
}
