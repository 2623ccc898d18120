import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that is there, though this user may not look at it. */
export const hidden = "hidden";

let bootId: string | undefined;

function linuxStart(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name in parentheses may hold spaces; what follows it starts with the state (field 3).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  bootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
  return `${bootId}.${fields[19]}`;
}

function otherStart(pid: number): string | null {
  const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "latin1",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
  const [state, ...start] = line.split(/\s+/);
  return state?.startsWith("Z") ? null : start.join(".").replaceAll(":", "");
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * When a living process began, as text: a number is used again, a number with its start is not.
 * Null where the process is gone (or dead and not yet collected), `hidden` where only its being
 * there can be told.
 */
export function processStart(pid: number): string | null {
  if (!exists(pid)) return null;
  try {
    return process.platform === "linux" ? linuxStart(pid) : otherStart(pid);
  } catch {
    return exists(pid) ? hidden : null;
  }
}

/** Waits without giving the event loop a turn: what runs while a process exits has no other way. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
