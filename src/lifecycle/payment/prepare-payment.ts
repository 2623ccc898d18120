import { YuejieError } from "../../domain/errors.js";
import { Decimal, formatAmount } from "../../domain/money.js";
import { batchNoBytes, batchNoOf, endToEndIdOf } from "../../domain/payment.js";
import { shanghaiDay } from "../../domain/period.js";
import type { EncryptionKeys } from "../../platform/crypto/field-cipher.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { lockAsPartOfRun } from "../../platform/database/lock.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { authorise } from "../authorise.js";
import { chooseStatements, forEachStatement, type Refusal, type Selection } from "../bulk.js";
import { type LockedStatement, lockStatement } from "../locked-statement.js";
import type { Act } from "../move.js";
import { readCreditor, requireNoPayment, requirePayable } from "./creditor.js";

export interface PrepareOptions extends Act {
  readonly selection: Selection;
  /** The day to pay on, `YYYY-MM-DD`; null: today. */
  readonly on: string | null;
  readonly keys: EncryptionKeys;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** One payment of a batch. */
export interface PaymentOfStatement {
  readonly statementNo: string;
  readonly endToEndId: string;
  /** CNY, 2 places. */
  readonly amount: string;
}

export interface PrepareResult {
  /** Null: nothing could be prepared, there is no batch. */
  readonly batchNo: string | null;
  readonly wantedOn: string;
  /** The sum of what is prepared. */
  readonly amount: string;
  readonly prepared: readonly PaymentOfStatement[];
  readonly refused: readonly Refusal[];
}

/**
 * Prepares payments (step 7): what can be paid becomes one batch for somebody else to release, all in one
 * transaction; the statements stay as they are. What cannot is told one by one.
 *
 * Errors: `role_missing`, `user_unknown`, `payment_day_past`; in the result those of {@link requirePayable} and
 *         {@link requireNoPayment}.
 * Source: spec §7 step 7, R-W2, R-W5, R-R2.
 */
export async function preparePayment(
  database: Database,
  options: PrepareOptions,
): Promise<PrepareResult> {
  const { selection, now, randomBytes, keys, onProgress } = options;
  const { name: actor } = await authorise(database.pool, options.actor, "prepare_payment");
  const today = shanghaiDay(now);
  const wantedOn = options.on ?? today;
  if (wantedOn < today) throw new YuejieError("payment_day_past", { day: wantedOn, today });
  const statementNos = await chooseStatements(database, selection, ["release_payment"]);
  return withTransaction(database, async (connection) => {
    // No import changes who is paid, and how, between the checks and the copy.
    await lockAsPartOfRun(connection);
    const { done, refused } = await forEachStatement(
      statementNos,
      (statementNo) => requirePreparable(connection, statementNo, keys),
      onProgress,
    );
    const nothing = { batchNo: null, wantedOn, amount: "0.00", prepared: [], refused };
    if (done.length === 0) return nothing;
    const batchNo = batchNoOf(today, randomBytes(batchNoBytes));
    const prepared = done.map(({ statementNo, amount }, index) => ({
      statementNo,
      endToEndId: endToEndIdOf(batchNo, index + 1),
      amount,
    }));
    await store(connection, { batchNo, actor, now, wantedOn, prepared });
    return { batchNo, wantedOn, amount: sumOf(prepared), prepared, refused };
  });
}

async function requirePreparable(
  connection: Connection,
  statementNo: string,
  keys: EncryptionKeys,
): Promise<LockedStatement> {
  const statement = await lockStatement(connection, statementNo);
  const creditor = await readCreditor(connection, statementNo);
  requireNoPayment(statement, creditor);
  requirePayable(statement, creditor, keys);
  return statement;
}

async function store(
  connection: Connection,
  batch: {
    batchNo: string;
    actor: string;
    now: Date;
    wantedOn: string;
    prepared: readonly PaymentOfStatement[];
  },
): Promise<void> {
  const { batchNo, actor, now, wantedOn, prepared } = batch;
  await connection.query(sqlFile("queries/payment/insert-batch.sql"), [
    ...[batchNo, actor, now, wantedOn],
  ]);
  const attempts = prepared.map(({ statementNo, endToEndId }, index) => ({
    endToEndId,
    placeNo: index + 1,
    statementNo,
  }));
  await connection.query(sqlFile("queries/payment/insert-attempts.sql"), [
    ...[batchNo, JSON.stringify(attempts)],
  ]);
}

export function sumOf(payments: readonly { readonly amount: string }[]): string {
  return formatAmount(payments.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0)));
}
