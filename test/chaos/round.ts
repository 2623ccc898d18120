import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Database } from "../../src/platform/database/database.js";
import { type Dice, dice } from "./dice.js";
import { environmentOf, type MonthKind, type Months, period } from "./months.js";
import type { OwnPostgres } from "./own-postgres.js";
import type { OwnRedis } from "./own-redis.js";
import type { Place } from "./place.js";
import { openProcesses, type Processes, type Yuejie } from "./processes.js";

/** What all rounds share. */
export interface Ground {
  readonly place: Place;
  readonly postgres: OwnPostgres;
  readonly redis: OwnRedis;
  readonly months: Months;
}

export interface RoundSetting {
  readonly queue: "redis" | "postgres";
  readonly month: MonthKind;
}

/** One month, in a database of its own, and the harm that is done while it is settled. */
export interface Round extends RoundSetting {
  readonly seed: number;
  readonly dice: Dice;
  readonly ground: Ground;
  readonly database: Database;
  readonly home: string;
  readonly processes: Processes;
  /** Runs before this one are the month's own. */
  readonly firstRunId: number;
  /** Starts a process on the round's books; `environment` changes what it is told. */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Yuejie;
  environment(clock?: string): Record<string, string>;
  /** Notes what was done. */
  tell(what: string): void;
  /** Notes what should not be. */
  find(what: string): void;
  readonly told: readonly string[];
  readonly found: readonly string[];
  close(): Promise<void>;
}

/** Short enough that what a killed worker held is soon done by another. */
const lockSeconds = "1";

export async function openRound(
  ground: Ground,
  seed: number,
  setting: (dice: Dice) => RoundSetting,
): Promise<Round> {
  const chance = dice(seed);
  const { queue, month } = setting(chance);
  const { place, postgres, redis, months } = ground;
  const name = `round_${seed}`;
  const home = join(place.folder, name);
  mkdirSync(home);
  await postgres.create(name, months.databases[month]);
  const database = connect(postgres.urlOf(name), "chaos");
  const { rows } = await database.pool.query("select coalesce(max(run_id), 0) as last from run");
  const processes = openProcesses(place);
  const told: string[] = [];
  const found: string[] = [];
  const shardSize = String(chance.oneOf([40, 100, 250]));
  const environment = (clock?: string): Record<string, string> => ({
    ...environmentOf({ databaseUrl: database.url, home, ...(clock && { clock }) }),
    ...(queue === "redis" && { REDIS_URL: redis.url }),
    ...(month === "arriving" && { YUEJIE_INBOX: join(home, "inbox") }),
    YUEJIE_SHARD_SIZE: shardSize,
    YUEJIE_LOCK_SECONDS: lockSeconds,
    YUEJIE_STOP_SECONDS: "3",
  });
  return {
    seed,
    queue,
    month,
    dice: chance,
    ground,
    database,
    home,
    processes,
    firstRunId: Number(rows[0].last),
    environment,
    start: (args, changes = {}) => processes.start(args, { ...environment(), ...changes }),
    tell: (what) => void told.push(what),
    find: (what) => void found.push(what),
    told,
    found,
    close: async () => {
      await processes.killAll();
      redis.thaw();
      await redis.start();
      await redis.flush();
      await database.close();
      await postgres.drop(name);
    },
  };
}

/** How far the round's newest run is; null while the books are away. */
export async function readProgress({ database, firstRunId }: Round): Promise<{
  readonly state: string | null;
  readonly done: number;
  readonly shards: number;
} | null> {
  const query = `select r.state, count(s.shard_no)::int as shards,
      count(*) filter (where s.state = 'done')::int as done
    from run r join run_shard s on s.run_id = r.run_id
    where r.run_id > $1 and r.period = $2 group by r.run_id order by r.run_id desc limit 1`;
  try {
    const { rows } = await database.pool.query(query, [firstRunId, period]);
    return rows[0] ?? { state: null, done: 0, shards: 0 };
  } catch {
    return null;
  }
}

/** Waits for a moment that chance chooses, from before a run is opened until about its end. */
export async function randomMoment(round: Round): Promise<void> {
  const anchor = round.dice.between(0, 5);
  const share = round.dice.between(0, 10) / 10;
  const laterMs = round.dice.between(0, 300);
  const giveUp = Date.now() + 4_000;
  const hasCome = async (): Promise<boolean> => {
    const at = await readProgress(round);
    if (at === null || at.state === null) return false;
    return at.state !== "running" || at.done >= share * at.shards;
  };
  if (anchor === 0) await sleep(round.dice.between(0, 1_500));
  else while (Date.now() < giveUp && !(await hasCome())) await sleep(10);
  await sleep(laterMs);
  const now = await readProgress(round);
  round.tell(now === null ? "without books" : `at ${now.done}/${now.shards} ${now.state ?? ""}`);
}

/** False where it did not come about in time; while this process itself is stopped, no time passes. */
export async function within(
  timeoutMs: number,
  test: () => Promise<boolean> | boolean,
): Promise<boolean> {
  let leftMs = timeoutMs;
  for (let last = Date.now(); !(await test()); ) {
    if (leftMs <= 0) return false;
    await sleep(50);
    leftMs -= Math.min(Date.now() - last, 1_000);
    last = Date.now();
  }
  return true;
}
