/**
 * `npx tsx bench/distribution.ts [--orders N] [--nodes 2,4,8,16] [--run 4]`: deals a generated month out to nodes
 * by settlee, as a distributed Postgres would, and tells how even that is; then runs the month on one database,
 * and on `--run` databases that hold one node's part each, one after the other.
 *
 * DATABASE_URL names the server; databases of its own are made on it and dropped at the end.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { parseMonth } from "../src/domain/period.js";
import { connect, type Database } from "../src/platform/database/database.js";
import {
  type NodeLoad,
  placeByLoad,
  placeInTurn,
  type SettleeLoad,
  skewOf,
} from "./distribution/place.js";
import { measureCommand } from "./measure.js";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000000" },
    period: { type: "string", default: "2026-10" },
    nodes: { type: "string", default: "2,4,8,16" },
    run: { type: "string", default: "4" },
  },
});
const serverUrl = process.env.DATABASE_URL;
if (!serverUrl) {
  console.error("Set DATABASE_URL to a Postgres server on which databases may be made.");
  process.exit(2);
}
const period = parseMonth(values.period);
const folder = mkdtempSync(join(tmpdir(), "yuejie-distribution-"));
const prefix = `yuejie_distribution_${process.pid}`;
const server = connect(serverUrl, "bench");
const made: string[] = [];

const read = (name: string): string =>
  readFileSync(new URL(`./distribution/${name}`, import.meta.url), "utf8");

async function makeDatabase(name: string, template = "template0"): Promise<string> {
  const full = `${prefix}_${name}`;
  await server.pool.query(`create database ${full} template ${template}`);
  made.push(full);
  return full;
}

function urlOf(name: string): string {
  const url = new URL(serverUrl as string);
  url.pathname = `/${name}`;
  return url.href;
}

const environmentOf = (name: string): Record<string, string> => ({
  DATABASE_URL: urlOf(name),
  REDIS_URL: "",
  YUEJIE_HOME: join(folder, name),
  YUEJIE_CLOCK: new Date(period.end.getTime() + 50 * 3_600_000).toISOString(),
  YUEJIE_KEYS: `bench:${Buffer.alloc(32, 1).toString("base64")}`,
});

async function withConnection<T>(name: string, work: (database: Database) => Promise<T>) {
  const database = connect(urlOf(name), "bench");
  return work(database).finally(() => database.close());
}

interface Ran {
  readonly seconds: number;
  readonly settled: number;
  /** In cents: exact, whatever the parts are added in. */
  readonly cents: bigint;
}

async function runOn(name: string): Promise<Ran> {
  // Each starts as a database that has been at rest for a while.
  await withConnection(name, ({ pool }) => pool.query("vacuum analyze"));
  await server.pool.query("checkpoint");
  const command = ["run", "--period", period.label, "--as", "bench", "--json"];
  const { seconds, stdout } = await measureCommand(command, environmentOf(name));
  const { orders, amount } = JSON.parse(stdout);
  return { seconds, settled: orders.settled, cents: BigInt(amount.replace(".", "")) };
}

async function readLoads(name: string): Promise<SettleeLoad[]> {
  const { rows } = await withConnection(name, ({ pool }) => pool.query(read("loads.sql")));
  return rows.map((row) => ({
    settleeNo: row.settlee_no,
    hash: Number(row.hash),
    orders: Number(row.orders),
    lines: Number(row.lines),
  }));
}

function tellSkew(loads: readonly SettleeLoad[]): void {
  const table = new Table({
    head: ["nodes", "buckets", "placed", "orders of the fullest", "skew of orders", "of lines"],
  });
  for (const nodes of values.nodes.split(",").map(Number)) {
    for (const buckets of [32, 256]) {
      for (const [placed, place] of Object.entries({ inTurn: placeInTurn, byLoad: placeByLoad })) {
        const loaded = place(loads, { nodes, buckets });
        const most = Math.max(...loaded.map(({ orders }) => orders));
        const skews = [skewOf(loaded, "orders"), skewOf(loaded, "lines")];
        const texts = skews.map((skew) => skew.toFixed(2));
        table.push([nodes, buckets, placed, most.toLocaleString("en"), ...texts]);
      }
    }
  }
  const orders = loads.map((load) => load.orders).sort((a, b) => b - a);
  const total = orders.reduce((sum, count) => sum + count, 0);
  const share = (count: number): string => `${((100 * count) / total).toFixed(1)} %`;
  const topTen = orders.slice(0, 10).reduce((sum, count) => sum + count, 0);
  console.log(`${loads.length} settlees, ${total.toLocaleString("en")} orders`);
  console.log(`largest settlee ${share(orders[0] ?? 0)}, largest ten ${share(topTen)}`);
  console.log(table.toString());
}

async function runParts(imported: string, whole: Ran, nodes: readonly NodeLoad[]): Promise<void> {
  const table = new Table({ head: ["database", "orders", "lines", "settled", "seconds"] });
  const parts: Ran[] = [];
  table.push(["all in one", "", "", whole.settled, whole.seconds.toFixed(1)]);
  for (const [index, { settlees, orders, lines }] of nodes.entries()) {
    const name = await makeDatabase(`node${index}`, imported);
    await withConnection(name, async ({ pool }) => {
      await pool.query(read("keep-part.sql"), [settlees]);
      await pool.query("vacuum full sales_order, open_item");
    });
    const ran = await runOn(name);
    parts.push(ran);
    table.push([`node ${index + 1}`, orders, lines, ran.settled, ran.seconds.toFixed(1)]);
    await server.pool.query(`drop database ${name}`);
  }
  const cents = parts.reduce((sum, part) => sum + part.cents, 0n);
  const settled = parts.reduce((sum, part) => sum + part.settled, 0);
  if (cents !== whole.cents || settled !== whole.settled) {
    throw new Error(`the parts settle ${settled} orders, ${cents} cents: not what the whole does`);
  }
  const seconds = parts.map((part) => part.seconds);
  const slowest = Math.max(...seconds);
  const together = seconds.reduce((sum, each) => sum + each, 0);
  console.log(table.toString());
  console.log(`the parts settle what the whole does: ${settled} orders, ${cents} cents`);
  console.log(
    `slowest node ${slowest.toFixed(1)} s: ${(whole.seconds / slowest).toFixed(2)} × as fast as one; ` +
      `work of all nodes ${together.toFixed(1)} s: ${(together / whole.seconds).toFixed(2)} × that of one`,
  );
}

try {
  const imported = await makeDatabase("imported");
  const data = join(folder, "data");
  const options = ["--orders", values.orders, "--seed", "1", "--period", period.label];
  await measureCommand(["generate", ...options, "--out", data], environmentOf(imported));
  await measureCommand(["migrate"], environmentOf(imported));
  await measureCommand(["import", data, "--json"], environmentOf(imported));
  const one = await makeDatabase("one", imported);
  const whole = await runOn(one);
  const loads = await readLoads(one);
  await server.pool.query(`drop database ${one}`);
  tellSkew(loads);
  const nodes = Number(values.run);
  if (nodes > 0) await runParts(imported, whole, placeByLoad(loads, { nodes, buckets: 256 }));
} finally {
  for (const name of made) await server.pool.query(`drop database if exists ${name} with (force)`);
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
