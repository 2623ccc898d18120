import { instant, type Row } from "./facts.js";
import {
  alter,
  cents,
  centsText,
  dayMs,
  paymentColumnsOf,
  paymentsOf,
  put,
  refundsOf,
  salesOf,
  secondMs,
  text,
  timeText,
  type World,
} from "./scenario-world.js";

const isFull = (refund: Row): boolean => text(refund, "refund_kind") !== "after_guarantee";

/** What of a sale is not refunded yet, in each payment amount. */
function leftOf(world: World, sale: Row): bigint[] {
  return refundsOf(world, sale)
    .map(paymentsOf)
    .reduce(
      (left, back) => left.map((each, index) => each + (back[index] ?? 0n)),
      paymentsOf(sale),
    );
}

/** Adds a refund of some sale that may have one (R-IN2, R-IN3); sales with refunds more often. */
export function addRefund(world: World): void {
  const { random } = world;
  const open = salesOf(world).filter(
    (sale) =>
      text(sale, "paid_at") !== "" &&
      text(sale, "charge_mode") !== "on_demand_package" &&
      leftOf(world, sale).some((left) => left > 0n),
  );
  if (open.length === 0) return;
  const started = open.filter((sale) => refundsOf(world, sale).length > 0);
  const sale = random.pick(started.length > 0 && random.chance(0.5) ? started : open);
  const kind = someKind(world, sale);
  const paidAt = instant(text(sale, "paid_at")) + refundDelay(world) * secondMs;
  const isPaid = kind === "before_effective" || random.chance(0.9);
  const orderedAt = paidAt - (random.chance(0.5) ? 0 : 3600 * secondMs);
  if (kind === "before_effective") postponeEffect(world, sale, paidAt);
  const left = leftOf(world, sale);
  const payments = kind === "after_guarantee" ? somePart(world, left) : left;
  const back = payments.map((each) => -each);
  const no = `${text(sale, "order_no")}R${refundsOf(world, sale).length + 1}`;
  put(world, "orders", no, {
    ...sale,
    order_no: no,
    order_type: "refund",
    original_order_no: text(sale, "order_no"),
    share_ratio: "",
    commission_ratio: "",
    settleable_ratio: "",
    settleable_ratio_at: "",
    ...paymentColumnsOf(back),
    floor_amount: refundFloor(world, sale, back),
    ordered_at: timeText(random, orderedAt),
    paid_at: isPaid ? timeText(random, paidAt) : "",
    repayment_status: "none",
    repaid_at: "",
    supervision_status: "not_involved",
    supervised_at: "",
    provisioned_at: "",
    effective_at: "",
    refund_kind: kind,
  });
}

/** `before_effective` is for renewals that had not taken effect at the refund (R-IN3). */
function postponeEffect(world: World, sale: Row, refundedAt: number): void {
  const { random } = world;
  const effectiveAt = text(sale, "effective_at");
  if (effectiveAt === "" || instant(effectiveAt) > refundedAt) return;
  const later = timeText(random, refundedAt + random.between(1, 90) * dayMs);
  alter(world, text(sale, "order_no"), { effective_at: random.pick(["", later]) });
}

function refundDelay(world: World): number {
  return world.random.weigh([
    [1, 0],
    [4, world.random.between(0, 5 * 86_400)],
    [4, world.random.between(0, 80 * 86_400)],
  ]);
}

function someKind(world: World, sale: Row): string {
  const kinds = ["after_guarantee", "after_guarantee", "after_guarantee", "no_reason"];
  if (text(sale, "order_type") === "renewal") kinds.push("before_effective", "before_effective");
  return world.random.pick(kinds);
}

/** At least a cent of what is left; all of it at times, so that the refund completes. */
function somePart(world: World, left: readonly bigint[]): bigint[] {
  const { random } = world;
  if (random.chance(0.4)) return [...left];
  const part = random.between(1, 999);
  const payments = left.map((each) => (each * BigInt(part)) / 1000n);
  return payments.some((each) => each > 0n) ? payments : [...left];
}

/** Blank (the proportion then), or a floor no greater in size than the refund allows (R-IN3). */
function refundFloor(world: World, sale: Row, payments: readonly bigint[]): string {
  const { random } = world;
  if (text(sale, "floor_amount") === "" || random.chance(0.6)) return "";
  const deal = payments.reduce((total, each) => total + each, 0n);
  return centsText((deal * BigInt(random.between(0, 1000))) / 1000n);
}

/** 15 digits and 2 decimals, in cents (R-IN6). */
const greatestAmount = 99_999_999_999_999_999n;

/** New payment amounts for a sale, with its refunds kept within them. */
export function changeSaleAmounts(world: World, sale: Row, payments: readonly bigint[]): void {
  const refunds = refundsOf(world, sale);
  const full = refunds.find(isFull);
  const partial = refunds.filter((refund) => !isFull(refund)).map(paymentsOf);
  const least = payments.map((_, index) => -sum(partial.map((back) => back[index] ?? 0n)));
  const kept = payments.map((each, index) => {
    const refunded = least[index] ?? 0n;
    return each > refunded ? each : refunded;
  });
  if (sum(kept) > greatestAmount) return;
  if (full) {
    const left = kept.map((each, index) => (least[index] ?? 0n) - each);
    if (left.every((each) => each === 0n)) return;
    alter(world, text(full, "order_no"), paymentColumnsOf(left));
  } else if (refunds.length > 0 && kept.every((each) => each === 0n)) {
    return;
  }
  alter(world, text(sale, "order_no"), paymentColumnsOf(kept));
  repairRefundFloors(world, text(sale, "order_no"));
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, each) => total + each, 0n);
}

/** R-IN3: a refund's own floor may have become too great for its deal or its sale. */
export function repairRefundFloors(world: World, saleNo: string): void {
  const sale = world.orders.get(saleNo) as Row;
  const isInverse = cents(text(sale, "floor_amount")) > cents(text(sale, "deal_amount"));
  for (const refund of refundsOf(world, sale)) {
    const floor = text(refund, "floor_amount");
    const isTooGreat = cents(floor) < cents(text(refund, "deal_amount"));
    if (floor !== "" && (text(sale, "floor_amount") === "" || (isTooGreat && !isInverse))) {
      alter(world, text(refund, "order_no"), { floor_amount: "" });
    }
  }
}

/** Pays an unpaid refund, or changes how much of an unfinished one was given back. */
export function changeRefund(world: World): void {
  const { random } = world;
  const refunds = [...world.orders.values()].filter((row) => text(row, "order_type") === "refund");
  if (refunds.length === 0) return;
  const refund = random.pick(refunds);
  const no = text(refund, "order_no");
  const sale = world.orders.get(text(refund, "original_order_no")) as Row;
  if (text(refund, "paid_at") === "") {
    const after = refundDelay(world) * secondMs;
    alter(world, no, { paid_at: timeText(random, instant(text(sale, "paid_at")) + after) });
    return;
  }
  if (isFull(refund)) return;
  const left = leftOf(world, sale);
  if (refundsOf(world, sale).some(isFull)) return;
  const most = left.map((each, index) => each - (paymentsOf(refund)[index] ?? 0n));
  const payments = somePart(world, most).map((each) => -each);
  alter(world, no, { ...paymentColumnsOf(payments), floor_amount: "" });
}
