import { Decimal, formatAmount } from "../src/domain/money.js";
import { entitlementOf, shareBaseOfSale } from "../src/domain/share.js";
import type { OrderRow, Payments, RefundRow, Standing } from "./row-loop-rules.js";

/** A line with what it was computed from. */
export interface Line {
  readonly kind: "order" | "refund" | "usage";
  /** Null for usage, which sums orders. */
  readonly orderId: string | null;
  /** Whose product, ratio and rates they are: the order itself, or what a refund gives back. */
  readonly sale: OrderRow;
  readonly standing: Standing;
  readonly usageMonth: string | null;
  readonly dealAmount: string;
  readonly floorAmount: string | null;
  readonly cash: Decimal;
  readonly base: Decimal;
  readonly completesAmount: Decimal | null;
  readonly amount: Decimal;
  readonly settleableAt: string | null;
}

function cashOf(order: Payments): Decimal {
  return new Decimal(order.cash_amount)
    .plus(order.stored_value_amount)
    .plus(order.performance_coupon_amount);
}

/** R-A1 to R-A5, R-A8. */
function amountOf(sale: OrderRow, standing: Standing, base: Decimal): Decimal {
  return entitlementOf({
    rule: standing.rule,
    shareBase: base.toFixed(),
    ratio: standing.ratio ?? "0",
    outputTaxRate: sale.output_tax_rate,
    serviceFeeRate: standing.serviceFeeRate,
    settleableRatio: sale.settleable_ratio,
  });
}

/** R-A1 to R-A6. */
function saleBase(sale: OrderRow, standing: Standing, cash: Decimal): Decimal {
  const amounts = {
    cashConsumption: cash.toFixed(),
    dealAmount: sale.deal_amount,
    floorAmount: sale.floor_amount,
  };
  return shareBaseOfSale(standing.rule, sale.sourcing, amounts) ?? new Decimal(0);
}

export function saleLine(sale: OrderRow, standing: Standing, settleableAt: string | null): Line {
  const cash = cashOf(sale);
  const base = saleBase(sale, standing, cash);
  return {
    kind: "order",
    orderId: sale.order_id,
    sale,
    standing,
    usageMonth: null,
    dealAmount: sale.deal_amount,
    floorAmount: sale.floor_amount,
    cash,
    base,
    completesAmount: null,
    amount: amountOf(sale, standing, base),
    settleableAt,
  };
}

/** R-A9: the rule and rates of the sale on the refund's own amounts. */
export function refundLine(
  sale: OrderRow,
  refund: RefundRow,
  standing: Standing,
  settleableAt: string | null,
): Line {
  const cash = cashOf(refund);
  const floorAmount = refund.floor_amount ?? floorInProportion(sale, refund);
  const base = refundBase(sale, refund, standing, { cash, floorAmount });
  return {
    kind: "refund",
    orderId: refund.order_id,
    sale,
    standing,
    usageMonth: null,
    dealAmount: refund.deal_amount,
    floorAmount,
    cash,
    base,
    completesAmount: null,
    amount: amountOf(sale, standing, base),
    settleableAt,
  };
}

/** R-IN3: where a refund says no floor. */
function floorInProportion(sale: OrderRow, refund: RefundRow): string | null {
  if (sale.floor_amount === null) return null;
  const deal = new Decimal(sale.deal_amount);
  if (deal.isZero()) return "0.00";
  return formatAmount(new Decimal(sale.floor_amount).times(refund.deal_amount).dividedBy(deal));
}

function refundBase(
  sale: OrderRow,
  refund: RefundRow,
  { rule }: Standing,
  { cash, floorAmount }: { cash: Decimal; floorAmount: string | null },
): Decimal {
  if (rule === "R-A5") return cash;
  if (rule === "R-A1") return sale.sourcing === "joint" ? cash.dividedBy(2) : cash;
  // R-A6: the refund of a sale below its floor is 0 too.
  if (new Decimal(sale.deal_amount).lessThan(sale.floor_amount ?? 0)) return new Decimal(0);
  return new Decimal(refund.deal_amount).minus(floorAmount ?? 0);
}

/** Usage of one partner, product, month, rule and ratio (R-A7). */
export class UsageSum {
  private deal = new Decimal(0);
  private floor: Decimal | null = null;
  private cash = new Decimal(0);
  private base = new Decimal(0);
  private latest = "";

  constructor(
    private readonly sale: OrderRow,
    private readonly standing: Standing,
    private readonly month: string,
  ) {}

  add(order: OrderRow, settleableAt: string): void {
    const cash = cashOf(order);
    this.deal = this.deal.plus(order.deal_amount);
    if (order.floor_amount !== null) {
      this.floor = (this.floor ?? new Decimal(0)).plus(order.floor_amount);
    }
    this.cash = this.cash.plus(cash);
    this.base = this.base.plus(saleBase(order, this.standing, cash));
    if (settleableAt > this.latest) this.latest = settleableAt;
  }

  /** Bases are summed first, the formula is applied once. */
  line(): Line {
    return {
      kind: "usage",
      orderId: null,
      sale: this.sale,
      standing: this.standing,
      usageMonth: this.month,
      dealAmount: this.deal.toFixed(2),
      floorAmount: this.floor?.toFixed(2) ?? null,
      cash: this.cash,
      base: this.base,
      completesAmount: null,
      amount: amountOf(this.sale, this.standing, this.base),
      settleableAt: this.latest,
    };
  }
}

/** The values of a line in the order of `row-loop-insert.sql`. */
export function valuesOf(line: Line, lineNo: number): unknown[] {
  const { sale, standing } = line;
  return [
    lineNo,
    line.kind,
    line.orderId,
    sale.product_no,
    sale.partner_no,
    line.usageMonth,
    standing.rule,
    line.dealAmount,
    line.floorAmount,
    line.cash.toFixed(2),
    line.base.toFixed(3),
    standing.ratio,
    sale.output_tax_rate,
    standing.serviceFeeRate,
    sale.settleable_ratio,
    line.completesAmount?.toFixed(2) ?? null,
    line.amount.toFixed(2),
    line.settleableAt,
  ];
}
