import { baseOf, basisOf, serviceFeeRateOf, shareAmount } from "./amounts.js";
import type { Basis, Line } from "./books.js";
import type { Order } from "./facts.js";
import { monthOf } from "./periods.js";
import { add, isZero, one, type Rational, rateText, subtract, sum, zero } from "./rational.js";
import { standingReasons } from "./routing.js";
import {
  coveringLine,
  isOnOtherDraft,
  makeLine,
  type RunState,
  settleeOf,
  standingLines,
  timing,
} from "./run-state.js";
import { isInTime, isToldBefore, recordOutcome } from "./settle-orders.js";

interface Candidate {
  readonly order: Order;
  readonly reasons: readonly string[];
  /** A locked usage line covers it already. */
  readonly line: Line | null;
  /** What a changed base adds to what its usage line settled for it. */
  readonly difference: Rational;
}

/** R-A7: usage in one line per partner × product × month × rule × ratio × t; changes of it apart. */
export function settleUsage(run: RunState, orders: readonly Order[]): void {
  const candidates = orders.flatMap((order) => {
    const candidate = examine(run, order);
    return candidate ? [candidate] : [];
  });
  const ready = candidates.filter((each) => each.reasons.length === 0 && isDue(run, each.order));
  settleNew(
    run,
    ready.filter(({ line }) => line === null),
  );
  adjustSettled(
    run,
    ready.filter(({ difference }) => !isZero(difference)),
  );
  for (const { order, reasons, line } of candidates) {
    // A difference that came to 0.00 made no line: then nothing of the order is left to tell.
    const isIdle = line !== null && reasons.length === 0 && coveringLine(run, order.no) === null;
    if (!isIdle) recordOutcome(run, order, reasons);
  }
}

function isDue(run: RunState, order: Order): boolean {
  const { at } = timing(run, order);
  return at !== null && at < run.end;
}

/** Null where the order is out of scope (R-E12). */
function examine(run: RunState, order: Order): Candidate | null {
  if (isOnOtherDraft(run, order.no)) return null;
  const reasons = [
    ...timing(run, order).reasons,
    ...standingReasons(run.facts, order, settleeOf(run, order), run.month),
  ];
  const lines = standingLines(run, order.no);
  const line = lines.find(({ kind }) => kind === "usage") ?? null;
  const difference = line ? baseDifference(run, order, line, lines) : zero;
  const candidate = { order, reasons, line, difference };
  if (coveringLine(run, order.no) !== null) return candidate;
  if (!isInTime(run, order) || (line !== null && isZero(difference))) return null;
  return isToldBefore(run, order, reasons) ? null : candidate;
}

function baseDifference(run: RunState, order: Order, line: Line, lines: readonly Line[]): Rational {
  const basis = line.basis as Basis;
  const now = baseOf(run.facts, order, basis.rule, basis.sourcingFactor);
  return subtract(now, sum(lines.map(({ usageBases }) => usageBases.get(order.no) ?? zero)));
}

function settleNew(run: RunState, candidates: readonly Candidate[]): void {
  const groups = new Map<string, { basis: Basis; orders: Order[] }>();
  for (const { order } of candidates) {
    const basis = basisOf(run.facts, order, one, null);
    if (basis === null) throw new Error(`no terms for ${order.no}`);
    const month = monthOf(timing(run, order).at as number);
    const rates = [rateText(basis.ratio), rateText(basis.outputTaxRate)];
    const key = [order.partnerNo, order.productNo, month, basis.rule, ...rates].join("|");
    const group = groups.get(key) ?? { basis, orders: [] };
    group.orders.push(order);
    groups.set(key, group);
  }
  for (const { basis, orders } of groups.values()) {
    const first = orders[0] as Order;
    const settleeNo = settleeOf(run, first) as string;
    const bases = new Map(
      orders.map((order) => [order.no, baseOf(run.facts, order, basis.rule, null)]),
    );
    const rate = serviceFeeRateOf(run.facts, settleeNo, run.today);
    const summed = { ...basis, ...sumsOver(run, orders), base: sum(bases.values()) };
    makeLine(run, {
      kind: "usage",
      settleeNo,
      outputTaxRate: basis.outputTaxRate,
      serviceFeeRate: rate,
      amount: shareAmount(summed, rate),
      usageBases: bases,
      productNo: first.productNo,
      partnerNo: first.partnerNo,
      basis: summed,
      settleableAt: Math.max(...orders.map((order) => timing(run, order).at as number)),
    });
  }
}

function sumsOver(run: RunState, orders: readonly Order[]): Pick<Basis, "deal" | "floor" | "cash"> {
  const bases = orders.map((order) => basisOf(run.facts, order, one, null) as Basis);
  const floors = bases.flatMap(({ floor }) => (floor === null ? [] : [floor]));
  return {
    deal: sum(bases.map(({ deal }) => deal)),
    floor: floors.length > 0 ? sum(floors) : null,
    cash: sum(bases.map(({ cash }) => cash)),
  };
}

/** One adjustment for each usage line, at that line's rule, ratio, t and s; 0.00 makes none. */
function adjustSettled(run: RunState, candidates: readonly Candidate[]): void {
  const groups = new Map<Line, Map<string, Rational>>();
  for (const { order, line, difference } of candidates) {
    if (line === null) continue;
    const differences = groups.get(line) ?? new Map<string, Rational>();
    groups.set(line, differences.set(order.no, difference));
  }
  for (const [line, differences] of groups) {
    const base = [...differences.values()].reduce(add, zero);
    const basis = { ...(line.basis as Basis), base };
    const amount = shareAmount(basis, line.serviceFeeRate);
    if (isZero(amount)) continue;
    makeLine(run, {
      kind: "adjustment",
      settleeNo: line.settleeNo,
      outputTaxRate: line.outputTaxRate,
      serviceFeeRate: line.serviceFeeRate,
      amount,
      usageBases: differences,
      adjusts: line,
      productNo: line.productNo,
      partnerNo: line.partnerNo,
      basis,
      settleableAt: line.settleableAt,
    });
  }
}
