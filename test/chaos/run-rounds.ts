import { execFileSync } from "node:child_process";
import { kindOf } from "./kinds.js";
import { prepareMonths } from "./months.js";
import { ownPostgres } from "./own-postgres.js";
import { ownRedis } from "./own-redis.js";
import { makePlace } from "./place.js";
import { type Ground, openRound } from "./round.js";

export interface ChaosOptions {
  /** Of each round; it decides what kind it is (`kindOf`) and everything that chance does in it. */
  readonly seeds: readonly number[];
  /** Orders of the month. */
  readonly orders: number;
  readonly print: (line: string) => void;
  /** Begins no other round. */
  readonly signal?: AbortSignal;
}

export interface RoundReport {
  readonly seed: number;
  readonly kind: string;
  readonly queue: string;
  readonly month: string;
  readonly told: readonly string[];
  readonly found: readonly string[];
  readonly seconds: number;
}

/** Plays rounds on a Postgres and a Redis of their own, and ends everything that it started. */
export async function runRounds(options: ChaosOptions): Promise<RoundReport[]> {
  const place = makePlace();
  const clear = (): void => place.clear();
  process.once("exit", clear);
  const reports: RoundReport[] = [];
  try {
    const postgres = await ownPostgres(place);
    const redis = await ownRedis(place);
    const ground = {
      place,
      postgres,
      redis,
      months: await prepareMonths(place, postgres, options.orders),
    };
    for (const [index, seed] of options.seeds.entries()) {
      if (options.signal?.aborted) break;
      const report = await playRound(ground, seed);
      reports.push(report);
      const number = `${index + 1}/${options.seeds.length}`;
      for (const line of linesOf(report, number)) options.print(line);
    }
  } finally {
    process.off("exit", clear);
    clear();
  }
  return reports;
}

async function playRound(ground: Ground, seed: number): Promise<RoundReport> {
  const begun = performance.now();
  const { name, setting, play } = kindOf(seed);
  const round = await openRound(ground, seed, setting);
  const found: string[] = [];
  try {
    await play(round);
  } catch (error) {
    found.push(`the round broke: ${error instanceof Error ? error.stack : String(error)}`);
  }
  unmount(round.home);
  await round.close();
  found.unshift(...round.found);
  const { queue, month, told } = round;
  return {
    seed,
    kind: name,
    queue,
    month,
    told,
    found,
    seconds: (performance.now() - begun) / 1_000,
  };
}

function unmount(folder: string): void {
  try {
    execFileSync("umount", ["--lazy", folder], { stdio: "ignore" });
  } catch {
    // Usually nothing is mounted there.
  }
}

function linesOf(report: RoundReport, number: string): string[] {
  const { seed, kind, queue, month, told, found, seconds } = report;
  const verdict = found.length === 0 ? "well" : "FOUND";
  return [
    `${number} seed ${seed} ${verdict} ${seconds.toFixed(1)} s: ${kind}, ${queue}, ${month}: ${told.join("; ")}`,
    ...found.map((what) => `    ${what}`),
  ];
}
