import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processStart } from "../../src/platform/database/embedded/process-start.js";

const prefix = "yuejie-chaos-";

/**
 * A folder that holds everything a chaos run makes, and the list of every process that it started: whatever
 * is on the list is ended and the folder removed, also by the next chaos run where this one was killed.
 */
export interface Place {
  readonly folder: string;
  /** A process to be ended at the latest when the place is cleared. */
  note(pid: number): void;
  /** Another folder that goes with the place. */
  noteFolder(path: string): void;
  clear(): void;
}

export function makePlace(): Place {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split("-")[0]);
    if (processStart(pid) === null) clear(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  writeFileSync(join(folder, "processes"), "");
  writeFileSync(join(folder, "folders"), "");
  return {
    folder,
    note: (pid) => appendFileSync(join(folder, "processes"), `${pid} ${processStart(pid)}\n`),
    noteFolder: (path) => appendFileSync(join(folder, "folders"), `${path}\n`),
    clear: () => clear(folder),
  };
}

function clear(folder: string): void {
  for (const line of linesOf(join(folder, "processes"))) {
    const [pid = "", start = ""] = line.split(" ");
    // A number that was given to another process since is none of ours.
    if (processStart(Number(pid)) !== start) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended in this moment.
    }
  }
  for (const mount of mountsIn(folder)) execFileSync("umount", ["--lazy", mount]);
  for (const other of [...linesOf(join(folder, "folders")), folder]) {
    rmSync(other, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
}

function mountsIn(folder: string): string[] {
  return linesOf("/proc/mounts")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${folder}/`));
}
