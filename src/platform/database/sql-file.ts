import { readFileSync } from "node:fs";
import { projectFolder } from "../files/project-folder.js";

const cache = new Map<string, string>();

/** The text of `sql/<name>`, read once a process. */
export function sqlFile(name: string): string {
  let text = cache.get(name);
  if (text === undefined) {
    text = readFileSync(projectFolder("sql", name), "utf8");
    cache.set(name, text);
  }
  return text;
}
