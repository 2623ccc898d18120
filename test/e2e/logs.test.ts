import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startYuejie, yuejie } from "../support/command-line.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { until } from "../support/queue-work.js";
import { redisIsHere, type TestRedis, testRedis } from "../support/redis.js";
import { repositoryFolder } from "../support/repository-files.js";

const month = join(repositoryFolder, "fixtures/rehearsal/2026-10");
const key = Buffer.alloc(32, 9).toString("base64");

let database: TestDatabase;
/** Null on a machine without Redis: the queue is in Postgres then. */
let redis: TestRedis | null;
let home: string;
beforeAll(async () => {
  [database, redis] = await Promise.all([testDatabase(), redisIsHere ? testRedis() : null]);
  home = mkdtempSync(join(tmpdir(), "yuejie-logs-"));
});
afterAll(async () => {
  await redis?.stop();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** What may stand in no log: all of it comes from the delivered files. */
function personalData(): string[] {
  const read = (file: string): Record<string, string>[] =>
    parse(readFileSync(join(month, file)), { columns: true, bom: true });
  const of = (rows: Record<string, string>[], ...names: string[]): string[] =>
    rows.flatMap((row) => names.map((name) => row[name] ?? ""));
  const values = [
    ...of(read("partners.csv"), "name", "email", "mobile", "bank_account", "bank_name"),
    ...of(read("orders.csv"), "customer_name"),
  ];
  return [...new Set(values)].filter((value) => value !== "");
}

/** A delivery, with trouble in it where `spoil` brings some. */
function deliver(name: string, ready: string, spoil: (text: string) => string): void {
  const folder = join(home, "inbox", name);
  mkdirSync(folder, { recursive: true });
  for (const file of ["partners", "products", "product_terms", "orders"]) {
    cpSync(join(month, `${file}.csv`), join(folder, `${file}.csv`));
  }
  const orders = join(folder, "orders.csv");
  writeFileSync(orders, spoil(readFileSync(orders, "utf8")));
  writeFileSync(join(folder, "READY"), ready);
}

it("an unattended month is logged with run and shard, without secrets or personal data", async () => {
  const environment = {
    DATABASE_URL: withPassword(database.url),
    REDIS_URL: redis?.url ?? "",
    YUEJIE_QUEUE_PREFIX: redis?.prefix ?? "logs",
    YUEJIE_HOME: home,
    YUEJIE_INBOX: join(home, "inbox"),
    YUEJIE_KEYS: `k1:${key}`,
    YUEJIE_CLOCK: "2026-11-03T02:00:00+08:00",
    YUEJIE_OPS_PORT: "0",
  };
  // Names stand where numbers are wanted; what is refused there is not repeated here.
  deliver("2026-10-a", "", (text) => text.replaceAll(",provider,", ",张三 13900000001,"));
  deliver("2026-10-b", '{"completes":"2026-10"}', (text) => text);
  const process = startYuejie(["start"], environment);
  let told = "";
  process.stderr?.on("data", (text: string) => {
    told += text;
  });
  await until("the month is verified", () => told.includes('"job":"verify-period"'), 90_000);
  process.kill("SIGTERM");
  const { code, stdout, stderr } = await process.finished;
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });

  const lines = stderr.trimEnd().split("\n");
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ message }) => message)).toEqual(
    expect.arrayContaining(["worker started", "run started", "job done", "worker stopped"]),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ job: "settle-shard", run: "1", shard: 1, role: "start" }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ job: "import-delivery", delivery: expect.any(String) }),
  );

  const password = new URL(environment.DATABASE_URL).password;
  const forbidden = [...personalData(), password, key, environment.DATABASE_URL, "张三"];
  expect(forbidden.length).toBeGreaterThan(200);
  expect(forbidden.filter((value) => stderr.includes(value))).toEqual([]);
  const { stdout: deliveries } = await yuejie(["deliveries", "--json"], environment);
  expect(deliveries).toMatch(/"state":"refused"[\s\S]*"state":"imported"/);
});

/** A server that trusts its own machine takes any. */
function withPassword(url: string): string {
  const parsed = new URL(url);
  if (parsed.password === "") parsed.password = "hunter2-swordfish";
  return parsed.href;
}
