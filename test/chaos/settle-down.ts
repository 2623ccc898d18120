import { jobKeyOf } from "../../src/domain/job-key.js";
import { period, withFeatures } from "./months.js";
import type { Yuejie } from "./processes.js";
import { type Round, readProgress, within } from "./round.js";

const usualPatienceMs = 60_000;

/** What an operator does afterwards: sees to it that a scheduler and a worker run. Then waits until all is done. */
export async function settleUnattended(round: Round, patienceMs?: number): Promise<void> {
  const { processes, dice } = round;
  for (const process of processes.living()) process.thaw();
  if (dice.chance(0.3)) await processes.killAll();
  const isThere = (...commands: string[]): boolean =>
    processes.living().some(({ command }) => commands.includes(command));
  if (!isThere("worker", "start")) round.start([dice.oneOf(["worker", "start"])]);
  if (!isThere("schedule", "start")) round.start(["schedule"]);
  await waitUntilQuiet(round, "completed", patienceMs);
  await stopAll(round);
}

/** One that was just started looks at once, others only every minute; false where nothing came of it. */
export async function startSchedulersUntil(
  round: Round,
  command: string,
  test: () => Promise<boolean>,
): Promise<boolean> {
  return within(40_000, async () => {
    if (await test()) return true;
    const looking = round.start([command]);
    await within(3_000, test);
    await looking.kill();
    return test();
  });
}

/** What an operator does after a command that died: the same again, until it ends well. */
export async function settleByHand(round: Round): Promise<void> {
  const giveUp = Date.now() + usualPatienceMs;
  for (;;) {
    const { code, stderr } = await round.start(["run", "--period", period, "--json"]).ended;
    if (code === 0) break;
    // The server goes on for a while with what a killed process asked for.
    if (code !== 3 || Date.now() > giveUp) {
      round.find(`run ended with ${code}: ${stderr}`);
      return;
    }
  }
  if (round.queue === "redis" || round.dice.chance(0.3)) {
    round.start(["start"]);
    await waitUntilQuiet(round, "completed");
  }
  await stopAll(round);
}

/** Until no run, no message and no job is left. */
export async function waitUntilQuiet(
  round: Round,
  runState: "completed" | null,
  patienceMs = usualPatienceMs,
): Promise<void> {
  const begun = Date.now();
  const isQuiet = await within(patienceMs, async () => {
    const progress = await readProgress(round);
    if (progress === null || progress.state !== runState) return false;
    const { open, failed, tasks, sweeps } = await countOpen(round);
    // The schedule has looked at the month, where there is one, once it asked for the day's sweep.
    const isSeen = runState === null || sweeps > 0;
    return failed > 0 || (open === 0 && tasks === 0 && isSeen);
  });
  if (!isQuiet) await tellStuck(round, patienceMs);
  else round.tell(`quiet after ${((Date.now() - begun) / 1_000).toFixed(1)} s`);
  await withFeatures(round.environment(), async (features) => {
    const hasJobs = async (): Promise<boolean> => {
      const { jobs } = await features.jobs.counts();
      const counts = [jobs.settlement, jobs.errands].flatMap((lane) => Object.values(lane));
      return counts.some((count) => count > 0);
    };
    if (!isQuiet || (await within(5_000, async () => !(await hasJobs())))) return;
    for await (const { id, state, failure } of features.jobs.listJobs()) {
      round.find(`the job ${id} is left, ${state}: ${failure?.message ?? ""}`);
    }
  });
}

async function countOpen({ database }: Round) {
  const { rows } = await database.pool.query(
    `select count(*) filter (where state in ('waiting', 'relayed'))::int as open,
       count(*) filter (where state = 'failed')::int as failed,
       (select count(*)::int from export_task where state in ('waiting', 'running')) as tasks,
       (select count(*)::int from daily_sweep) as sweeps
     from outbox`,
  );
  return rows[0];
}

/** What is still there after everything was given its time. */
async function tellStuck(round: Round, patienceMs: number): Promise<void> {
  round.find(
    `not quiet after ${patienceMs / 1_000} s: ${JSON.stringify(await readProgress(round))}`,
  );
  const { rows } = await round.database.pool.query(
    "select topic, key, state, attempts from outbox where state <> 'done' order by outbox_id limit 10",
  );
  for (const row of rows)
    round.find(`message ${jobKeyOf(row)} is ${row.state}, sent ${row.attempts} ×`);
  await withFeatures(round.environment(), async (features) => {
    for await (const { id, state, failure } of features.jobs.listJobs()) {
      round.find(`job ${id} is ${state}: ${failure?.message ?? ""}`);
    }
  });
  for (const process of round.processes.living()) round.find(lastWords(process));
}

function lastWords({ name, told }: Yuejie): string {
  return `${name} told at last: ${told().trimEnd().split("\n").slice(-8).join("\n    ")}`;
}

/** Everything ends when it is asked to, and says that it is well. */
export async function stopAll(round: Round): Promise<void> {
  await Promise.all(
    round.processes.living().map(async (process) => {
      // One that is only being loaded does not hear yet.
      await within(20_000, () => process.told() !== "" || !process.isAlive());
      const ended = await process.stop(20_000);
      if (ended === null) round.find(`${process.name} does not stop\n    ${lastWords(process)}`);
      else if (ended.code !== 0)
        round.find(`${process.name} ended with ${ended.code}: ${lastWords(process)}`);
    }),
  );
}
