import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { connect } from "../../src/platform/database/database.js";
import { processStart } from "../../src/platform/database/embedded/process-start.js";
import { stopServer } from "../../src/platform/database/embedded/server-process.js";
import { shareServer } from "../../src/platform/database/embedded/share.js";
import { migrate } from "../../src/platform/database/migrate.js";
import { withDatabaseName } from "./database-url.js";
import { redisIsHere } from "./redis.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Where test databases are made: the server, the prefix of their names, the one to clone. */
    readonly testServer: { url: string; prefix: string; template: string };
  }
}

interface Server {
  readonly url: string;
  stop(): void;
}

const homePrefix = "yuejie-test-";

interface TestServer {
  readonly provided: { url: string; prefix: string; template: string };
  stop(): Promise<void>;
}

/** Every kind of tests loads this file anew; the server of the run is one for all of them. */
const run = globalThis as { yuejieTestServer?: { server: Promise<TestServer>; users: number } };

/** Called before the first test of each kind that needs a database; what it returns, after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (run.yuejieTestServer === undefined && !redisIsHere) {
    console.warn(
      "There is no redis-server here: tests of the queue on Redis are skipped. Install it, or set TEST_REDIS_URL.",
    );
  }
  run.yuejieTestServer ??= { server: startTestServer(), users: 0 };
  const shared = run.yuejieTestServer;
  shared.users += 1;
  const server = await shared.server;
  project.provide("testServer", server.provided);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete run.yuejieTestServer;
    await server.stop();
  };
}

/** A server, and on it one migrated template that every test file's database is cloned of. */
async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  const server: Server = given ? { url: given, stop: () => undefined } : await embeddedServer();
  const { url } = server;
  const prefix = `yj_test_${process.pid}_${randomBytes(3).toString("hex")}`;
  const template = `${prefix}_template`;
  const stop = (): Promise<void> => dropAll(url, prefix).finally(() => server.stop());
  try {
    await onServer(url, (client) => client.query(`create database ${template}`));
    const database = connect(withDatabaseName(url, template));
    await migrate(database).finally(() => database.close());
  } catch (error) {
    await stop();
    throw error;
  }
  return { provided: { url, prefix, template }, stop };
}

async function embeddedServer(): Promise<Server> {
  removeLeftHomes();
  const home = mkdtempSync(join(tmpdir(), `${homePrefix}${process.pid}-`));
  const share = await shareServer(home);
  // Nothing here outlives the run, so nothing has to survive a power cut.
  await onServer(share.url, async (client) => {
    await client.query("alter system set fsync = off");
    await client.query("select pg_reload_conf()");
  });
  const stop = (): void => {
    share.leave();
    removeHome(home);
  };
  return { url: share.url, stop };
}

/** Where a run was killed its server goes on; the next run ends it. */
function removeLeftHomes(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(homePrefix)) continue;
    const pid = Number(name.slice(homePrefix.length).split("-")[0]);
    if (processStart(pid) === null) removeHome(join(tmpdir(), name));
  }
}

function removeHome(home: string): void {
  const location = join(home, "postgres", "location");
  const elsewhere = existsSync(location) ? readFileSync(location, "utf8").trim() : null;
  stopServer(join(elsewhere ?? join(home, "postgres"), "data"), 10_000);
  if (elsewhere !== null) rmSync(elsewhere, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

async function dropAll(url: string, prefix: string): Promise<void> {
  await onServer(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [prefix],
    );
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
