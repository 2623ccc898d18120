import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { commandOf } from "../../src/platform/database/embedded/account.js";
import { findBinaries, programOf } from "../../src/platform/database/embedded/binaries.js";
import {
  ensureCluster,
  passwordOf,
  superuser,
} from "../../src/platform/database/embedded/cluster.js";
import { instanceOf } from "../../src/platform/database/embedded/instance.js";
import { clearRemains } from "../../src/platform/database/embedded/server-process.js";
import { freePort } from "../support/redis.js";
import type { Place } from "./place.js";

/** A Postgres that chaos may end as it likes; it always comes back at the same address. */
export interface OwnPostgres {
  urlOf(database: string): string;
  start(): Promise<void>;
  /** immediate: as a crash, sessions are cut off and recovery follows; fast: in order. */
  stop(how: "immediate" | "fast"): Promise<void>;
  /** A new database, a copy of another where one is named. */
  create(name: string, template?: string): Promise<void>;
  drop(name: string): Promise<void>;
}

/** Nothing here outlives the machine; a server that is killed keeps what it wrote all the same. */
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 200,
  shared_buffers: "64MB",
  fsync: "off",
  jit: "off",
  autovacuum_naptime: "5s",
  client_connection_check_interval: "2s",
};

export async function ownPostgres(place: Place): Promise<OwnPostgres> {
  const instance = instanceOf(join(place.folder, "books"), findBinaries());
  place.noteFolder(instance.folder);
  await ensureCluster(instance);
  const port = await freePort();
  const login = `${superuser}:${passwordOf(instance)}`;
  const urlOf = (database: string): string =>
    `postgres://${login}@127.0.0.1:${port}/${database}?sslmode=disable`;
  let server: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    await clearRemains(instance.data);
    const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => [
      ...["-c", `${name}=${value}`],
    ]);
    const program = programOf(instance.binaries, "postgres");
    const run = commandOf(instance.account, program, ["-D", instance.data, ...options]);
    const log = openSync(join(place.folder, "postgres.log"), "a");
    // A group of its own: Ctrl-C is for chaos, which then ends everything itself.
    server = spawn(run.command, run.args, {
      ...run.options,
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    if (server.pid !== undefined) place.note(server.pid);
    for (let attempt = 1; ; attempt += 1) {
      const failure = await onServer(urlOf("postgres"), "select 1").catch((error: Error) => error);
      if (!(failure instanceof Error)) return;
      if (attempt === 600) throw failure;
      await sleep(50);
    }
  };
  await start();
  return {
    urlOf,
    start,
    stop: async (how) => {
      if (server === null) return;
      const ended = once(server, "exit");
      server.kill(how === "immediate" ? "SIGQUIT" : "SIGINT");
      await ended;
      server = null;
    },
    create: async (name, template = "template0") => {
      await onServer(urlOf("postgres"), `create database ${name} template ${template}`);
      // A sequence that was copied forgets in a crash what it gave since the copy, unless there was a checkpoint.
      await onServer(urlOf("postgres"), "checkpoint");
    },
    drop: (name) => onServer(urlOf("postgres"), `drop database if exists ${name} with (force)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}
