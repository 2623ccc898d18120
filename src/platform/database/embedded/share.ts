import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { YuejieError } from "../../../domain/errors.js";
import { makeFolder } from "../../files/make-folder.js";
import { findBinaries } from "./binaries.js";
import { dropClaim, livingClaims, lock, lockNow, makeClaim } from "./claims.js";
import { ensureCluster, passwordOf, superuser } from "./cluster.js";
import { type Instance, instanceOf, reasonOf } from "./instance.js";
import { processStart } from "./process-start.js";
import { ensureServer } from "./server.js";
import { endServer, runningServer, stopServer } from "./server-process.js";
import { endUnderWay } from "./under-way.js";

/** A user's hold on the embedded server: it runs while anyone holds one. */
export interface Share {
  readonly url: string;
  /** Gives the hold back; the last one of all processes stops the server and waits for its end. */
  leave(): void;
}

/** How long another process may keep the lock: it may be making the cluster, or recovering it. */
const lockPatienceMs = 120_000;
const leavePatienceMs = 10_000;
const stopPatienceMs = 60_000;

/** What this process holds of one home; its users in the process are counted, others see one. */
interface Hold {
  readonly instance: Instance;
  /** The server's address. */
  ready: Promise<string>;
  server: { pid: number; start: string | null } | null;
  users: number;
  claim: string | null;
  lock: string | null;
}

const holds = new Map<string, Hold>();
let isHooked = false;

/**
 * Shares the embedded server of a home folder, which is made and started where that is needed.
 *
 * Errors: embedded_*: one sentence for each that a person can meet; nothing is left running.
 */
export async function shareServer(home: string): Promise<Share> {
  const place = realHome(home);
  let hold = holds.get(place);
  if (hold === undefined) {
    hold = begin(instanceOf(place, findBinaries()));
    holds.set(place, hold);
    leaveOnExit();
  }
  const mine = hold;
  mine.users += 1;
  mine.ready = mine.ready.then((url) => (isServed(mine, url) ? url : join(mine)));
  let isLeft = false;
  const leave = (): void => {
    if (isLeft) return;
    isLeft = true;
    mine.users -= 1;
    if (mine.users === 0) end(place, mine);
  };
  try {
    return { url: await mine.ready, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

function realHome(home: string): string {
  try {
    makeFolder(resolve(home));
    return realpathSync(home);
  } catch (error) {
    throw new YuejieError("embedded_folder", { folder: home, reason: reasonOf(error) }, error);
  }
}

function begin(instance: Instance): Hold {
  const ready = Promise.resolve().then(() => join(hold));
  const hold: Hold = { instance, ready, server: null, users: 0, claim: null, lock: null };
  return hold;
}

/** Whether the server that was there when it was asked for last still is. */
function isServed(hold: Hold, url: string): boolean {
  return String(runningServer(hold.instance.data)?.port) === new URL(url).port;
}

/** Under the lock: says that it is a user, then finds or starts the server. */
async function join(hold: Hold): Promise<string> {
  const { instance } = hold;
  try {
    const held = await lock(instance.locks, lockPatienceMs);
    if (held === null) {
      const pids = livingClaims(instance.locks).join(", ");
      throw new YuejieError("embedded_busy", { folder: instance.folder, pids });
    }
    hold.lock = held;
    hold.claim ??= makeClaim(instance.users);
    await ensureCluster(instance);
    const { pid, port } = await ensureServer(instance);
    hold.server = { pid, start: processStart(pid) };
    const login = `${superuser}:${passwordOf(instance)}`;
    return `postgres://${login}@127.0.0.1:${port}/postgres?sslmode=disable`;
  } catch (error) {
    if (error instanceof YuejieError) throw error;
    const details = { folder: instance.folder, reason: reasonOf(error) };
    throw new YuejieError("embedded_folder", details, error);
  } finally {
    unlock(hold);
  }
}

function unlock(hold: Hold): void {
  if (hold.lock !== null) dropClaim(hold.lock);
  hold.lock = null;
}

/**
 * The last user of this process leaves; the last of all stops the server. All of it is synchronous, so
 * that it can also run while the process exits. Without the lock (somebody hangs in it) nothing is
 * stopped: the next user adopts the server and stops it.
 */
function end(place: string, hold: Hold): void {
  holds.delete(place);
  const { instance, claim, server } = hold;
  if (!existsSync(instance.locks)) {
    // The home was deleted under us.
    if (server !== null) endServer(server);
    return;
  }
  hold.lock ??= lockNow(instance.locks, leavePatienceMs);
  if (claim !== null) dropClaim(claim);
  if (hold.lock === null) return;
  if (livingClaims(instance.users).length === 0) stopServer(instance.data, stopPatienceMs);
  endUnderWay(instance.folder);
  unlock(hold);
}

/**
 * However this process ends, short of being killed outright, its holds are given back. A signal that
 * somebody else listens to is theirs to answer; otherwise it ends the process as it would without us.
 */
function leaveOnExit(): void {
  if (isHooked) return;
  isHooked = true;
  process.on("exit", () => {
    for (const [place, hold] of [...holds]) end(place, hold);
  });
  const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
  for (const [name, number] of Object.entries(signals)) {
    process.on(name, () => {
      if (process.listenerCount(name) === 1) process.exit(128 + number);
    });
  }
}
