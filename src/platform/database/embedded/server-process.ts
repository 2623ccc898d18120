import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pause, processStart } from "./process-start.js";

/** A process, also after its number is used again. */
interface KnownProcess {
  readonly pid: number;
  readonly start: string | null;
}

/** What `postmaster.pid` tells about the server of a data folder. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Accepts connections; otherwise it starts, recovers or stops. */
  readonly isReady: boolean;
}

const pidFile = (data: string): string => join(data, "postmaster.pid");

function readPidFile(data: string): RunningServer | null {
  try {
    const lines = readFileSync(pidFile(data), "latin1").split("\n");
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 1) return null;
    return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** The server that serves this data folder now, by whomever it was started; null where there is none. */
export function runningServer(data: string): RunningServer | null {
  const server = readPidFile(data);
  return server !== null && serves(server.pid, data) ? server : null;
}

/** A process number is used again: what has it now must work in the data folder. */
function serves(pid: number, data: string): boolean {
  if (processStart(pid) === null) return false;
  if (process.platform === "linux") return worksIn(pid, data) ?? true;
  return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(
    data,
  );
}

function worksIn(pid: number | string, data: string): boolean | undefined {
  try {
    const place = statSync(`/proc/${pid}/cwd`);
    const folder = statSync(data);
    return place.dev === folder.dev && place.ino === folder.ino;
  } catch (error) {
    // Gone in this moment, or not ours to look at.
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? false : undefined;
  }
}

/**
 * Ends what a server that was killed left: backends that run on without it, and its `postmaster.pid`.
 * Call it under the lock, where no server runs.
 */
export async function clearRemains(data: string): Promise<void> {
  const giveUp = Date.now() + 3_000;
  for (let left = orphans(data); left.length > 0; left = orphans(data)) {
    // What they have not committed is lost with their server in any case; the log holds the rest.
    for (const pid of left) endOrphan(pid, Date.now() > giveUp ? "SIGKILL" : "SIGQUIT");
    await sleep(20);
  }
  rmSync(pidFile(data), { force: true });
}

function endOrphan(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Only Linux tells; elsewhere Postgres itself refuses to start until they are gone. */
function orphans(data: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && worksIn(name, data) === true && isPostgres(name))
    .map(Number);
}

function isPostgres(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "latin1").trim() === "postgres";
  } catch {
    return false;
  }
}

/**
 * Stops the server in order (a fast shutdown: sessions end, a checkpoint is written) and waits until
 * its process has ended. False where it takes longer than the time given; it goes on stopping.
 */
export function stopServer(data: string, timeoutMs: number): boolean {
  const server = runningServer(data);
  if (server === null) return true;
  endOrphan(server.pid, "SIGINT");
  const end = Date.now() + timeoutMs;
  while (runningServer(data)?.pid === server.pid || processStart(server.pid) !== null) {
    if (Date.now() > end) return false;
    pause(3);
  }
  return true;
}

/** Ends a server whose data folder is gone: it could not stop in order any more. */
export function endServer({ pid, start }: KnownProcess): void {
  if (start !== null && processStart(pid) === start) endOrphan(pid, "SIGQUIT");
}
