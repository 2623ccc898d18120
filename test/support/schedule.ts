import { connect } from "../../src/platform/database/database.js";
import { type TickOptions, type TickResult, tickSchedule } from "../../src/schedule/tick.js";
import { defaultSettings, serviceFeeRatesOn } from "../../src/settings.js";
import { finishRun } from "../../src/settlement/finish-run.js";
import { openRun } from "../../src/settlement/open-run.js";
import { settleShard } from "../../src/settlement/settle-shard.js";
import type { TestDatabase } from "./database.js";

/** A Shanghai time of the wall clock. */
export const shanghai = (text: string): Date => new Date(`${text.replace(" ", "T")}:00+08:00`);

export const rates = serviceFeeRatesOn("2026-11-03", defaultSettings);

/** Schedulers of a test, whose requests and notices are rows, as those of the outbox are. */
export interface TestSchedule {
  tick(now: string, options?: Partial<TickOptions>): Promise<TickResult>;
  /** As many schedulers as that, each with connections of its own, at once. */
  tickTogether(count: number, now: string): Promise<TickResult[]>;
  /** What left, in order: requests and notices. */
  left(): Promise<string[]>;
  /** Settles and ends a run as the workers would. */
  settle(runId: string, now: string): Promise<void>;
}

export async function testSchedule(database: TestDatabase): Promise<TestSchedule> {
  const { pool } = database;
  await pool.query("create table left_it (at serial primary key, key text unique)");
  const leave = async (connection: { query: typeof pool.query }, key: string): Promise<void> => {
    await connection.query("insert into left_it (key) values ($1) on conflict do nothing", [key]);
  };
  const optionsAt = (now: string): TickOptions => ({
    rule: defaultSettings.schedule,
    firstPeriod: null,
    hasInbox: false,
    now: shanghai(now),
    openRun: (connection, of) =>
      openRun(connection, { ...of, actor: "system", serviceFeeRates: rates, mode: "queue" }),
    requestSettlement: (connection, runId) => leave(connection, `settle ${runId}`),
    requestSweep: (connection, day) => leave(connection, `sweep ${day}`),
    tell: (connection, { kind, about }) => leave(connection, `${kind} ${about}`),
  });
  return {
    tick: (now, options) => tickSchedule(database, { ...optionsAt(now), ...options }),
    async tickTogether(count, now) {
      const schedulers = Array.from({ length: count }, () => connect(database.url, "scheduler"));
      try {
        return await Promise.all(schedulers.map((it) => tickSchedule(it, optionsAt(now))));
      } finally {
        await Promise.all(schedulers.map((it) => it.close()));
      }
    },
    left: async () => {
      const { rows } = await pool.query("select key from left_it order by at");
      return rows.map(({ key }) => key);
    },
    async settle(runId, now) {
      const { rows } = await pool.query(
        "select shard_no from run_shard where run_id = $1 order by shard_no",
        [runId],
      );
      for (const { shard_no } of rows) {
        await settleShard(database, { runId, shardNo: shard_no, now: shanghai(now) });
      }
      await finishRun(database, { runId, now: shanghai(now) });
    },
  };
}
