import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { repositoryFolder } from "./repository-files.js";

/** What is tested is what the sources say now, also where vitest is called by itself. */
export function setup(): void {
  execFileSync(process.execPath, [join(repositoryFolder, "scripts/build.mjs")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
