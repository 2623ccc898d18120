import { basisOf, factsDiffer, serviceFeeRateOf, shareAmount } from "./amounts.js";
import type { Basis, Line } from "./books.js";
import type { Order } from "./facts.js";
import {
  add,
  compare,
  isZero,
  negate,
  type Rational,
  rateText,
  subtract,
  sum,
  zero,
} from "./rational.js";
import {
  allLines,
  type LineSeed,
  type RunState,
  settleeOf,
  standingLines,
  timing,
} from "./run-state.js";
import { coversAll } from "./timing.js";

/** What a run would add for a sale or a refund if nothing held it; "unknown" where terms are gone. */
export type Due = LineSeed[] | "unknown";

/** R-A8: the ratio that counts in the period; a later one leaves what was settled last. */
export function countingRatio(run: RunState, sale: Order): Rational {
  const last = standingLines(run, sale.no).at(-1)?.basis;
  const isLater = sale.settleableRatioAt !== null && sale.settleableRatioAt >= run.end;
  return last && isLater ? last.settleableRatio : sale.settleableRatio;
}

/** R-A9: the refund that takes what is left: the last, where refunds add up to all of the original. */
function isCompleting(run: RunState, refund: Order): boolean {
  const original = run.facts.ruling(refund);
  const counting = run.facts
    .refundsOf(original)
    .map((each) => ({ each, at: timing(run, each).at }))
    .filter((one): one is { each: Order; at: number } => one.at !== null)
    .sort((a, b) => a.at - b.at || (a.each.no < b.each.no ? -1 : 1));
  const refunds = counting.map(({ each }) => each);
  return coversAll(original, refunds) && refunds.at(-1)?.no === refund.no;
}

function entitlement(
  run: RunState,
  order: Order,
  basis: Basis,
  serviceFeeRate: Rational,
): Rational {
  if (order.type !== "refund" || !isCompleting(run, order))
    return shareAmount(basis, serviceFeeRate);
  const original = run.facts.ruling(order);
  const others = run.facts.refundsOf(original).filter(({ no }) => no !== order.no);
  const worth = (each: Order): Rational => {
    const own = basisOf(run.facts, each, basis.settleableRatio, basis.sourcingFactor);
    return own === null ? zero : shareAmount(own, serviceFeeRate);
  };
  return negate(sum([original, ...others].map(worth)));
}

/** s: of the order's first line, of a refund's the original's; else the settlee's today (R-A9, R-A10). */
function serviceFeeRate(run: RunState, order: Order, settleeNo: string): Rational {
  const first = allLines(run, run.facts.ruling(order).no)[0];
  return first?.serviceFeeRate ?? serviceFeeRateOf(run.facts, settleeNo, run.today);
}

/** R-A8 to R-A10: kinds of what follows an order's first line. */
function laterKind(order: Order, last: Basis, now: Basis): LineSeed["kind"] {
  const raised = compare(now.settleableRatio, last.settleableRatio) > 0;
  if (!raised || factsDiffer(last, now)) return "adjustment";
  return order.type === "refund" ? "refund" : "order";
}

/** What stands at each output tax rate. */
function totalsByTax(lines: readonly Line[]): { rate: Rational; total: Rational; basis: Basis }[] {
  const totals = new Map<string, { rate: Rational; total: Rational; basis: Basis }>();
  for (const { outputTaxRate: rate, amount, basis } of lines) {
    const known = totals.get(rateText(rate))?.total;
    const total = known ? add(known, amount) : amount;
    totals.set(rateText(rate), { rate, total, basis: basis as Basis });
  }
  return [...totals.values()];
}

/** The lines an order is due in this run: its entitlement less what stands (R-A8, R-A9, R-A10). */
export function dueLines(run: RunState, order: Order): Due {
  const lines = standingLines(run, order.no);
  const settleeNo = settleeOf(run, order) as string;
  const ratio = countingRatio(run, run.facts.ruling(order));
  const last = lines.at(-1)?.basis ?? null;
  const basis = basisOf(run.facts, order, ratio, last?.sourcingFactor ?? null);
  if (basis === null) return "unknown";
  const rate = serviceFeeRate(run, order, settleeNo);
  const entitled = entitlement(run, order, basis, rate);
  const common = {
    settleeNo,
    serviceFeeRate: rate,
    orderNo: order.no,
    productNo: order.productNo,
    partnerNo: order.partnerNo,
    settleableAt: timing(run, order).at,
  };
  const now = { ...common, outputTaxRate: basis.outputTaxRate, basis };
  if (last === null) {
    return [{ ...now, kind: order.type === "refund" ? "refund" : "order", amount: entitled }];
  }
  const present = rateText(basis.outputTaxRate);
  const reversals = totalsByTax(lines)
    .filter(({ rate: old, total }) => rateText(old) !== present && !isZero(total))
    .map(({ rate: old, total, basis: oldBasis }) => ({
      ...common,
      kind: "adjustment" as const,
      outputTaxRate: old,
      basis: { ...oldBasis, settleableRatio: ratio },
      amount: negate(total),
    }));
  const standingNow = lines.filter(({ outputTaxRate }) => rateText(outputTaxRate) === present);
  const missing = subtract(entitled, sum(standingNow.map(({ amount }) => amount)));
  if (isZero(missing)) return reversals;
  const kind = reversals.length > 0 ? "adjustment" : laterKind(order, last, basis);
  return [...reversals, { ...now, kind, amount: missing }];
}
