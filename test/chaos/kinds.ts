import { setTimeout as sleep } from "node:timers/promises";
import { checkRound } from "./check-books.js";
import type { Dice } from "./dice.js";
import { disturbDeliveries } from "./disturb-deliveries.js";
import { disturbExports } from "./disturb-exports.js";
import {
  dropLocks,
  freeze,
  freezeOne,
  killAndReplace,
  killOne,
  restartPostgres,
  stall,
  takeRedisAway,
  troubleRedis,
} from "./harms.js";
import { period } from "./months.js";
import { type Round, type RoundSetting, randomMoment, readProgress, within } from "./round.js";
import { settleByHand, settleUnattended, startSchedulersUntil } from "./settle-down.js";

/** A kind of trouble: where it happens, and what is done from the first process to the last check. */
export interface Kind {
  readonly name: string;
  readonly setting: (dice: Dice) => RoundSetting;
  readonly play: (round: Round) => Promise<void>;
}

const anySetting = (dice: Dice): RoundSetting => ({
  queue: dice.oneOf(["redis", "redis", "postgres"] as const),
  month: dice.oneOf(["fresh", "again"] as const),
});
const onRedis = (dice: Dice): RoundSetting => ({ ...anySetting(dice), queue: "redis" });

/** A month that the schedule starts; `harm` is done to it so often as chance says. */
function unattended(
  name: string,
  harm: (round: Round) => Promise<unknown>,
  options: { setting?: Kind["setting"]; most?: number; begin?: (round: Round) => void } = {},
): Kind {
  const { setting = anySetting, most = 3, begin = startSome } = options;
  const play = async (round: Round): Promise<void> => {
    begin(round);
    for (let left = round.dice.between(1, most); left > 0; left -= 1) {
      await randomMoment(round);
      await harm(round);
    }
    await settleUnattended(round);
    await checkRound(round, "schedule");
  };
  return { name, setting, play };
}

function startSome(round: Round): void {
  const { dice, tell } = round;
  const concurrency = dice.oneOf(["1", "2"]);
  const commands = dice.oneOf([
    ["schedule", "worker"],
    ["schedule", "worker", "worker"],
    ["start"],
    ["start", "worker"],
    ["schedule", "schedule", "worker"],
  ]);
  for (const command of commands) round.start([command], { YUEJIE_CONCURRENCY: concurrency });
  tell(`${commands.join(", ")} of ${concurrency} at once`);
}

/** Every machine has another idea of the time; all agree that October is over and its run due, or see nothing to do. */
function startAtOddTimes(round: Round): void {
  const days = [
    "2026-11-01",
    "2026-11-03T02:00:00+08:00",
    "2026-11-17",
    "2026-11-30T23:00:00+08:00",
  ];
  const years = ["2025-02-28", "2026-10-15", "2026-11-03", "2029-12-31T23:59:59+08:00"];
  const schedulers = Array.from({ length: 2 }, () => round.dice.oneOf(days));
  const workers = Array.from({ length: 2 }, () => round.dice.oneOf(years));
  const running = { YUEJIE_CLOCK_RUNS: "1" };
  for (const clock of schedulers) round.start(["schedule"], { YUEJIE_CLOCK: clock, ...running });
  for (const clock of workers) round.start(["worker"], { YUEJIE_CLOCK: clock, ...running });
  round.tell(`schedulers at ${schedulers.join(", ")}; workers at ${workers.join(", ")}`);
}

/** The machine's clock was put right: the process goes, and one with another time comes. */
async function jumpClock(round: Round): Promise<void> {
  const victim = await killOne(round, ["worker", "schedule"]);
  const clock = round.dice.oneOf(["2026-11-01T12:00:00+08:00", "2026-11-04", "2026-11-29"]);
  if (victim !== null)
    round.start([victim.command], { YUEJIE_CLOCK: clock, YUEJIE_CLOCK_RUNS: "1" });
}

const killedCommand: Kind = {
  name: "command killed",
  setting: anySetting,
  play: async (round) => {
    if (round.queue === "redis" && round.dice.chance(0.5)) round.start(["worker"]);
    for (let left = round.dice.between(1, 3); left > 0; left -= 1) {
      const command = round.start(["run", "--period", period, "--json"]);
      await randomMoment(round);
      await command.kill();
      const { code } = await command.ended;
      round.tell(code === null ? "killed the command" : `the command had ended with ${code}`);
    }
    if (round.dice.chance(0.6)) await settleByHand(round);
    else await settleByScheduler(round);
    await checkRound(round, "hand");
  },
};

/** Nobody comes back to what was left: the schedule settles the month. */
async function settleByScheduler(round: Round): Promise<void> {
  round.tell("left to the schedule");
  const isSettled = await startSchedulersUntil(round, "schedule", async () => {
    const query = `select from run where run_id > $1 and (mode = 'queue' or state = 'completed')`;
    return (await round.database.pool.query(query, [round.firstRunId])).rows.length > 0;
  });
  if (!isSettled) round.find("the schedule did not take the month up");
  await settleUnattended(round);
}

const surroundingsOfCommand: Kind = {
  name: "command loses its surroundings",
  setting: anySetting,
  play: async (round) => {
    if (round.queue === "redis" && round.dice.chance(0.5)) round.start(["worker"]);
    const command = round.start(["run", "--period", period, "--json"]);
    await randomMoment(round);
    const harm = round.dice.between(0, 2);
    if (harm === 0 && round.queue === "redis") await troubleRedis(round);
    else if (harm === 1) await freeze(round, command);
    else await restartPostgres(round);
    const { code, stderr } = await command.ended;
    round.tell(`the command ended with ${code}`);
    if (code !== 0 && stderr.trim().split("\n").length !== 1) round.find(`it told: ${stderr}`);
    await settleByHand(round);
    await checkRound(round, "hand");
  },
};

/** Exactly one runs; the others are refused and told who does, or find nothing changed. */
const twoOperators: Kind = {
  name: "two operators",
  setting: anySetting,
  play: async (round) => {
    const operators = round.dice.oneOf([
      ["li", "wang"],
      ["li", "wang", "zhao"],
    ]);
    const commands = operators.map((actor) => {
      return round.start(["run", "--period", period, "--json", "--as", actor]);
    });
    const ends = await Promise.all(commands.map((command) => command.ended));
    const codes = ends.map(({ code }) => code);
    round.tell(`ended with ${codes.join(", ")}`);
    const well = ends.filter(({ code }) => code === 0);
    const changed = well.filter(({ stdout }) => JSON.parse(stdout).changed);
    if (changed.length !== 1) round.find(`${changed.length} commands settled the month`);
    for (const { code, stderr } of ends) {
      const isRefused = code === 3 && operators.some((it) => stderr.includes(`${period} by ${it}`));
      if (code !== 0 && !isRefused) round.find(`an operator was told ${code}: ${stderr}`);
    }
    await settleByHand(round);
    await checkRound(round, "hand");
  },
};

/** One comes when the scheduler does. */
const operatorAndScheduler: Kind = {
  name: "operator and scheduler",
  setting: anySetting,
  play: async (round) => {
    startSome(round);
    await sleep(round.dice.between(0, 1_200));
    const { code, stderr } = await round.start(["run", "--period", period, "--json"]).ended;
    round.tell(`the operator's run ended with ${code}`);
    if (code !== 0 && code !== 3) round.find(`the operator was told ${code}: ${stderr}`);
    await settleUnattended(round);
    await checkRound(round, "hand");
  },
};

/** A round costs a minute, so that it is taken away when there is much to do: in the first moments of the run. */
const withoutRedisForLong: Kind = {
  name: "Redis gone for a minute",
  setting: onRedis,
  play: async (round) => {
    startSome(round);
    await within(10_000, async () => ((await readProgress(round))?.shards ?? 0) > 0);
    await sleep(round.dice.between(0, 500));
    await takeRedisAway(round);
    await settleUnattended(round, 120_000);
    await checkRound(round, "schedule");
  },
};

async function anyHarm(round: Round): Promise<void> {
  const harms = [
    () => killAndReplace(round, ["worker", "schedule", "start"]),
    () => restartPostgres(round),
    () => freezeOne(round),
    () => stall(round),
    ...(round.queue === "redis" ? [() => troubleRedis(round), () => dropLocks(round)] : []),
  ];
  const first = round.dice.oneOf(harms);
  const second = round.dice.oneOf(harms.filter((harm) => harm !== first));
  // One may take away what the other needs; both are over before the round goes on.
  const ends = await Promise.allSettled([first(), second()]);
  for (const end of ends) {
    if (end.status === "rejected") round.tell(`a harm met the other: ${String(end.reason)}`);
  }
}

/** In turn, so that a few rounds see several; new ones come last, so that the first seeds keep their kinds. */
export const kinds: readonly Kind[] = [
  unattended("workers killed", (round) => killAndReplace(round, ["worker", "start"]), { most: 5 }),
  killedCommand,
  unattended("Postgres restarted", restartPostgres, { most: 2 }),
  unattended("Redis in trouble", troubleRedis, { setting: onRedis, most: 2 }),
  twoOperators,
  {
    name: "exports disturbed",
    setting: (dice) => ({ ...anySetting(dice), month: "settled" }),
    play: disturbExports,
  },
  {
    name: "deliveries disturbed",
    setting: (dice) => ({ ...anySetting(dice), month: "arriving" }),
    play: disturbDeliveries,
  },
  unattended("delivered twice", freezeOne, { most: 2 }),
  unattended("schedulers killed", (round) => killAndReplace(round, ["schedule", "start"])),
  unattended("clocks jump", jumpClock, { begin: startAtOddTimes }),
  surroundingsOfCommand,
  unattended("shards outlive their locks", stall, { most: 2 }),
  unattended("locks taken away", dropLocks, { setting: onRedis, most: 5 }),
  operatorAndScheduler,
  unattended("all of it", anyHarm, { most: 3 }),
  withoutRedisForLong,
];

export const kindOf = (seed: number): Kind => kinds[seed % kinds.length] as Kind;
