import { YuejieError } from "../../domain/errors.js";
import {
  accountWithoutSpaces,
  creditorLacks,
  lacksOf,
  looksLikeFormula,
  onOneLine,
  type PaymentState,
} from "../../domain/payment.js";
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
  /** What payments bounced from, without those after which the settlee was certified again. */
  readonly bounced: readonly BouncedCreditor[];
}

interface BouncedCreditor {
  readonly name: string;
  readonly accountCipher: string;
  readonly accountHash: string;
  readonly bankCode: string;
}

export async function readCreditor(
  connection: Connection,
  statementNo: string,
): Promise<CreditorOnRecord> {
  const { rows } = await connection.query(sqlFile("queries/payment/creditor.sql"), [statementNo]);
  const [row] = rows;
  const { rows: bounced } = await connection.query(
    sqlFile("queries/payment/bounces-uncertified.sql"),
    [statementNo],
  );
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
    bounced: bounced.map((it) => ({
      name: it.creditor_name,
      accountCipher: it.account_cipher,
      accountHash: it.account_hash,
      bankCode: it.bank_code,
    })),
  };
}

/** A settlee's account, readable; the place is the settlee's also where its cipher was copied to a payment. */
export function openAccount(keys: EncryptionKeys, settleeNo: string, cipher: string): string {
  return decryptField(keys, { field: "bank_account", owner: settleeNo }, cipher);
}

/**
 * R-W5: money goes only to a certified settlee whose details are complete, and after a bounce only where a change of
 * its business info was certified since, or to another account, bank or name than it bounced from: a new tax number
 * opens no closed account.
 *
 * Errors: `transition_impossible`, `settlee_not_certified`, `not_certified_anew`, `creditor_incomplete`,
 *         `creditor_account_unsafe`.
 */
export function requirePayable(
  statement: LockedStatement,
  creditor: CreditorOnRecord,
  keys: EncryptionKeys,
): void {
  requireState(statement, "release_payment");
  requireCertified(statement);
  const { statementNo, settleeNo } = statement;
  const { bounced, accountCipher } = creditor;
  const account = accountCipher === null ? null : openAccount(keys, settleeNo, accountCipher);
  if (bounced.some((it) => isSame(creditor, it, { settleeNo, account, keys }))) {
    throw new YuejieError("not_certified_anew", { statementNo, settleeNo });
  }
  const { name, bankCode } = creditor;
  const missing = lacksOf({ name, account, bankCode }).map((lack) => creditorLacks[lack]);
  if (missing.length > 0) {
    throw new YuejieError("creditor_incomplete", {
      statementNo,
      settleeNo,
      lacks: missing.map(({ en }) => en).join("; "),
      lacksZh: missing.map(({ zh }) => zh).join("、"),
    });
  }
  // An apostrophe before it would name another account to the bank.
  if (looksLikeFormula(accountWithoutSpaces(account ?? ""))) {
    throw new YuejieError("creditor_account_unsafe", { statementNo, settleeNo });
  }
}

/** Whether money would go where it bounced from; the name of the bank and spaces decide nothing. */
function isSame(
  { name, accountHash, bankCode }: CreditorOnRecord,
  bounced: BouncedCreditor,
  open: { settleeNo: string; account: string | null; keys: EncryptionKeys },
): boolean {
  if (onOneLine(name) !== onOneLine(bounced.name) || bankCode !== bounced.bankCode) return false;
  if (accountHash === bounced.accountHash) return true;
  if (open.account === null) return false;
  // Under different keys, the same account has different hashes.
  const before = openAccount(open.keys, open.settleeNo, bounced.accountCipher);
  return accountWithoutSpaces(before) === accountWithoutSpaces(open.account);
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
