import { toIsoInstant } from "../../domain/instant.js";
import { accountWithoutSpaces, type PaymentState } from "../../domain/payment.js";
import type { EncryptionKeys } from "../../platform/crypto/field-cipher.js";
import { maskBankAccount } from "../../platform/crypto/mask.js";
import type { Database } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { streamRows } from "../../platform/database/stream-rows.js";
import { openAccount } from "./creditor.js";

export interface PaymentFilter {
  /** As it stands on statements. */
  readonly period?: string | undefined;
  readonly batchNo?: string | undefined;
  readonly state?: PaymentState | undefined;
}

/** One order to the bank; instants in ISO form, Shanghai. */
export interface PaymentRow {
  readonly endToEndId: string;
  readonly batchNo: string;
  readonly statementNo: string;
  readonly period: string;
  readonly settleeNo: string;
  readonly amount: string;
  readonly state: PaymentState;
  readonly creditorName: string;
  /** Masked: its last four characters. */
  readonly creditorAccount: string;
  readonly bankCode: string;
  readonly bankName: string | null;
  readonly preparedBy: string;
  readonly preparedAt: string;
  readonly releasedBy: string | null;
  readonly releasedAt: string | null;
  readonly executionDate: string;
  /** When it was last said to be paid, bounced or withdrawn. */
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  /** The bank's, or why it was withdrawn. */
  readonly reason: string | null;
}

type PaymentRecord = Omit<PaymentRow, "creditorAccount"> & { readonly accountCipher: string };

/** Payments in the order in which they were prepared. */
export async function* listPayments(
  database: Database,
  { period, batchNo, state }: PaymentFilter,
  keys: EncryptionKeys,
): AsyncGenerator<PaymentRow> {
  const filter = [period ?? null, batchNo ?? null, state ?? null];
  const query = sqlFile("queries/payment/list.sql");
  for await (const row of streamRows<PaymentRecord>(database, query, filter)) {
    const { accountCipher, ...told } = row;
    const account = openAccount(keys, row.settleeNo, accountCipher);
    yield {
      ...told,
      creditorAccount: maskBankAccount(accountWithoutSpaces(account)),
      preparedAt: toIsoInstant(row.preparedAt) ?? "",
      releasedAt: toIsoInstant(row.releasedAt),
      endedAt: toIsoInstant(row.endedAt),
    };
  }
}

/** What a settlee owes on a deficit, and what came in. */
export interface TopUpRow {
  readonly statementNo: string;
  readonly period: string;
  readonly settleeNo: string;
  readonly settleeName: string;
  readonly status: "top_up_due" | "top_up_received";
  readonly owed: string;
  readonly received: string;
  readonly left: string;
  readonly receipts: readonly {
    readonly reference: string;
    readonly amount: string;
    readonly receivedOn: string;
    readonly recordedBy: string;
  }[];
}

/** Deficits that are paid back, by number. */
export function listTopUps(
  database: Database,
  { period }: Pick<PaymentFilter, "period">,
): AsyncGenerator<TopUpRow> {
  return streamRows<TopUpRow>(database, sqlFile("queries/payment/top-ups.sql"), [period ?? null]);
}
