import { createHash } from "node:crypto";
import type { PaymentVerdict } from "../../domain/payment-evidence.js";

/** What an answer is about: one payment, or every payment of a batch that is not told apart. */
export type AnswerSubject =
  | { readonly endToEndId: string }
  | {
      readonly batchNo: string;
      /** Payments of the batch that have an answer of their own. */
      readonly except: ReadonlySet<string>;
      /** The sum that the bank names for the whole batch. */
      readonly total: string | null;
    };

/** One thing that a file of the bank says. */
export interface BankAnswer {
  /** Where it stands in the file, for people: `TxInfAndSts 3`, `row 5`. */
  readonly place: string;
  readonly about: AnswerSubject | null;
  /** The bank's code; `booked` and `returned` for movements of money. */
  readonly status: string;
  /** Null: on its way, nothing to act on. */
  readonly verdict: PaymentVerdict | null;
  readonly isBooked: boolean;
  /** When the bank says so: a day where it is booked, else an instant in UTC. */
  readonly at: string;
  /** As a decimal; null: not said. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly bankReference: string | null;
  readonly reason: string | null;
}

export const bankFormats = ["pain.002", "camt.054", "csv"] as const;

export interface BankReport {
  readonly format: (typeof bankFormats)[number];
  readonly answers: readonly BankAnswer[];
}

/** All that an answer says of a payment, as a hash: the same answer in another file is the same. */
export function keyOfAnswer(endToEndId: string | null, answer: BankAnswer): string {
  const { status, verdict, isBooked, at, amount, currency, bankReference, reason } = answer;
  const said = [endToEndId, status, verdict, isBooked, at, amount, currency, bankReference, reason];
  return createHash("sha256").update(JSON.stringify(said), "utf8").digest("hex");
}
