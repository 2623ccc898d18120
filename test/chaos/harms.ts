import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Yuejie } from "./processes.js";
import { type Round, readProgress } from "./round.js";

// Each does one harm and lets the thing that it harmed be again.

/** Longer than a job belongs to a worker that gives no sign of life. */
const beyondLockMs = 2_500;
const goneMs = 60_000;

export async function killOne(round: Round, commands: readonly string[]): Promise<Yuejie | null> {
  const living = round.processes.living().filter(({ command }) => commands.includes(command));
  if (living.length === 0) return null;
  const victim = round.dice.oneOf(living);
  await victim.kill();
  round.tell(`killed ${victim.name}`);
  return victim;
}

export async function killAndReplace(round: Round, commands: readonly string[]): Promise<void> {
  const victim = await killOne(round, commands);
  if (victim !== null && round.dice.chance(0.7)) round.start([victim.command]);
}

export async function restartPostgres(round: Round): Promise<void> {
  const { postgres } = round.ground;
  const how = round.dice.oneOf(["immediate", "fast"] as const);
  const awayMs = round.dice.oneOf([0, 0, 300, 2_000]);
  await postgres.stop(how);
  await sleep(awayMs);
  await postgres.start();
  round.tell(`Postgres stopped (${how}), back after ${awayMs} ms`);
}

export async function troubleRedis(round: Round): Promise<void> {
  const { redis } = round.ground;
  const awayMs = round.dice.oneOf([0, 200, 1_000, 4_000]);
  const harm = round.dice.oneOf(["restarted", "replaced", "flushed", "frozen"] as const);
  if (harm === "flushed") await redis.flush();
  else await withoutRedis(round, harm, () => sleep(awayMs));
  round.tell(`Redis ${harm}${harm === "flushed" ? "" : `, ${awayMs} ms`}`);
}

async function withoutRedis(
  { ground: { redis } }: Round,
  how: "restarted" | "replaced" | "frozen",
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  if (how === "frozen") redis.freeze();
  else await redis.kill();
  if (how === "replaced") redis.forget();
  await meanwhile();
  if (how === "frozen") redis.thaw();
  else await redis.start();
}

/** Away for longer than anything waits for an answer; who dies meanwhile, and comes back, finds nothing there. */
export async function takeRedisAway(round: Round): Promise<void> {
  const { dice, tell } = round;
  const how = dice.oneOf(["restarted", "replaced", "frozen"] as const);
  const firstMs = dice.between(5_000, goneMs - 15_000);
  const dies = dice.chance(0.6);
  const before = await readProgress(round);
  tell(`at ${before?.done}/${before?.shards}, Redis ${how}, ${goneMs / 1_000} s`);
  await withoutRedis(round, how, async () => {
    await sleep(firstMs);
    if (dies) await killAndReplace(round, ["worker", "schedule", "start"]);
    await sleep(goneMs - firstMs);
  });
}

/** Its jobs go to others; then it is back, and does them too, at the same time. */
export async function freezeOne(round: Round): Promise<void> {
  const living = round.processes.living().filter(({ command }) => command !== "schedule");
  if (living.length === 0) return;
  await freeze(round, round.dice.oneOf(living));
}

export async function freeze({ tell }: Round, victim: Yuejie): Promise<void> {
  victim.freeze();
  await sleep(beyondLockMs);
  victim.thaw();
  tell(`froze ${victim.name} for ${beyondLockMs} ms`);
}

export async function dropLocks(round: Round): Promise<void> {
  const count = await round.ground.redis.dropLocks();
  round.tell(`took ${count} locks away`);
}

/** What a shard, or the end of a run, has to write. */
const stallingTables = ["order_outcome", "statement", "reconciliation", "run", "outbox"];

/** Whatever has to write the table stands still for longer than its lock is good for. */
export async function stall(round: Round): Promise<void> {
  const table = round.dice.oneOf(stallingTables);
  const forMs = round.dice.oneOf([1_500, 2_500, 4_000]);
  const client = new pg.Client({ connectionString: round.database.url });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(`begin; lock table ${table} in share row exclusive mode`);
  await sleep(forMs);
  await client.query("commit");
  await client.end();
  round.tell(`stalled ${table} for ${forMs} ms`);
}
