import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freezeOne, killOne, restartPostgres } from "./harms.js";
import { period, withFeatures } from "./months.js";
import { type Round, within } from "./round.js";
import { stopAll, waitUntilQuiet } from "./settle-down.js";

/** What every round of exports asks for, some of it twice, while makers die or find no room. */
export async function disturbExports(round: Round): Promise<void> {
  const { dice } = round;
  const disk = dice.chance(0.6) ? fillDisk(round) : null;
  const isAsked = withFeatures(round.environment(), async (features) => {
    for (const { request } of round.ground.months.exports) {
      await features.exportTasks.ask({ request, actor: "operator" });
    }
  });
  const limit = disk?.fileBytes === undefined ? {} : { fileBytes: disk.fileBytes };
  const start = (options = {}) => {
    return round.processes.start(["worker"], round.environment(), options);
  };
  start(limit);
  if (dice.chance(0.5)) start(limit);
  await isAsked;
  for (let left = dice.between(disk === null ? 1 : 0, 3); left > 0; left -= 1) {
    await sleep(dice.between(100, 1_500));
    const harm = dice.between(0, 5);
    if (harm === 0) await restartPostgres(round);
    else if (harm === 1) await freezeOne(round);
    else if ((await killOne(round, ["worker"])) !== null) start(limit);
  }
  await exportByHand(round, limit);
  if (disk !== null) {
    await sleep(dice.between(500, 2_000));
    checkWhole(round);
    round.tell(`${await describeTasks(round)}; made room`);
    disk.free();
    if (disk.fileBytes !== undefined) await round.processes.killAll();
  }
  if (round.processes.living().length === 0) start();
  await retryFailed(round);
  await waitUntilQuiet(round, null);
  await stopAll(round);
  await exportByHand(round, {});
  await checkExports(round);
}

interface FullDisk {
  /** Where no small disk can be had: how long a file may be. */
  readonly fileBytes?: number;
  free(): void;
}

/** The home is on a disk of a few pages, where the system lets us make one. */
function fillDisk(round: Round): FullDisk {
  const bytes = round.dice.oneOf([16, 40, 80, 120]) * 1_024;
  const mount = (options: string): void => {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", round.home], { stdio: "ignore" });
  };
  try {
    mount(`size=${bytes}`);
    round.tell(`a disk of ${bytes / 1_024} KiB`);
    return { free: () => mount("remount,size=64m") };
  } catch {
    const fileBytes = Math.ceil(bytes / 8);
    round.tell(`files of at most ${fileBytes} bytes`);
    return { fileBytes, free: () => undefined };
  }
}

/** The folder of `export`: whatever has a file's name is whole. */
async function exportByHand(round: Round, limit: { fileBytes?: number }): Promise<void> {
  const isLast = limit.fileBytes === undefined && round.processes.living().length === 0;
  const out = join(round.home, "by-hand");
  const args = ["export", "--period", period, "--out", out, "--json"];
  const command = round.processes.start(args, round.environment(), limit);
  if (!isLast && round.dice.chance(0.5)) {
    await sleep(round.dice.between(200, 1_500));
    await command.kill();
  }
  const { code, stdout, stderr } = await command.ended;
  round.tell(`export by hand ended with ${code}`);
  checkFilesIn(round, out);
  if (!isLast) return;
  if (code !== 0) round.find(`export by hand ended with ${code}: ${stderr}`);
  else if (JSON.parse(stdout).files.length === 0) round.find("export by hand wrote nothing");
}

/** What an operator does for exports that were given up; those that wait for room try again by themselves. */
async function retryFailed(round: Round): Promise<void> {
  await within(2_000, async () => (await failedTasks(round)).length > 0);
  await withFeatures(round.environment(), async (features) => {
    for (const taskId of await failedTasks(round)) {
      round.tell(`asked again for export ${taskId}`);
      await features.exportTasks.retry(taskId, "operator");
    }
  });
}

async function describeTasks({ database }: Round): Promise<string> {
  const { rows } = await database.pool.query(
    "select kind, state, failure->>'code' as code from export_task order by task_id",
  );
  return rows.map(({ kind, state, code }) => `${kind} ${code ?? state}`).join(", ");
}

async function failedTasks({ database }: Round): Promise<string[]> {
  const { rows } = await database.pool.query<{ task_id: string }>(
    "select task_id from export_task where state = 'failed' order by task_id",
  );
  return rows.map(({ task_id }) => task_id);
}

/** Every task has one whole file that holds what it holds without any harm; nothing else is kept. */
async function checkExports(round: Round): Promise<void> {
  await withFeatures(round.environment(), (features) => features.exportTasks.sweep());
  checkWhole(round);
  for (const { name, code, told } of round.processes.fallen()) {
    round.find(`${name} ended by itself with ${code}: ${told.trimEnd().split("\n").at(-1)}`);
  }
  for (const oddity of round.processes.oddities()) round.find(oddity);
  const { rows } = await round.database.pool.query(
    "select task_id, kind, state, object_key, sha256, content_sha256, failure from export_task order by task_id",
  );
  const folder = join(round.home, "export-files");
  const kept = new Set(filesIn(folder));
  for (const [index, { request, contentSha256 }] of round.ground.months.exports.entries()) {
    const task = rows[index];
    if (task?.state !== "done") {
      round.find(`the export ${request.kind} is ${task?.state} ${JSON.stringify(task?.failure)}`);
      continue;
    }
    if (task.content_sha256 !== contentSha256) round.find(`${request.kind} holds something else`);
    if (!kept.delete(task.object_key)) round.find(`${request.kind} has no file`);
    else if (sha256Of(join(folder, task.object_key)) !== task.sha256)
      round.find(`the file of ${request.kind} is not the one that was recorded`);
  }
  for (const name of kept) round.find(`no task knows ${name}`);
}

function checkWhole(round: Round): void {
  checkFilesIn(round, join(round.home, "export-files"));
}

/** A workbook ends with the directory of its zip archive, which is written last. */
function checkFilesIn(round: Round, folder: string): void {
  for (const name of filesIn(folder)) {
    const bytes = readFileSync(join(folder, name));
    const isWhole = bytes.lastIndexOf("PK\u0005\u0006", undefined, "latin1") === bytes.length - 22;
    if (!isWhole) round.find(`half written: ${name}, ${bytes.length} bytes`);
  }
}

/** Files under their names; what is being written has a name that begins with a dot. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

const sha256Of = (path: string): string => {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
};
