import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compose } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import type { ExportRequest } from "../../src/exports/tasks/export-request.js";
import { type Features, offerFeatures } from "../../src/features.js";
import { connect } from "../../src/platform/database/database.js";
import { dumpBooks } from "../support/books-dump.js";
import type { OwnPostgres } from "./own-postgres.js";
import type { Place } from "./place.js";

/** Settled before the harm begins, and sent. */
const earlier = "2026-09";
/** What the harm is done to. */
export const period = "2026-10";
/** The month is due. */
export const dueAt = "2026-11-03T02:30:00+08:00";

/** arriving: not there yet; fresh: imported; again: run, and then its facts changed; settled: run. */
export type MonthKind = "arriving" | "fresh" | "again" | "settled";

/** Exports that nothing disturbed: what each was asked for, and the checksum of its rows. */
export interface MadeExport {
  readonly request: ExportRequest;
  readonly contentSha256: string;
}

/** Databases to be copied, and the books that an undisturbed run makes of them. */
export interface Months {
  readonly databases: Readonly<Record<MonthKind, string>>;
  readonly books: Readonly<Record<MonthKind, readonly string[]>>;
  readonly exports: readonly MadeExport[];
  /** The month's files. */
  readonly folder: string;
}

const keys = `chaos:${Buffer.alloc(32, 7).toString("base64")}`;

/** What every process is told. */
export function environmentOf(of: { databaseUrl: string; home: string; clock?: string }) {
  return {
    DATABASE_URL: of.databaseUrl,
    YUEJIE_HOME: of.home,
    YUEJIE_KEYS: keys,
    YUEJIE_CLOCK: of.clock ?? dueAt,
    YUEJIE_OPS_PORT: "off",
    YUEJIE_USER: "operator",
  };
}

/** The features, in this process, undisturbed. */
export async function withFeatures<T>(
  environment: Readonly<Record<string, string>>,
  work: (features: Features) => Promise<T>,
): Promise<T> {
  const signal = new AbortController().signal;
  const parts = compose(readConfig(environment), { name: "chaos", signal });
  return work(offerFeatures(parts)).finally(() => parts.close());
}

/** Makes the months that all rounds begin with: always the same, so that a round can be repeated alone. */
export async function prepareMonths(
  place: Place,
  postgres: OwnPostgres,
  orders: number,
): Promise<Months> {
  const data = join(place.folder, "data");
  const home = join(place.folder, "home");
  const at = (database: string, clock?: string) =>
    environmentOf({ databaseUrl: postgres.urlOf(database), home, ...(clock && { clock }) });
  const on = <T>(database: string, work: (features: Features) => Promise<T>, clock?: string) =>
    withFeatures(at(database, clock), work);

  await postgres.create("base");
  await on("base", (features) => features.migrate(), "2026-10-03");
  await on(
    "base",
    async (features) => {
      await features.generate({ orders, seed: 7, period, months: 2, out: data });
      await importMonth(features, join(data, earlier));
      await features.runPeriod({ period: earlier, actor: "operator" });
      await features.lifecycle.approve({ of: { period: earlier }, actor: "reviewer" });
    },
    "2026-10-03",
  );
  // Settlees were told of that month long ago: what rounds find in the outbox is their own.
  await forgetMessages(postgres.urlOf("base"));
  await postgres.create("fresh", "base");
  await on("fresh", (features) => importMonth(features, join(data, period)));
  await postgres.create("again", "base");
  // Too early to be the run that the schedule is to make.
  await on("again", (features) => settleHalf(features, join(data, period)), "2026-11-01");
  const books: Record<MonthKind, string[]> = { arriving: [], fresh: [], again: [], settled: [] };
  for (const kind of ["fresh", "again"] as const) {
    const control = kind === "fresh" ? "settled" : "control";
    await postgres.create(control, kind);
    await on(control, (features) => features.runPeriod({ period, actor: "operator" }));
    books[kind] = await dump(postgres.urlOf(control));
  }
  books.settled = books.fresh;
  books.arriving = books.fresh;
  await postgres.create("exported", "settled");
  const exports = await on("exported", makeExports);
  const databases = { arriving: "base", fresh: "fresh", again: "again", settled: "settled" };
  return { databases, books, exports, folder: join(data, period) };
}

async function forgetMessages(url: string): Promise<void> {
  const database = connect(url, "chaos");
  await database.pool.query("delete from outbox").finally(() => database.close());
}

async function importMonth(features: Features, folder: string, skipInvalid = false) {
  const { refusal } = await features.importFolder({ folder, skipInvalid, actor: "operator" });
  if (refusal !== null && !skipInvalid) throw refusal;
}

/** Runs the first half of the month's orders; then the other half comes, and some of the first are told anew. */
async function settleHalf(features: Features, folder: string): Promise<void> {
  const path = join(folder, "orders.csv");
  const whole = readFileSync(path, "utf8");
  const [heading = "", ...rows] = whole.trimEnd().split("\n");
  writeFileSync(path, `${[heading, ...rows.slice(0, rows.length / 2)].join("\n")}\n`);
  await importMonth(features, folder, true);
  await features.runPeriod({ period, actor: "operator" });
  writeFileSync(path, whole);
  await importMonth(features, folder);
}

async function makeExports(features: Features): Promise<MadeExport[]> {
  let statementNo = "";
  for await (const row of features.listStatements(period)) statementNo ||= row.statementNo;
  const requests: ExportRequest[] = [
    { kind: "period", period },
    { kind: "outcomes", period },
    { kind: "statement", statementNo },
    { kind: "transactions", filters: {} },
  ];
  const made: MadeExport[] = [];
  for (const request of requests) {
    const { taskId } = await features.exportTasks.ask({ request, actor: "operator" });
    const { task } = await features.exportTasks.make({ taskId });
    made.push({ request, contentSha256: String(task.contentSha256) });
  }
  return made;
}

/** The books of a database as text. */
export async function dump(url: string): Promise<string[]> {
  const database = connect(url, "chaos");
  return dumpBooks(database).finally(() => database.close());
}
