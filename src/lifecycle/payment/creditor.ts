import { YuejieError } from "../../domain/errors.js";
import { creditorLacks, lacksOf, type PaymentState } from "../../domain/payment.js";
import { paymentStateWords } from "../../domain/payment-words.js";
import { decryptField, type EncryptionKeys } from "../../platform/crypto/field-cipher.js";
import type { Connection } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { requireCertified } from "../guards.js";
import type { LockedStatement } from "../locked-statement.js";
import { requireState } from "../move.js";

/** To whom a statement is paid, as it stands now, and what was tried before. */
export interface CreditorOnRecord {
  readonly name: string;
  readonly accountCipher: string | null;
  readonly accountHash: string | null;
  readonly bankCode: string | null;
  readonly bankName: string | null;
  /** The attempt that is neither bounced nor withdrawn. */
  readonly standing: { readonly state: PaymentState; readonly batchNo: string } | null;
  /** When the last attempt bounced. */
  readonly bouncedAt: string | null;
}

export async function readCreditor(
  connection: Connection,
  statementNo: string,
): Promise<CreditorOnRecord> {
  const { rows } = await connection.query(sqlFile("queries/payment/creditor.sql"), [statementNo]);
  const [row] = rows;
  return {
    name: row.name,
    accountCipher: row.account_cipher,
    accountHash: row.account_hash,
    bankCode: row.bank_code,
    bankName: row.bank_name,
    standing:
      row.standing_state === null
        ? null
        : { state: row.standing_state, batchNo: row.standing_batch },
    bouncedAt: row.bounced_at,
  };
}

/** A settlee's account, readable; the place is the settlee's also where its cipher was copied to a payment. */
export function openAccount(keys: EncryptionKeys, settleeNo: string, cipher: string): string {
  return decryptField(keys, { field: "bank_account", owner: settleeNo }, cipher);
}

/**
 * R-W5: money goes only to a certified settlee whose details are complete, and after a bounce only to details that
 * were certified since.
 *
 * Errors: `transition_impossible`, `settlee_not_certified`, `not_certified_anew`, `creditor_incomplete`.
 */
export function requirePayable(
  statement: LockedStatement,
  creditor: CreditorOnRecord,
  keys: EncryptionKeys,
): void {
  requireState(statement, "release_payment");
  requireCertified(statement);
  const { statementNo, settleeNo, certifiedAt } = statement;
  const { bouncedAt, accountCipher } = creditor;
  const isAnew =
    bouncedAt === null || (certifiedAt !== null && new Date(certifiedAt) > new Date(bouncedAt));
  if (!isAnew) throw new YuejieError("not_certified_anew", { statementNo, settleeNo });
  const account = accountCipher === null ? null : openAccount(keys, settleeNo, accountCipher);
  const { name, bankCode } = creditor;
  const missing = lacksOf({ name, account, bankCode }).map((lack) => creditorLacks[lack]);
  if (missing.length === 0) return;
  throw new YuejieError("creditor_incomplete", {
    statementNo,
    settleeNo,
    lacks: missing.map(({ en }) => en).join("; "),
    lacksZh: missing.map(({ zh }) => zh).join("、"),
  });
}

/**
 * R-R2: a statement has one payment that stands.
 *
 * Errors: `payment_standing`.
 */
export function requireNoPayment(
  { statementNo }: LockedStatement,
  { standing }: CreditorOnRecord,
): void {
  if (standing === null) return;
  const { batchNo, state } = standing;
  const { zh: stateZh, en } = paymentStateWords[state];
  throw new YuejieError("payment_standing", { statementNo, batchNo, state: en, stateZh });
}
