import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import type { BadRow, Notice } from "../domain/notice.js";
import type { EncryptionKeys } from "../platform/crypto/field-cipher.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { explainDatabaseFailure, placeOf } from "../platform/database/explain-failure.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { explainFileFailure } from "../platform/files/explain-failure.js";
import { hashFiles, lookAt } from "./delivery-folder.js";
import { type ImportResult, importFolder, RowsRejectedError } from "./import-folder.js";
import { askForNext, type InboxOptions } from "./inbox.js";
import { renderReason } from "./reject.js";

export interface DeliveryOptions extends InboxOptions {
  readonly deliveryId: string;
  /** Asked for when they are needed: where they are missing, the delivery waits. */
  readonly keys: () => Promise<EncryptionKeys>;
}

/** What became of a delivery. `found`: other work held the facts; it keeps its place and is asked for again. */
export type DeliveryState = "imported" | "repeated" | "refused" | "delayed" | "found";

export interface DeliveryOutcome {
  readonly state: DeliveryState;
  /** Why it was not imported. */
  readonly failure: YuejieError | null;
}

interface Delivery {
  readonly name: string;
  readonly ready_stamp: string;
  readonly completes: readonly string[];
  readonly state: DeliveryState | "asked";
  readonly later: string | null;
}

/** A notice shows the beginning; the rejects file has all. */
const shownRows = 10;

/** The scheduler's own name in the record. */
const actor = "system";

/**
 * Imports a delivery, once in effect however often it is called: the facts, the outcome, the notice and the
 * request for the next delivery are one transaction. Rejects lie in the delivery's folder.
 *
 * Errors: `delivery_unknown`; those of a database that is away, where nothing can be recorded. Everything else is
 *         an outcome: what is wrong with the delivery refuses it, what may pass delays it.
 * Source: R-IN1 to R-IN7, R-R6.
 */
export async function importDelivery(
  database: Database,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const { rows } = await database.pool.query<Delivery>(sqlFile("queries/delivery/read.sql"), [
    options.deliveryId,
  ]);
  const [delivery] = rows;
  if (delivery === undefined) {
    throw new YuejieError("delivery_unknown", { deliveryId: options.deliveryId });
  }
  const isDone = ["imported", "repeated", "refused"].includes(delivery.state);
  if (isDone) return { state: delivery.state as DeliveryState, failure: null };
  try {
    return await importFiles(database, options, delivery);
  } catch (error) {
    const known = explain(error, database, delivery.name);
    if (known.code.startsWith("database_")) throw known;
    if (known.code === "delivery_ended") return importDelivery(database, options);
    return recordFailure(database, { options, delivery, failure: known });
  }
}

async function importFiles(
  database: Database,
  options: DeliveryOptions,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  const { name, later } = delivery;
  if (later !== null) throw new YuejieError("delivery_overtaken", { name, later });
  const folder = join(options.inbox, name);
  const before = await lookAt(folder, name, delivery.ready_stamp);
  const contentHash = await hashFiles(before.paths);
  const { rows } = await database.pool.query(sqlFile("queries/delivery/same.sql"), [contentHash]);
  const earlier: string | undefined = rows[0]?.name;
  const about = aboutOf(options, delivery);
  const end = async (connection: Connection, state: "imported" | "repeated", notice: Notice) => {
    const after = await lookAt(folder, name, delivery.ready_stamp);
    if (after.fingerprint !== before.fingerprint)
      throw new YuejieError("delivery_changed", { name });
    const summary = "files" in notice.details ? notice.details.files : null;
    await endDelivery(connection, options, { state, contentHash, summary, failure: null, notice });
  };
  if (earlier !== undefined) {
    await withTransaction(database, (connection) =>
      end(connection, "repeated", {
        kind: "delivery_repeated",
        ...about,
        details: { ...about.details, earlier },
      }),
    );
    return { state: "repeated", failure: null };
  }
  await importFolder(database, {
    folder,
    skipInvalid: false,
    keys: await options.keys(),
    rejectsFolder: folder,
    actor,
    now: options.now,
    beforeCommit: (connection, { files }) =>
      end(connection, "imported", {
        kind: "delivery_imported",
        ...about,
        details: { ...about.details, files },
      }),
  });
  return { state: "imported", failure: null };
}

interface Ending {
  readonly state: DeliveryState;
  readonly contentHash: string | null;
  readonly summary: unknown;
  readonly failure: string | null;
  readonly notice: Notice | null;
}

/** Records the outcome, tells staff and lets the next delivery begin; whoever comes second changes nothing. */
async function endDelivery(
  connection: Connection,
  options: DeliveryOptions,
  { state, contentHash, summary, failure, notice }: Ending,
): Promise<void> {
  await connection.query(sqlFile("queries/delivery/lock.sql"));
  const { rowCount } = await connection.query(sqlFile("queries/delivery/end.sql"), [
    options.deliveryId,
    state,
    state === "found" || state === "delayed" ? null : options.now,
    contentHash,
    summary === null ? null : JSON.stringify(summary),
    failure,
  ]);
  if (rowCount === 0) {
    // Somebody else has ended it while this one was reading: newer facts may be stored by now, and storing
    // these would undo them.
    if (state === "imported" || state === "repeated") {
      throw new YuejieError("delivery_ended", { deliveryId: options.deliveryId });
    }
    return;
  }
  if (notice !== null) await options.tell(connection, notice);
  // Where other work holds the facts, the next delivery would meet it too.
  if (state !== "found") await askForNext(connection, options, { delayedToo: false });
}

/** What may pass leaves the delivery to be tried again; the rest is the sender's to correct. */
async function recordFailure(
  database: Database,
  {
    options,
    delivery,
    failure,
  }: { options: DeliveryOptions; delivery: Delivery; failure: YuejieError },
): Promise<DeliveryOutcome> {
  const state = stateAfter(failure);
  const about = aboutOf(options, delivery);
  const told = { code: failure.code, details: failure.details };
  const badRows =
    failure instanceof RowsRejectedError ? badRowsOf(failure.result) : ([] as BadRow[]);
  const notices: Readonly<Record<string, Notice>> = {
    refused: {
      kind: "delivery_refused",
      ...about,
      details: { ...about.details, failure: told, badRows },
    },
    // One notice for each trouble, not one a minute.
    delayed: {
      kind: "delivery_delayed",
      ...about,
      about: `${about.about}-${failure.code}`,
      details: { ...about.details, failure: told },
    },
  };
  await withTransaction(database, (connection) =>
    endDelivery(connection, options, {
      state,
      contentHash: null,
      summary: failure instanceof RowsRejectedError ? failure.result.files : null,
      failure: failure.code,
      notice: notices[state] ?? null,
    }),
  );
  return { state, failure };
}

/** What an operator can put right without the sender. */
const passing = ["keys_missing", "key_file_missing", "key_file_broken"];

function stateAfter(failure: YuejieError): DeliveryState {
  if (failure.code === "work_under_way") return "found";
  return failure.retryable || passing.includes(failure.code) ? "delayed" : "refused";
}

/** The catalogue's word; what cannot be read for a reason of the system may be read later. */
function explain(error: unknown, database: Database, name: string): YuejieError {
  const changed = error instanceof YuejieError && error.code === "input_file_changed";
  if (changed) return new YuejieError("delivery_changed", { name }, error);
  const system = error instanceof YuejieError ? error.cause : error;
  if (isMissing(system) || isMissing(error)) {
    return new YuejieError("delivery_vanished", { name }, error);
  }
  const known = explainDatabaseFailure(system, placeOf(database.url)) ?? explainFileFailure(system);
  if (known !== null) return known;
  if (error instanceof YuejieError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new YuejieError("internal", { message }, error);
}

function isMissing(error: unknown): boolean {
  if (error instanceof YuejieError) return error.code === "input_folder_missing";
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function aboutOf({ deliveryId, now }: DeliveryOptions, { name, completes }: Delivery) {
  return { about: deliveryId, at: now, details: { deliveryId, delivery: name, completes } };
}

function badRowsOf({ firstRejects }: ImportResult): BadRow[] {
  return firstRejects.slice(0, shownRows).map((reject) => ({
    at: `${reject.file} ${reject.row} ${reject.column}`.trim(),
    reason: { en: renderReason(reject, "en"), "zh-CN": renderReason(reject, "zh-CN") },
  }));
}
