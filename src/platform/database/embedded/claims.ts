import { randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hidden, pause, processStart } from "./process-start.js";

// A claim is an empty file `<pid>-<start>-<nonce>` in a folder. It counts while its process lives: what
// a killed process left behind never needs to be taken over, it is seen to be dead and removed. As no
// name is ever used twice, anyone may remove a dead claim at any time.

export function makeClaim(folder: string): string {
  const nonce = randomBytes(4).toString("hex");
  const path = join(folder, `${process.pid}-${processStart(process.pid)}-${nonce}`);
  closeSync(openSync(path, "wx", 0o600));
  return path;
}

export function dropClaim(path: string): void {
  rmSync(path, { force: true });
}

function isLiving(pid: number, start: string): boolean {
  if (pid === process.pid) return start === processStart(pid);
  const found = processStart(pid);
  return found !== null && (found === start || found === hidden);
}

/** The processes that hold a living claim in the folder, `except` left out; dead claims are removed. */
export function livingClaims(folder: string, except?: string): number[] {
  const living: number[] = [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const [pid = "", start = ""] = name.split("-");
    if (path === except || !/^\d+$/.test(pid)) continue;
    if (isLiving(Number(pid), start)) living.push(Number(pid));
    else dropClaim(path);
  }
  return living;
}

/**
 * One try to be the only one: claim first, look afterwards. Of two that try at once, at least one sees
 * the other and steps back (perhaps both), so never do two go on.
 */
function tryLock(folder: string): string | null {
  if (livingClaims(folder).length > 0) return null;
  const claim = makeClaim(folder);
  if (livingClaims(folder, claim).length === 0) return claim;
  dropClaim(claim);
  return null;
}

const shortly = (): number => 3 + Math.random() * 15;

/** Waits to be the only one that holds a claim in the folder; null where time ran out. */
export async function lock(folder: string, timeoutMs: number): Promise<string | null> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const claim = tryLock(folder);
    if (claim !== null || Date.now() > end) return claim;
    await sleep(shortly());
  }
}

/** As `lock`, for a process that is exiting. */
export function lockNow(folder: string, timeoutMs: number): string | null {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const claim = tryLock(folder);
    if (claim !== null || Date.now() > end) return claim;
    pause(shortly());
  }
}
