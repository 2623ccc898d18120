import type { Database } from "../../src/platform/database/database.js";
import { notification, statusReport } from "./bank-files.js";
import { emptyBooks } from "./books-dump.js";
import { statusOf } from "./lifecycle.js";
import { paymentFolder, prepare, statementOf, verifiedMonth } from "./payment.js";

// Two payments of 93.81 in one batch, and what a bank may say of them.

export const first = statementOf("P1");
export const second = statementOf("P2");
export const amount = "93.81";

export interface TwoPayments {
  readonly disk: ReturnType<typeof paymentFolder>;
  readonly batchNo: string;
  /** End-to-end ids of the payments of `first` and `second`. */
  readonly one: string;
  readonly two: string;
}

/** A month anew: both statements are verified, and their payments prepared. */
export async function prepareTwo(database: Database): Promise<TwoPayments> {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1", "P2"]);
  const batchNo = (await prepare(database, "2026-10")).batchNo ?? "";
  const [one, two] = [`${batchNo}-000001`, `${batchNo}-000002`];
  return { disk: paymentFolder(), batchNo, one, two };
}

/** Booked: the money left. */
export const paid = (id: string, day = "2027-02-06") => notification([{ id, amount, day }]);
/** Booked: the money came back. */
export const back = (id: string, day: string) =>
  notification([{ id, amount, day, direction: "CRDT", returned: "BE01" }]);
/** A report only. */
export const report = (id: string, status: string, at?: string) =>
  statusReport({ payments: [{ id, status, reason: "AC04" }], ...(at && { at }) });

export const standingOf = async (database: Database) => [
  await statusOf(database, first),
  await statusOf(database, second),
];
