import { YuejieError } from "../../domain/errors.js";
import { toIsoInstant } from "../../domain/instant.js";
import type { PaymentFormat, PaymentState } from "../../domain/payment.js";
import { decryptField, type EncryptionKeys } from "../../platform/crypto/field-cipher.js";
import type { Connection } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { openAccount } from "./creditor.js";
import type { PaymentOrder } from "./payment-order.js";

export interface Debtor {
  readonly name: string;
  readonly account: string;
  readonly bankCode: string;
}

/** How a batch was released: what its file is made of, beside its payments. */
export interface Release {
  readonly releasedBy: string;
  /** ISO, Shanghai. */
  readonly releasedAt: string;
  readonly executionDate: string;
  readonly controlSum: string;
  readonly debtorName: string;
  readonly debtorAccountCipher: string;
  readonly debtorBankCode: string;
  readonly format: PaymentFormat;
  /** Hex. */
  readonly sha256: string;
}

export interface Batch {
  readonly batchNo: string;
  readonly preparedBy: string;
  readonly wantedOn: string;
  /** Null: it is not released yet. */
  readonly release: Release | null;
}

export interface Attempt {
  readonly endToEndId: string;
  readonly placeNo: number;
  readonly statementNo: string;
  readonly version: number;
  readonly settleeNo: string;
  readonly period: string;
  readonly amount: string;
  readonly creditorName: string;
  readonly accountCipher: string;
  readonly accountHash: string;
  readonly bankCode: string;
  readonly bankName: string | null;
  readonly state: PaymentState;
}

/**
 * Holds a batch until the transaction ends.
 *
 * Errors: `payment_batch_unknown`.
 */
export async function lockBatch(connection: Connection, batchNo: string): Promise<Batch> {
  const { rows } = await connection.query(sqlFile("queries/payment/lock-batch.sql"), [batchNo]);
  const [row] = rows;
  if (row === undefined) throw new YuejieError("payment_batch_unknown", { batchNo });
  const release: Release | null =
    row.released_by === null
      ? null
      : {
          releasedBy: row.released_by,
          releasedAt: toIsoInstant(row.released_at) ?? "",
          executionDate: row.execution_date,
          controlSum: row.control_sum,
          debtorName: row.debtor_name,
          debtorAccountCipher: row.debtor_account_cipher,
          debtorBankCode: row.debtor_bank_code,
          format: row.file_format,
          sha256: row.file_sha256,
        };
  return { batchNo, preparedBy: row.prepared_by, wantedOn: row.wanted_on, release };
}

/** In order of their statements' numbers, in which statements are held. */
export async function attemptsOf(
  connection: Connection,
  batchNo: string,
  states: readonly PaymentState[],
): Promise<Attempt[]> {
  const { rows } = await connection.query(sqlFile("queries/payment/attempts-of-batch.sql"), [
    ...[batchNo, states],
  ]);
  return rows.map((row) => ({
    endToEndId: row.end_to_end_id,
    placeNo: row.place_no,
    statementNo: row.statement_no,
    version: row.version,
    settleeNo: row.settlee_no,
    period: row.period,
    amount: row.amount,
    creditorName: row.creditor_name,
    accountCipher: row.creditor_account_cipher,
    accountHash: row.creditor_account_hash,
    bankCode: row.creditor_bank_code,
    bankName: row.creditor_bank_name,
    state: row.state,
  }));
}

/** Our own account stands in the batch as it was then, and no more readable than others'. */
export function placeOfDebtor(batchNo: string) {
  return { field: "bank_account", owner: batchNo } as const;
}

/** What the bank is told of a released batch, from what is on record alone: always the same. */
export function orderOf(
  batchNo: string,
  release: Omit<Release, "sha256" | "releasedBy" | "format">,
  attempts: readonly Attempt[],
  keys: EncryptionKeys,
): PaymentOrder {
  const inPlace = [...attempts].sort((one, other) => one.placeNo - other.placeNo);
  return {
    batchNo,
    createdAt: release.releasedAt,
    executionDate: release.executionDate,
    controlSum: release.controlSum,
    debtor: {
      name: release.debtorName,
      account: decryptField(keys, placeOfDebtor(batchNo), release.debtorAccountCipher),
      bankCode: release.debtorBankCode,
    },
    payments: inPlace.map((attempt) => ({
      endToEndId: attempt.endToEndId,
      statementNo: attempt.statementNo,
      period: attempt.period,
      amount: attempt.amount,
      creditorName: attempt.creditorName,
      creditorAccount: openAccount(keys, attempt.settleeNo, attempt.accountCipher),
      creditorBankCode: attempt.bankCode,
      creditorBankName: attempt.bankName,
    })),
  };
}
