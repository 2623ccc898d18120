import type { Database } from "../../platform/database/database.js";
import { inTransaction, withSessionLock } from "../../platform/database/session-lock.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { leftScratches } from "../../platform/files/scratch-folder.js";
import type { ObjectStorage, StoredObject } from "../../platform/storage/object-storage.js";
import { letWait, type WriteMessage } from "./ask-export.js";
import { exportLockSpace } from "./export-task.js";

/** Objects looked up in the table at a time. */
const batchObjects = 500;
/** Puts take minutes at most; what nobody has written to for so long nobody will end. */
const unfinishedAfterMs = 3_600_000;

export interface SweepOptions {
  readonly storage: ObjectStorage;
  readonly scratchFolder: string;
  /** The business clock, by which files are kept. */
  readonly now: Date;
}

export interface SweepResult {
  /** Tasks whose file was kept long enough and is gone. */
  readonly expired: number;
  /** Tasks that a maker left in the middle, asked for again. */
  readonly askedAgain: number;
  /** Files that no task knows, whole or not, and working folders. */
  readonly removed: number;
}

/**
 * Ends the keeping of old files and clears up after makers that died: their tasks are asked for again,
 * their files go. What somebody is at, told by the lock on its task, is left alone.
 */
export async function sweepExports(
  database: Database,
  options: SweepOptions,
  writeMessage: WriteMessage,
): Promise<SweepResult> {
  const { storage, now } = options;
  const expired = await database.pool.query<{ task_id: string; object_key: string }>(
    sqlFile("queries/export-task/expire.sql"),
    [now],
  );
  for (const { object_key } of expired.rows) await storage.delete(object_key);
  const askedAgain = await askForLeft(database, writeMessage);
  const removed = (await removeUnknown(database, storage)) + (await removeLeft(database, options));
  return { expired: expired.rows.length, askedAgain, removed };
}

async function askForLeft(database: Database, writeMessage: WriteMessage): Promise<number> {
  const { rows } = await database.pool.query<{ task_id: string; attempts: number }>(
    sqlFile("queries/export-task/list-running.sql"),
  );
  let askedAgain = 0;
  for (const task of rows) {
    const lock = { space: exportLockSpace, key: task.task_id };
    const isAsked = await withSessionLock(database, lock, async (connection) => {
      // Its maker may have ended it between the list and the lock.
      const giveBack = sqlFile("queries/export-task/give-back.sql");
      return inTransaction(connection, async () => {
        const { rowCount } = await connection.query(giveBack, [task.task_id, task.attempts]);
        return rowCount === 1 && (await letWait(connection, task, writeMessage));
      });
    });
    if (isAsked === true) askedAgain += 1;
  }
  return askedAgain;
}

/** Files of attempts that were overtaken, or that died between storing and telling. */
async function removeUnknown(database: Database, storage: ObjectStorage): Promise<number> {
  let removed = 0;
  let batch: StoredObject[] = [];
  for await (const object of storage.list()) {
    batch.push(object);
    if (batch.length < batchObjects) continue;
    removed += await removeUnknownOf(database, storage, batch);
    batch = [];
  }
  return removed + (await removeUnknownOf(database, storage, batch));
}

async function removeUnknownOf(
  database: Database,
  storage: ObjectStorage,
  objects: readonly StoredObject[],
): Promise<number> {
  const known = await knownKeys(database, objects);
  let removed = 0;
  for (const { key } of objects) {
    const [, taskId] = /^([1-9]\d{0,17})\//.exec(key) ?? [];
    if (known.has(key) || taskId === undefined) continue;
    const lock = { space: exportLockSpace, key: taskId };
    const isGone = await withSessionLock(database, lock, async () => {
      // Nobody is at the task now; its maker may have told of the file since it was looked up.
      if ((await knownKeys(database, [{ key }])).has(key)) return false;
      await storage.delete(key);
      return true;
    });
    if (isGone === true) removed += 1;
  }
  return removed;
}

async function knownKeys(
  database: Database,
  objects: readonly { readonly key: string }[],
): Promise<Set<string>> {
  const { rows } = await database.pool.query<{ object_key: string }>(
    sqlFile("queries/export-task/known-objects.sql"),
    [objects.map(({ key }) => key)],
  );
  return new Set(rows.map(({ object_key }) => object_key));
}

async function removeLeft(
  database: Database,
  { storage, scratchFolder }: SweepOptions,
): Promise<number> {
  let removed = await storage.sweepUnfinished(new Date(Date.now() - unfinishedAfterMs));
  for (const left of await leftScratches(scratchFolder)) {
    if (!/^[1-9]\d{0,17}$/.test(left.owner)) continue;
    const lock = { space: exportLockSpace, key: left.owner };
    const isGone = await withSessionLock(database, lock, async () => {
      await left.remove();
      return true;
    });
    if (isGone === true) removed += 1;
  }
  return removed;
}
