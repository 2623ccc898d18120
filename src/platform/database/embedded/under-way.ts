import type { ChildProcess } from "node:child_process";
import { pause, processStart } from "./process-start.js";

// A program that has been started but is not yet known by any file: where this process ends now, it
// has to be ended too, or it would run on with nobody to stop it.

const children = new Map<ChildProcess, () => void>();

/** @param tidy removes what the program leaves where it is ended. */
export function underWay(child: ChildProcess, tidy: () => void = () => undefined): void {
  children.set(child, tidy);
}

export function release(child: ChildProcess): void {
  children.delete(child);
}

/**
 * Ends them with all processes of their groups, at once: a server so young that it has no
 * `postmaster.pid` to stop it by has nothing to lose, a cluster half made is thrown away.
 */
export function endAllUnderWay(): void {
  for (const [child, tidy] of children) {
    end(child.pid);
    tidy();
  }
  children.clear();
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    return; // It had ended by itself.
  }
  while (processStart(pid) !== null) pause(2);
}
