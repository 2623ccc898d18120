import type { Instant } from "./facts.js";
import { type Rational, sum } from "./rational.js";

export type LineKind = "order" | "usage" | "refund" | "adjustment" | "brought_forward" | "set_off";

/** What an amount is computed from (R-S5); of a usage line, the sums over its orders. */
export interface Basis {
  readonly rule: string;
  /** What the ratio applies to: B, D − F or C. */
  readonly base: Rational;
  /** r, k or 0.9. */
  readonly ratio: Rational;
  readonly outputTaxRate: Rational;
  readonly settleableRatio: Rational;
  /** B / C, kept because a change to sourcing general is none of the base (R-A10). */
  readonly sourcingFactor: Rational;
  readonly deal: Rational;
  readonly floor: Rational | null;
  readonly cash: Rational;
}

export interface Line {
  /** Order of creation over all runs: the newest line has the highest. */
  readonly sequence: number;
  readonly kind: LineKind;
  readonly orderNo: string | null;
  /** Of usage, and of adjustments of usage: the base that each order brought in. */
  readonly usageBases: ReadonlyMap<string, Rational>;
  /** The usage line that an adjustment of usage rests on. */
  readonly adjusts: Line | null;
  /** The deficit statement that a brought-forward line brings. */
  readonly deficitNo: string | null;
  readonly productNo: string | null;
  readonly partnerNo: string | null;
  readonly basis: Basis | null;
  readonly settleeNo: string;
  readonly outputTaxRate: Rational;
  readonly serviceFeeRate: Rational;
  readonly amount: Rational;
  readonly settleableAt: Instant | null;
  /** Where the line stands; null until the run has made its statements. */
  statement: Statement | null;
}

export type Status = "draft" | "sent" | "closed" | "deficit" | "top_up_due";

export interface Statement {
  readonly no: string;
  /** The month whose run made it; for a quarter's statement its last one. */
  readonly month: string;
  /** The period as on the statement: a month or a quarter. */
  readonly label: string;
  readonly settleeNo: string;
  readonly outputTaxRate: Rational;
  readonly serviceFeeRate: Rational;
  readonly lines: Line[];
  status: Status;
}

export interface Outcome {
  readonly orderNo: string;
  readonly outcome: "settled" | "carried" | "excluded";
  readonly reasons: readonly string[];
  /** The newest line of the period's statements that covers a settled order. */
  readonly line: Line | null;
  /** Cash consumption as it was at the run (R-R5). */
  readonly cash: Rational;
  /** Null for an order without a partner. */
  readonly settleeNo: string | null;
}

export function statementAmount(statement: Statement): Rational {
  return sum(statement.lines.map((line) => line.amount));
}

/** The lines of each order, oldest first; usage lines stand under each of their orders. */
export function linesByOrder(statements: Iterable<Statement>): Map<string, Line[]> {
  const found = new Map<string, Line[]>();
  for (const statement of statements) {
    for (const line of statement.lines) {
      const orderNos = line.orderNo === null ? [...line.usageBases.keys()] : [line.orderNo];
      for (const orderNo of orderNos) found.set(orderNo, [...(found.get(orderNo) ?? []), line]);
    }
  }
  for (const lines of found.values()) lines.sort((a, b) => a.sequence - b.sequence);
  return found;
}
