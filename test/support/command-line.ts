import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { repositoryFolder } from "./repository-files.js";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Only what a test says, and what a program cannot start without; nothing of the tester's own. */
function environmentWith(environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: "en_US.UTF-8", ...environment };
}

/** Starts the built command line. */
export function startYuejie(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess & { finished: Promise<Finished> } {
  const child = spawn(process.execPath, [join(repositoryFolder, "bin/yuejie.mjs"), ...args], {
    env: environmentWith(environment),
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...texts }));
  });
  return Object.assign(child, { finished });
}

/** Runs the built command line to its end. */
export function yuejie(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return startYuejie(args, environment).finished;
}
