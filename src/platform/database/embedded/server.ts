import { spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, renameSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { YuejieError } from "../../../domain/errors.js";
import { commandOf, giveTo } from "./account.js";
import { programOf } from "./binaries.js";
import { logSince, saysPortTaken, saysStillInUse, troubleOf } from "./diagnosis.js";
import type { Instance } from "./instance.js";
import { clearRemains, type RunningServer, runningServer } from "./server-process.js";
import { release, underWay } from "./under-way.js";

const pollMs = 4;
/** Recovery after a crash replays at most a few gigabytes of log. */
const patienceMs = 600_000;
const attempts = 5;
const logLimitBytes = 1_048_576;
const mebibyte = 1_048_576;
const wasKilled = "it was killed while it started";

/**
 * The settings of the embedded server, for a laptop of two cores; what keeps the books safe (fsync,
 * full pages, synchronous commits) stays as Postgres has it.
 */
function settings(port: number): string[] {
  const buffersMb = Math.max(32, Math.min(256, Math.floor(totalmem() / mebibyte / 8)));
  const pairs: Record<string, string | number> = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 50,
    shared_buffers: `${buffersMb}MB`,
    jit: "off",
    max_logical_replication_workers: 0,
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    // A user that was killed must not leave its query, and the locks of it, behind.
    client_connection_check_interval: "2s",
    // The statements of users carry personal data: no statement and no row gets into the log.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_checkpoints: "off",
    ...dynamicMemory(),
  };
  return Object.entries(pairs).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Containers often have a tiny /dev/shm, in which parallel queries fail. */
function dynamicMemory(): Record<string, string> {
  if (process.platform !== "linux") return {};
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    if (bavail * bsize >= 512 * mebibyte) return {};
  } catch {
    // No /dev/shm at all.
  }
  return { dynamic_shared_memory_type: "mmap" };
}

/**
 * The server of the instance, ready for connections: the one that runs, whoever started it, or a new
 * one. Call it under the lock.
 *
 * Errors: embedded_not_started, embedded_damaged, embedded_folder, embedded_disk_full.
 */
export async function ensureServer(instance: Instance): Promise<RunningServer> {
  const end = Date.now() + patienceMs;
  for (let attempt = 1; ; ) {
    const found = runningServer(instance.data);
    if (found?.isReady === true) return found;
    if (Date.now() > end) throw notReady(instance);
    if (found !== null) {
      // It starts or stops; a process that died may have been the one that told it to.
      await sleep(pollMs);
      continue;
    }
    const output = await start(instance, end);
    if (output === null) continue;
    const again = output === wasKilled || saysPortTaken(output) || saysStillInUse(output);
    if (!again || attempt === attempts) throw troubleOf(output, placeOf(instance));
    attempt += 1;
    if (saysStillInUse(output)) await sleep(500);
  }
}

const placeOf = (instance: Instance) => ({ folder: instance.data, log: instance.log });

function notReady(instance: Instance): YuejieError {
  const reason = `not ready after ${patienceMs / 60_000} minutes`;
  return new YuejieError("embedded_not_started", { ...placeOf(instance), reason });
}

/** Starts the server in a session of its own (Ctrl-C is not for it); null, or what it died of. */
async function start(instance: Instance, end: number): Promise<string | null> {
  const { account, binaries, data, log } = instance;
  await clearRemains(data);
  const handle = openLog(instance);
  const offset = fstatSync(handle).size;
  const port = await freePort();
  const options = ["-D", data, ...settings(port)];
  const run = commandOf(account, programOf(binaries, "postgres"), options);
  const child = spawn(run.command, run.args, {
    ...run.options,
    detached: true,
    stdio: ["ignore", handle, handle],
  });
  underWay(child, instance.folder);
  closeSync(handle);
  child.unref();
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", (_, signal) => {
    failure ??= signal === null ? logSince(log, offset) : wasKilled;
  });
  while (failure === undefined && Date.now() < end) {
    if (runningServer(data)?.isReady === true) break;
    await sleep(pollMs);
  }
  child.removeAllListeners("exit");
  release(child);
  return failure ?? null;
}

/** Appends to the log; one that has grown is put aside, so that there are never more than two. */
function openLog(instance: Instance): number {
  let handle = openSync(instance.log, "a", 0o600);
  if (fstatSync(handle).size > logLimitBytes) {
    closeSync(handle);
    renameSync(instance.log, `${instance.log}.1`);
    handle = openSync(instance.log, "a", 0o600);
  }
  giveTo(instance.account, instance.log);
  return handle;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
