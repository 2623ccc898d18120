import type { ChildProcess } from "node:child_process";
import { pause, processStart } from "./process-start.js";

// A program that has been started but is not yet known by any file: where this process ends now, it
// has to be ended too, or it would run on with nobody to stop it.

interface UnderWay {
  readonly folder: string;
  /** Removes what the program leaves where it is ended. */
  readonly tidy: () => void;
}

const children = new Map<ChildProcess, UnderWay>();

/** @param folder the instance's, for which the program works. */
export function underWay(
  child: ChildProcess,
  folder: string,
  tidy: () => void = () => undefined,
): void {
  children.set(child, { folder, tidy });
}

export function release(child: ChildProcess): void {
  children.delete(child);
}

/**
 * Ends what is under way for a folder with all processes of its group, at once: a server so young that
 * it has no `postmaster.pid` to stop it by has nothing to lose, a cluster half made is thrown away.
 */
export function endUnderWay(folder: string): void {
  for (const [child, work] of children) {
    if (work.folder !== folder) continue;
    end(child.pid);
    work.tidy();
    children.delete(child);
  }
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
