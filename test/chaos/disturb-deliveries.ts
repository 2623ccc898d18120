import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkRound } from "./check-books.js";
import { killAndReplace, restartPostgres, troubleRedis } from "./harms.js";
import { period } from "./months.js";
import { type Round, readProgress } from "./round.js";
import { settleUnattended, startSchedulersUntil } from "./settle-down.js";

/** The month's facts arrive by themselves, sometimes twice, and the run waits for them (R-R6). */
export async function disturbDeliveries(round: Round): Promise<void> {
  const { dice } = round;
  const [scheduler = "", ...workers] = dice.oneOf([
    ["schedule", "worker"],
    ["start"],
    ["schedule", "worker", "worker"],
  ]);
  for (const command of [scheduler, ...workers]) round.start([command]);
  deliver(round, "first");
  for (let left = dice.between(1, 4); left > 0; left -= 1) {
    await sleep(dice.between(0, 1_500));
    const harm = dice.between(0, 3);
    if (harm === 0) await restartPostgres(round);
    else if (harm === 1 && round.queue === "redis") await troubleRedis(round);
    else await killAndReplace(round, ["worker", "schedule", "start"]);
  }
  if (dice.chance(0.3)) deliver(round, "second");
  if (workers.length > 0) round.start(["worker"]);
  const isOpened = await startSchedulersUntil(round, scheduler, () => isOpen(round));
  if (!isOpened) round.find("the run was not opened though its facts were delivered");
  await settleUnattended(round);
  await checkRound(round, "schedule");
}

async function isOpen(round: Round): Promise<boolean> {
  const progress = await readProgress(round);
  return progress !== null && progress.state !== null;
}

function deliver(round: Round, name: string): void {
  const folder = join(round.home, "inbox", name);
  cpSync(round.ground.months.folder, folder, { recursive: true });
  writeFileSync(join(folder, "READY"), period);
  round.tell(`delivered ${name}`);
}
