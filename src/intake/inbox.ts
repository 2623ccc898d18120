import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import type { Notice } from "../domain/notice.js";
import { shanghaiDay } from "../domain/period.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { explainFileFailure } from "../platform/files/explain-failure.js";
import { completedMonths, type ReadyFile, readReadyFile } from "./ready-file.js";

/** What leaves the intake, in the transaction that causes it. */
export interface InboxDoors {
  /** Asks for the import of a delivery; `attempt` tells one request from the next. */
  requestImport(connection: Connection, deliveryId: string, attempt: number): Promise<void>;
  tell(connection: Connection, notice: Notice): Promise<void>;
}

export interface InboxOptions extends InboxDoors {
  /** The folder that deliveries arrive in, a folder each. */
  readonly inbox: string;
  readonly now: Date;
}

export interface ScanResult {
  /** Names of the deliveries that were new. */
  readonly found: readonly string[];
  /** The delivery whose import this asked for, if any. */
  readonly asked: string | null;
}

/** Where a file system and a screen both can show a name. */
const longestName = 200;

/**
 * Looks for deliveries whose READY was not seen before, notes them in the order in which they were made
 * ready, and asks for the import of the next one. Any number of processes may look at once.
 *
 * Errors: `inbox_unreadable`. What is wrong with one delivery is told to staff and stops no other.
 * Source: R-R6; protocol in docs/input-files.md.
 */
export async function scanInbox(database: Database, options: InboxOptions): Promise<ScanResult> {
  const seen = await findReady(options.inbox).catch((failure: unknown) =>
    tellUnreadable(database, options, failure),
  );
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/delivery/lock.sql"));
    const names = seen.ready.map(({ name }) => name);
    const { rows } = await connection.query(sqlFile("queries/delivery/known.sql"), [names]);
    const known = new Set(rows.map((row) => `${row.ready_stamp} ${row.name}`));
    const found: string[] = [];
    for (const { name, file } of seen.ready) {
      if (known.has(`${file.stamp} ${name}`)) continue;
      await noteDelivery(connection, { name, file }, options);
      found.push(name);
    }
    for (const trouble of seen.troubles) await tellTrouble(connection, trouble, options);
    return { found, asked: await askForNext(connection, options, { delayedToo: true }) };
  });
}

/**
 * Asks for the import of the delivery whose turn it is, unless one is under way: imports follow each other,
 * so that the facts of an older delivery never come after those of a newer one.
 */
export async function askForNext(
  connection: Connection,
  { requestImport }: InboxDoors,
  { delayedToo }: { delayedToo: boolean },
): Promise<string | null> {
  const { rows } = await connection.query(sqlFile("queries/delivery/next.sql"), [delayedToo]);
  const [next] = rows;
  if (next === undefined) return null;
  await requestImport(connection, next.delivery_id, next.attempts);
  return next.delivery_id;
}

interface ReadyDelivery {
  readonly name: string;
  readonly file: ReadyFile;
}

interface Seen {
  /** Folders with a READY, the one that was made ready first to the front. */
  readonly ready: readonly ReadyDelivery[];
  /** Folders that nobody may look into. */
  readonly troubles: readonly { readonly name: string; readonly failure: YuejieError }[];
}

async function findReady(inbox: string): Promise<Seen> {
  const entries = await readdir(inbox, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new YuejieError("inbox_unreadable", { path: inbox, reason: error.code ?? "" }, error);
    },
  );
  const ready: ReadyDelivery[] = [];
  const troubles: { name: string; failure: YuejieError }[] = [];
  for (const { name, isFile } of entries.map((it) => ({ name: it.name, isFile: it.isFile() }))) {
    // Hidden ones are how copying programs name what is not complete.
    if (name.startsWith(".") || isFile) continue;
    try {
      const file = isLost(name) ? lostReady : await readReadyFile(join(inbox, name));
      if (file !== null) ready.push({ name, file });
    } catch (error) {
      const failure = explainFileFailure(error);
      if (failure === null) throw error;
      troubles.push({ name, failure });
    }
  }
  ready.sort((a, b) => order(timeOf(a), timeOf(b)) || order(a.name, b.name));
  return { ready, troubles };
}

/** U+FFFD is what Node makes of bytes that are no UTF-8: such a name leads to no folder. */
function isLost(name: string): boolean {
  return name.includes("\ufffd");
}

/** Stands for the READY of a folder that cannot be reached by its name. */
const lostReady: ReadyFile = { stamp: "0", text: null };

function timeOf({ file }: ReadyDelivery): bigint {
  return BigInt(file.stamp.split("-")[0] ?? 0);
}

function order<T>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** One whose name or READY makes no sense is refused here; what it holds was never looked at. */
async function noteDelivery(
  connection: Connection,
  { name, file }: ReadyDelivery,
  { now, tell }: InboxOptions,
): Promise<void> {
  let completes: string[] = [];
  let failure: YuejieError | null = null;
  try {
    refuseOddName(name);
    completes = completedMonths(file.text, name, now);
  } catch (error) {
    if (!(error instanceof YuejieError)) throw error;
    failure = error;
  }
  const { rows } = await connection.query(sqlFile("queries/delivery/find.sql"), [
    name,
    file.stamp,
    completes,
    failure === null ? "found" : "refused",
    now,
    failure?.code ?? null,
  ]);
  const deliveryId: string | undefined = rows[0]?.delivery_id;
  if (deliveryId === undefined || failure === null) return;
  const { code, details } = failure;
  await tell(connection, {
    kind: "delivery_refused",
    about: deliveryId,
    at: now,
    details: { deliveryId, delivery: name, completes, failure: { code, details }, badRows: [] },
  });
}

function refuseOddName(name: string): void {
  if (name.length > longestName || /\p{Cc}/u.test(name) || isLost(name)) {
    throw new YuejieError("delivery_name", { name: JSON.stringify(name) });
  }
}

/** Told once a day, however often it is looked for; then thrown on. */
async function tellUnreadable(
  database: Database,
  { now, tell }: InboxOptions,
  failure: unknown,
): Promise<never> {
  if (failure instanceof YuejieError) {
    const { code, details } = failure;
    await withTransaction(database, (connection) =>
      tell(connection, {
        kind: "inbox_unreadable",
        about: shanghaiDay(now),
        at: now,
        details: { failure: { code, details } },
      }),
    );
  }
  throw failure;
}

/** Told once for each folder and reason. */
async function tellTrouble(
  connection: Connection,
  { name, failure }: Seen["troubles"][number],
  { now, tell }: InboxOptions,
): Promise<void> {
  const { code, details } = failure;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
  await tell(connection, {
    kind: "delivery_delayed",
    about: `unread-${hash}-${code}`,
    at: now,
    details: { deliveryId: null, delivery: name, completes: [], failure: { code, details } },
  });
}
