import type { Basis, Line, LineKind, Outcome } from "./books.js";
import type { Facts, Instant, Order } from "./facts.js";
import type { Rational } from "./rational.js";
import { type Timing, timingOf } from "./timing.js";

/** What one run of the model sees and makes; nothing is written to the books until it is over. */
export interface RunState {
  readonly facts: Facts;
  readonly month: string;
  readonly end: Instant;
  readonly today: string;
  /** Settlees the run is restricted to; null: all, and orders without a partner. */
  readonly settlees: ReadonlySet<string> | null;
  /** Lines that this run does not replace, by order, oldest first. */
  readonly standing: ReadonlyMap<string, readonly Line[]>;
  /** Orders that the last run of an earlier period left excluded (R-E12). */
  readonly toldBefore: ReadonlySet<string>;
  readonly made: Line[];
  readonly outcomes: Outcome[];
  nextSequence: number;
}

export function standingLines(run: RunState, orderNo: string): readonly Line[] {
  return run.standing.get(orderNo) ?? [];
}

/** Standing lines and those this run has made so far. */
export function allLines(run: RunState, orderNo: string): Line[] {
  const made = run.made.filter((line) => line.orderNo === orderNo || line.usageBases.has(orderNo));
  return [...standingLines(run, orderNo), ...made];
}

export function timing(run: RunState, order: Order): Timing {
  return timingOf(run.facts, order, (orderNo) => standingLines(run, orderNo).length > 0);
}

/** Lines of a draft of another month: the order belongs to that draft (R-E12). */
export function isOnOtherDraft(run: RunState, orderNo: string): boolean {
  return standingLines(run, orderNo).some(
    ({ statement }) => statement?.status === "draft" && statement.month !== run.month,
  );
}

/** The newest line of this period's statements that covers the order, made now or locked before. */
export function coveringLine(run: RunState, orderNo: string): Line | null {
  const lines = allLines(run, orderNo).filter(
    ({ statement }) => statement === null || statement.month === run.month,
  );
  return lines.at(-1) ?? null;
}

/** Whom the order is settled to: once a line of it stands, that line's settlee (R-A10). */
export function settleeOf(run: RunState, order: Order): string | null {
  const first = standingLines(run, order.no)[0];
  if (first) return first.settleeNo;
  return order.partnerNo === null ? null : run.facts.settleeNo(order.partnerNo);
}

export interface LineSeed {
  kind: LineKind;
  settleeNo: string;
  outputTaxRate: Rational;
  serviceFeeRate: Rational;
  amount: Rational;
  orderNo?: string | null;
  usageBases?: ReadonlyMap<string, Rational>;
  adjusts?: Line | null;
  deficitNo?: string | null;
  productNo?: string | null;
  partnerNo?: string | null;
  basis?: Basis | null;
  settleableAt?: Instant | null;
}

export function makeLine(run: RunState, seed: LineSeed): Line {
  const line: Line = {
    sequence: run.nextSequence,
    orderNo: null,
    usageBases: new Map(),
    adjusts: null,
    deficitNo: null,
    productNo: null,
    partnerNo: null,
    basis: null,
    settleableAt: null,
    statement: null,
    ...seed,
  };
  run.nextSequence += 1;
  run.made.push(line);
  return line;
}
