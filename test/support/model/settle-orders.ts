import { countingRatio, dueLines } from "./due-lines.js";
import { cashConsumption, type Order } from "./facts.js";
import { compare, one } from "./rational.js";
import { excludingReasons, standingReasons } from "./routing.js";
import {
  coveringLine,
  isOnOtherDraft,
  makeLine,
  type RunState,
  settleeOf,
  standingLines,
  timing,
} from "./run-state.js";

/** Records an order that is in scope; what a line of the period covers is settled (§3, end). */
export function recordOutcome(run: RunState, order: Order, reasons: readonly string[]): void {
  const line = coveringLine(run, order.no);
  const excluded = reasons.some((reason) => excludingReasons.has(reason));
  run.outcomes.push({
    orderNo: order.no,
    outcome: line ? "settled" : excluded ? "excluded" : "carried",
    reasons: line ? [] : reasons,
    line,
    cash: cashConsumption(order, run.facts.product(order)),
    settleeNo: settleeOf(run, order),
  });
}

/** R-E12, first part: settleable before the end of the period, or not yet though ordered before it. */
export function isInTime(run: RunState, order: Order): boolean {
  return (timing(run, order).at ?? order.orderedAt) < run.end;
}

/** An excluded order is told once: not again in a period after one that left it excluded. */
export function isToldBefore(run: RunState, order: Order, reasons: readonly string[]): boolean {
  const excluded = reasons.some((reason) => excludingReasons.has(reason));
  return excluded && run.toldBefore.has(order.no);
}

/** One sale or refund: out of scope, or exactly one outcome, and the lines it is due. */
export function settleOrder(run: RunState, order: Order): void {
  if (isOnOtherDraft(run, order.no)) return;
  const isCovered = coveringLine(run, order.no) !== null;
  const { at, reasons: timingReasons } = timing(run, order);
  const reasons = [
    ...timingReasons,
    ...standingReasons(run.facts, order, settleeOf(run, order), run.month),
  ];
  if (isCovered) {
    if (at !== null && at < run.end && reasons.length === 0) addDue(run, order);
    recordOutcome(run, order, reasons);
    return;
  }
  if (!isInTime(run, order)) return;
  const isStarted = standingLines(run, order.no).length > 0;
  if (isStarted && isNothingDue(run, order)) {
    const isOpen = order.type !== "refund" && compare(countingRatio(run, order), one) < 0;
    if (!isOpen) return;
    reasons.push("partly_settled");
  }
  if (isToldBefore(run, order, reasons)) return;
  if (reasons.length === 0) addDue(run, order);
  recordOutcome(run, order, reasons);
}

/** Without terms nobody can say: then something is due, and no_terms holds it. */
function isNothingDue(run: RunState, order: Order): boolean {
  const due = dueLines(run, order);
  return due !== "unknown" && due.length === 0;
}

function addDue(run: RunState, order: Order): void {
  const due = dueLines(run, order);
  if (due === "unknown") throw new Error(`no terms for ${order.no}`);
  for (const seed of due) makeLine(run, seed);
}
