import { createHash } from "node:crypto";
import { join } from "node:path";
import { renderError, YuejieError } from "../../domain/errors.js";
import { shanghaiInstant } from "../../domain/instant.js";
import { transitionOf } from "../../domain/lifecycle/transitions.js";
import { looksLikeFormula, onOneLine, type PaymentFormat } from "../../domain/payment.js";
import { shanghaiDay } from "../../domain/period.js";
import { type EncryptionKeys, encryptField } from "../../platform/crypto/field-cipher.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { lockAsPartOfRun } from "../../platform/database/lock.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { writeWhole } from "../../platform/files/write-whole.js";
import { forEachStatement, type Refusal } from "../bulk.js";
import { type LockedStatement, lockStatement } from "../locked-statement.js";
import { type Act, move } from "../move.js";
import { findPerson, isSamePerson, requireRole } from "../person.js";
import {
  type Attempt,
  attemptsOf,
  type Batch,
  type Debtor,
  lockBatch,
  orderOf,
  placeOfDebtor,
  type Release,
} from "./batch.js";
import { openAccount, readCreditor, requirePayable } from "./creditor.js";
import { writePain001 } from "./pain-001.js";
import { writePaymentCsv } from "./payment-csv.js";
import type { PaymentOrder } from "./payment-order.js";
import { type PaymentOfStatement, sumOf } from "./prepare-payment.js";
import { withdrawAttempt } from "./withdraw-attempt.js";

export interface ReleaseOptions extends Act {
  readonly batchNo: string;
  /** The account that the money leaves from. */
  readonly debtor: Debtor;
  /** Undefined: pain.001, or as the batch was released. */
  readonly format?: PaymentFormat | undefined;
  /** Where the file goes. */
  readonly folder: string;
  readonly keys: EncryptionKeys;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface ReleaseResult {
  readonly batchNo: string;
  readonly released: readonly PaymentOfStatement[];
  readonly refused: readonly Refusal[];
  /** The batch was released before; its file is written once more, the same. */
  readonly isRepeated: boolean;
  readonly amount: string;
  /** Null: nothing was left to pay, and there is no file. */
  readonly executionDate: string | null;
  readonly sha256: string | null;
  readonly file: string | null;
}

interface Released extends Omit<ReleaseResult, "file"> {
  readonly format: PaymentFormat;
  readonly content: string | null;
}

/**
 * Releases a batch that somebody else prepared (step 7). Every statement is checked once more; what no longer holds
 * is left out and withdrawn, the rest is paid. Batch, payments and statements are one transaction, and only after it
 * the file is written, from what is on record: whenever it was stopped, releasing again gives the same file, and no
 * second payment.
 *
 * Errors: `role_missing`, `user_unknown`, `payment_batch_unknown`, `preparer_releases`, `payment_batch_empty`,
 *         `payment_format_fixed`, `payment_file_unwritten`, `payment_file_differs`; in the result those of
 *         {@link requirePayable}, `payment_details_changed`, `payment_amount_changed`, `creditor_name_unsafe`.
 * Source: spec §7 step 7, R-W2, R-W5, R-R2.
 */
export async function releasePayment(
  database: Database,
  options: ReleaseOptions,
): Promise<ReleaseResult> {
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("release_payment").by);
  const act = { ...options, actor: person.name };
  const { content, format, ...result } = await withTransaction(database, async (connection) => {
    // No import changes who is paid, and how, between the checks and the commit.
    await lockAsPartOfRun(connection);
    const batch = await lockBatch(connection, options.batchNo);
    const { batchNo, preparedBy, release } = batch;
    if (isSamePerson(preparedBy, act.actor)) {
      throw new YuejieError("preparer_releases", { actor: act.actor, batchNo });
    }
    return release === null
      ? releaseNow(connection, batch, act)
      : releasedBefore(connection, { ...batch, release }, act);
  });
  if (content === null) return { ...result, file: null };
  const extension = format === "csv" ? "csv" : "xml";
  const file = join(options.folder, `${options.batchNo}.${extension}`);
  await writeWhole(file, content).catch((error: NodeJS.ErrnoException) => {
    const why = error.code ?? error.message;
    throw new YuejieError(
      "payment_file_unwritten",
      { batchNo: options.batchNo, path: file, why },
      error,
    );
  });
  return { ...result, file };
}

async function releaseNow(
  connection: Connection,
  batch: Batch,
  options: ReleaseOptions,
): Promise<Released> {
  const { batchNo } = batch;
  const { actor, now, keys, debtor, format = "pain.001", onProgress } = options;
  const prepared = await attemptsOf(connection, batchNo, ["prepared"]);
  if (prepared.length === 0) throw new YuejieError("payment_batch_empty", { batchNo });
  const byStatement = new Map(prepared.map((attempt) => [attempt.statementNo, attempt]));
  const checked = await forEachStatement([...byStatement.keys()], async (statementNo) => {
    const attempt = byStatement.get(statementNo) as Attempt;
    const statement = await requireReleasable(connection, batchNo, { attempt, keys });
    // An apostrophe before it would not be the name that the bank compares.
    if (format === "csv" && looksLikeFormula(onOneLine(attempt.creditorName))) {
      throw new YuejieError("creditor_name_unsafe", { statementNo, settleeNo: attempt.settleeNo });
    }
    return { attempt, statement };
  });
  const { refused } = checked;
  for (const { statementNo, error } of refused) {
    const reason = renderError(error.code, error.details, "zh-CN");
    const { endToEndId } = byStatement.get(statementNo) as Attempt;
    await withdrawAttempt(connection, statementNo, { actor, now, reason, endToEndId });
  }
  const attempts = checked.done.map(({ attempt }) => attempt);
  const nothing = { batchNo, released: [], refused, isRepeated: false, amount: "0.00", format };
  if (attempts.length === 0) {
    return { ...nothing, executionDate: null, sha256: null, content: null };
  }
  const release = releaseOf(batch, { attempts, debtor, now, keys });
  const content = render(orderOf(batchNo, release, attempts, keys), format);
  const sha256 = hashOf(content);
  await connection.query(sqlFile("queries/payment/release-batch.sql"), [
    ...[batchNo, actor, release.releasedAt, release.executionDate, attempts.length],
    ...[release.controlSum, release.debtorName, release.debtorAccountCipher],
    ...[release.debtorBankCode, format, sha256],
  ]);
  await connection.query(sqlFile("queries/payment/release-attempts.sql"), [batchNo]);
  let moved = 0;
  for (const { statement, attempt } of checked.done) {
    const { endToEndId, amount } = attempt;
    const details = { batchNo, endToEndId, amount };
    const by = { actor, now, details };
    await move(connection, statement, { event: "release_payment", to: "paying", ...by });
    moved += 1;
    onProgress?.(moved, checked.done.length);
  }
  const { controlSum: amount, executionDate } = release;
  return { ...nothing, released: told(attempts), amount, executionDate, sha256, content };
}

/** Nothing is decided again: the file is made of what was released, whatever changed since. */
async function releasedBefore(
  connection: Connection,
  { batchNo, release }: Batch & { readonly release: Release },
  { format = release.format, keys }: ReleaseOptions,
): Promise<Released> {
  if (format !== release.format) {
    throw new YuejieError("payment_format_fixed", { batchNo, format: release.format });
  }
  const attempts = await attemptsOf(connection, batchNo, ["released", "paid", "bounced"]);
  const content = render(orderOf(batchNo, release, attempts, keys), format);
  const { sha256, controlSum: amount, executionDate } = release;
  if (hashOf(content) !== sha256) throw new YuejieError("payment_file_differs", { batchNo });
  const same = { batchNo, released: told(attempts), refused: [], isRepeated: true, amount };
  return { ...same, format, executionDate, sha256, content };
}

/**
 * Whether what was prepared is still what would be prepared now.
 *
 * Errors: those of {@link requirePayable}, `payment_amount_changed`, `payment_details_changed`.
 */
async function requireReleasable(
  connection: Connection,
  batchNo: string,
  { attempt, keys }: { readonly attempt: Attempt; readonly keys: EncryptionKeys },
): Promise<LockedStatement> {
  const { statementNo, settleeNo } = attempt;
  const statement = await lockStatement(connection, statementNo);
  const creditor = await readCreditor(connection, statementNo);
  requirePayable(statement, creditor, keys);
  // It may have been withdrawn before the statement was held.
  const { batchNo: standing, state } = creditor.standing ?? {};
  if (standing !== batchNo || state !== "prepared") {
    throw new YuejieError("payment_not_in_batch", { batchNo, statementNo });
  }
  const { amount, version } = statement;
  if (amount !== attempt.amount || version !== attempt.version) {
    throw new YuejieError("payment_amount_changed", {
      ...{ statementNo, prepared: attempt.amount, amount },
    });
  }
  const isSame =
    creditor.name === attempt.creditorName &&
    creditor.bankCode === attempt.bankCode &&
    creditor.bankName === attempt.bankName &&
    // Under different keys, the same account has different hashes.
    (creditor.accountHash === attempt.accountHash ||
      openAccount(keys, settleeNo, creditor.accountCipher ?? "") ===
        openAccount(keys, settleeNo, attempt.accountCipher));
  if (!isSame) throw new YuejieError("payment_details_changed", { statementNo, settleeNo });
  return statement;
}

function releaseOf(
  { batchNo, wantedOn }: Batch,
  from: { attempts: readonly Attempt[]; debtor: Debtor; now: Date; keys: EncryptionKeys },
): Omit<Release, "sha256" | "releasedBy" | "format"> {
  const { attempts, debtor, now, keys } = from;
  const today = shanghaiDay(now);
  return {
    releasedAt: shanghaiInstant(now),
    // Banks refuse days that are over.
    executionDate: wantedOn < today ? today : wantedOn,
    controlSum: sumOf(attempts),
    debtorName: debtor.name,
    debtorAccountCipher: encryptField(keys, placeOfDebtor(batchNo), debtor.account),
    debtorBankCode: debtor.bankCode,
  };
}

function render(order: PaymentOrder, format: PaymentFormat): string {
  return format === "csv" ? writePaymentCsv(order) : writePain001(order);
}

function hashOf(content: string): string {
  return createHash("sha256").update(content, "utf8").digest("hex");
}

function told(attempts: readonly Attempt[]): PaymentOfStatement[] {
  return attempts.map(({ statementNo, endToEndId, amount }) => ({
    statementNo,
    endToEndId,
    amount,
  }));
}
