/**
 * `npm run bench [-- --orders N] [--history MONTHS]`: times a month on Postgres and prints a table.
 *
 * DATABASE_URL names the server; databases of its own are made on it and dropped at the end.
 */
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { from as copyFrom } from "pg-copy-streams";
import { endsQuarter, type Period, parseMonth, previousMonth } from "../src/domain/period.js";
import { connect, type Database, withTransaction } from "../src/platform/database/database.js";
import { sqlFile } from "../src/platform/database/sql-file.js";
import { type Measured, measureCommand, measureSeconds } from "./measure.js";
import { type RowLoopResult, runRowLoop } from "./row-loop.js";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000000" },
    period: { type: "string", default: "2026-10" },
    history: { type: "string" },
    "skip-export": { type: "boolean", default: false },
    "skip-loop": { type: "boolean", default: false },
  },
});
const serverUrl = process.env.DATABASE_URL;
if (!serverUrl) {
  console.error("Set DATABASE_URL to a Postgres server on which databases may be made.");
  process.exit(2);
}
const orders = Number(values.orders);
const period = parseMonth(values.period);
const folder = mkdtempSync(join(tmpdir(), "yuejie-bench-"));
const table = new Table({
  head: ["step", "rows", "seconds", "rows/s", "Node MiB", "ratio"],
  colAligns: ["left", "right", "right", "right", "right", "left"],
});

function report(
  step: string,
  rows: number,
  seconds: number,
  rest: [string, string] = ["", ""],
): void {
  const rate = Math.round(rows / seconds).toLocaleString("en");
  table.push([step, rows.toLocaleString("en"), seconds.toFixed(1), rate, ...rest]);
  console.error(`${step}: ${seconds.toFixed(1)} s`);
}

function reportCommand(step: string, rows: number, measured: Measured, ratio = ""): void {
  report(step, rows, measured.seconds, [measured.memoryMb.toFixed(0), ratio]);
}

/** Makes an empty database, gives its environment to `work`, drops it. */
async function withDatabase(
  name: string,
  work: (environment: Record<string, string>, database: Database) => Promise<void>,
): Promise<void> {
  const server = connect(serverUrl as string);
  const url = new URL(serverUrl as string);
  url.pathname = `/${name}`;
  await server.pool.query(`drop database if exists ${name}`);
  await server.pool.query(`create database ${name}`);
  const database = connect(url.href);
  try {
    const environment = {
      DATABASE_URL: url.href,
      YUEJIE_HOME: join(folder, name),
      YUEJIE_CLOCK: new Date(period.end.getTime() + 50 * 3_600_000).toISOString(),
      YUEJIE_KEYS: `bench:${Buffer.alloc(32, 1).toString("base64")}`,
    };
    await measureCommand(["migrate"], environment);
    await work(environment, database);
  } finally {
    await database.close();
    await server.pool.query(`drop database ${name} with (force)`);
    await server.close();
  }
}

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");

async function benchMonth(): Promise<void> {
  const data = join(folder, "data");
  const run = ["run", "--period", period.label, "--as", "bench", "--json"];
  await withDatabase("yuejie_bench", async (environment, database) => {
    const generate = [
      "generate",
      "--orders",
      String(orders),
      "--seed",
      "1",
      "--period",
      period.label,
    ];
    reportCommand(
      "generate",
      orders,
      await measureCommand([...generate, "--out", data], environment),
    );

    await database.pool.query(read("copy-table.sql"));
    const copy = await measureSeconds(() => bareCopy(database, join(data, "orders.csv")));
    await database.pool.query("drop table bench_copy");
    report("bare \\copy of orders.csv", orders, copy);
    const imported = await measureCommand(["import", data, "--json"], environment);
    reportCommand(
      "import",
      orders,
      imported,
      `${(imported.seconds / copy).toFixed(1)} × bare \\copy`,
    );

    // As before the floor and the row loop: what the import left to be written to disk is none of the run's work.
    await database.pool.query("checkpoint");
    const first = await measureCommand(run, environment);
    const again = await measureCommand(run, environment);
    const lines = await benchFloor(database, first, again);

    const verify = await measureCommand(
      ["verify", "--period", period.label, "--json"],
      environment,
    );
    reportCommand("verify", lines, verify);
    if (!values["skip-export"]) {
      const out = join(folder, "export");
      const exported = ["export", "--period", period.label, "--out", out, "--json"];
      reportCommand("export", lines, await measureCommand(exported, environment));
    }
  });
}

async function benchFloor(database: Database, first: Measured, again: Measured): Promise<number> {
  const rate = "0.01";
  await database.pool.query(read("floor-table.sql"));
  await database.pool.query("checkpoint");
  const floor = await measureSeconds(() =>
    withTransaction(database, async (connection) => {
      // The settings a run gives itself, so that the two differ in work alone.
      await connection.query(sqlFile("run/000_settings.sql"));
      const parameters = [period.end, period.label, rate, endsQuarter(period)];
      await connection.query(read("floor.sql"), parameters);
    }),
  );
  const { rows } = await database.pool.query(read("floor-agrees.sql"));
  const lines = Number(rows[0].run_lines);
  report("floor: one INSERT … SELECT", Number(rows[0].floor_lines), floor);
  if (rows[0].floor_lines !== rows[0].run_lines || rows[0].floor_amount !== rows[0].run_amount) {
    throw new Error(`The floor wrote other lines than the run: ${JSON.stringify(rows[0])}`);
  }
  const toFloor = `${(first.seconds / floor).toFixed(2)} × floor`;
  if (!values["skip-loop"]) {
    await database.pool.query(read("floor-table.sql"));
    await database.pool.query("checkpoint");
    const loop = await benchLoop(database, first);
    const faster = (loop / first.seconds).toFixed(2);
    reportCommand("run", lines, first, `${toFloor}, ${faster} × the row loop's speed`);
  } else {
    reportCommand("run", lines, first, toFloor);
  }
  reportCommand("run again", lines, again, `${(again.seconds / first.seconds).toFixed(2)} × first`);
  return lines;
}

/** Seconds of the row loop, which has to find what the run found. */
async function benchLoop(database: Database, first: Measured): Promise<number> {
  let result: RowLoopResult | undefined;
  const seconds = await measureSeconds(async () => {
    result = await runRowLoop(database, period, endsQuarter(period));
  });
  const { lines, ...outcomes } = result as RowLoopResult;
  report("row loop: cursor, decimal.js, inserts", lines, seconds);
  const { rows } = await database.pool.query(read("floor-agrees.sql"));
  const told = JSON.parse(first.stdout).orders;
  const agrees =
    rows[0].floor_lines === rows[0].run_lines &&
    rows[0].floor_amount === rows[0].run_amount &&
    JSON.stringify(outcomes) === JSON.stringify(told);
  if (!agrees) {
    const found = JSON.stringify([rows[0], outcomes, told]);
    throw new Error(`The row loop settled otherwise than the run: ${found}`);
  }
  return seconds;
}

/** Generates the facts of one month, or its orders alone: partners, products and terms are the same in all. */
async function generateMonth(month: Period, part: "all" | "orders"): Promise<string> {
  const target = join(folder, `history-${month.label}`);
  const size = ["--orders", String(orders), "--seed", "1", "--period", month.label];
  await measureCommand(["generate", ...size, "--out", target], {});
  if (part === "orders") {
    for (const name of ["partners", "products", "product_terms"])
      rmSync(join(target, `${name}.csv`));
  }
  return target;
}

/**
 * The same delivery settled with months of settled books behind it and with none; both sides have to settle
 * the same orders.
 */
async function benchHistory(months: number): Promise<void> {
  const last = await generateMonth(period, "all");
  const facts = join(folder, "history-facts");
  mkdirSync(facts);
  for (const name of ["partners", "products", "product_terms"]) {
    renameSync(join(last, `${name}.csv`), join(facts, `${name}.csv`));
  }
  const sides: { seconds: number; found: string }[] = [];
  // The long way first: the two runs that are compared are then made within a minute.
  for (const behind of [months, 0]) {
    await withDatabase("yuejie_bench_history", async (environment, database) => {
      await measureCommand(["import", facts, "--json"], environment);
      for (const month of monthsBefore(period, behind)) {
        const delivery = await generateMonth(month, "orders");
        await measureCommand(["import", delivery, "--json"], environment);
        rmSync(delivery, { recursive: true });
        await measureCommand(["run", "--period", month.label, "--as", "bench"], environment);
        await measureCommand(["approve", "--period", month.label, "--as", "reviewer"], environment);
      }
      // What those months left open is more work for any run, and no history: it is taken off the list.
      await database.pool.query("delete from open_item");
      // As autovacuum has done within a month, also where the server has it switched off.
      await database.pool.query("vacuum analyze");
      await measureCommand(["import", last, "--json"], environment);
      await database.pool.query("checkpoint");
      const run = ["run", "--period", period.label, "--as", "bench", "--json"];
      const measured = await measureCommand(run, environment);
      const { orders: counts, reasons, cash } = JSON.parse(measured.stdout);
      sides.push({
        seconds: measured.seconds,
        found: JSON.stringify({ counts, reasons, cash }),
      });
      reportCommand(`run with ${behind} months behind it`, counts.settled, measured);
    });
  }
  const [loaded, alone] = sides;
  if (alone === undefined || loaded === undefined) return;
  if (alone.found !== loaded.found) {
    throw new Error(`The two sides settled different orders: ${alone.found} ${loaded.found}`);
  }
  const ratio = (loaded.seconds / alone.seconds).toFixed(2);
  table.push(["with history ÷ without", "", "", "", "", ratio]);
}

/** The months before one, the earliest first. */
function monthsBefore(month: Period, count: number): Period[] {
  const before: Period[] = [];
  for (let at = month; before.length < count; before.unshift(at)) at = previousMonth(at);
  return before;
}

async function bareCopy(database: Database, file: string): Promise<void> {
  const connection = await database.pool.connect();
  try {
    const target = connection.query(copyFrom(read("copy.sql")));
    await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), target);
  } finally {
    connection.release();
  }
}

try {
  if (values.history) await benchHistory(Number(values.history));
  else await benchMonth();
  console.log(table.toString());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
