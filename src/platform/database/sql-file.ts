import { readdirSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { projectFolder } from "../files/project-folder.js";

let texts: ReadonlyMap<string, string> | undefined;

/**
 * The text of `sql/<name>`. All of them are read together at the first use, some ten milliseconds: a package
 * that is upgraded under a running process never mixes the statements of two versions.
 */
export function sqlFile(name: string): string {
  texts ??= readAll();
  const text = texts.get(name);
  if (text === undefined) throw new Error(`There is no sql/${name}.`);
  return text;
}

/** The names of the files that stand in `sql/<folder>`, in the order of their bytes. */
export function sqlFilesIn(folder: string): string[] {
  texts ??= readAll();
  const start = `${folder}/`;
  return [...texts.keys()]
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length))
    .sort();
}

function readAll(): Map<string, string> {
  const names = readdirSync(projectFolder("sql"), { recursive: true, encoding: "utf8" });
  return new Map(
    names
      .filter((name) => name.endsWith(".sql"))
      .map((name) => [name.replaceAll(sep, "/"), readFileSync(projectFolder("sql", name), "utf8")]),
  );
}
