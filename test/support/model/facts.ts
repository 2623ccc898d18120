import { add, type Rational, rational, zero } from "./rational.js";

/** A row as the CSV has it: strings by English header, blank where nothing stands. */
export type Row = Record<string, string>;

export interface FactRows {
  partners?: Row[];
  products?: Row[];
  productTerms?: Row[];
  orders?: Row[];
}

export interface Partner {
  readonly no: string;
  readonly parentNo: string | null;
  readonly taxpayerType: string;
  readonly serviceFeeRate: Rational | null;
  readonly businessInfo: string;
  readonly quarterly: boolean;
}

export interface Product {
  readonly no: string;
  readonly sourcing: string;
  readonly category: string;
  readonly outputTaxRate: Rational;
  readonly shareModel: string;
}

/** Instants are milliseconds since 1970; a time that is not there is null. */
export type Instant = number;

export interface Order {
  readonly no: string;
  readonly type: "new" | "renewal" | "usage" | "refund";
  readonly originalNo: string | null;
  readonly productNo: string;
  readonly partnerNo: string | null;
  readonly customerResellerNo: string | null;
  readonly operationsBase: boolean;
  readonly scenario: string;
  readonly deal: Rational;
  readonly floor: Rational | null;
  readonly shareRatio: Rational | null;
  readonly commissionRatio: Rational | null;
  readonly settleableRatio: Rational;
  readonly settleableRatioAt: Instant | null;
  /** Cash, stored value, performance coupons, plain coupons, vouchers. */
  readonly payments: readonly Rational[];
  readonly orderedAt: Instant;
  readonly paidAt: Instant | null;
  readonly repayment: string;
  readonly repaidAt: Instant | null;
  readonly supervision: string;
  readonly supervisedAt: Instant | null;
  readonly provisionedAt: Instant | null;
  readonly effectiveAt: Instant | null;
  readonly refundKind: string | null;
}

const timeForm =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** R-TIME: without an offset, Shanghai. A day alone is its midnight. */
export function instant(text: string): Instant {
  const match = timeForm.exec(text.trim());
  if (!match) throw new Error(`not a time: "${text}"`);
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = ""] = match;
  const offset = match[8] ?? "+08:00";
  const millis = fraction.padEnd(3, "0");
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}${offset}`);
}

/** The Shanghai calendar day of an instant, `YYYY-MM-DD`. */
export function shanghaiDay(at: Instant): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}

const blank = (text: string | undefined): string | null => text?.trim() || null;
const blankRational = (text: string | undefined): Rational | null =>
  blank(text) === null ? null : rational(text as string);
const blankInstant = (text: string | undefined): Instant | null =>
  blank(text) === null ? null : instant(text as string);

function readPartner(row: Row): Partner {
  return {
    no: row.partner_no ?? "",
    parentNo: blank(row.parent_partner_no),
    taxpayerType: row.taxpayer_type ?? "",
    serviceFeeRate: blankRational(row.service_fee_rate),
    businessInfo: row.business_info ?? "",
    quarterly: row.settlement_cycle === "quarterly",
  };
}

function readProduct(row: Row): Product {
  return {
    no: row.product_no ?? "",
    sourcing: row.sourcing ?? "",
    category: row.category ?? "",
    outputTaxRate: rational(row.output_tax_rate ?? ""),
    shareModel: row.share_model ?? "",
  };
}

const paymentColumns = [
  "cash_amount",
  "stored_value_amount",
  "performance_coupon_amount",
  "plain_coupon_amount",
  "voucher_amount",
];

function readOrder(row: Row): Order {
  return {
    no: row.order_no ?? "",
    type: row.order_type as Order["type"],
    originalNo: blank(row.original_order_no),
    productNo: row.product_no ?? "",
    partnerNo: blank(row.partner_no),
    customerResellerNo: blank(row.customer_reseller_no),
    operationsBase: row.operations_base === "true",
    scenario: row.sales_scenario ?? "",
    deal: blankRational(row.deal_amount) ?? zero,
    floor: blankRational(row.floor_amount),
    shareRatio: blankRational(row.share_ratio),
    commissionRatio: blankRational(row.commission_ratio),
    settleableRatio: blankRational(row.settleable_ratio) ?? rational("1"),
    settleableRatioAt: blankInstant(row.settleable_ratio_at),
    payments: paymentColumns.map((column) => blankRational(row[column]) ?? zero),
    orderedAt: instant(row.ordered_at ?? ""),
    paidAt: blankInstant(row.paid_at),
    repayment: row.repayment_status ?? "",
    repaidAt: blankInstant(row.repaid_at),
    supervision: row.supervision_status ?? "",
    supervisedAt: blankInstant(row.supervised_at),
    provisionedAt: blankInstant(row.provisioned_at),
    effectiveAt: blankInstant(row.effective_at),
    refundKind: blank(row.refund_kind),
  };
}

/** Everything imported so far; a row with a known key replaces the earlier one (R-IN5). */
export class Facts {
  readonly partners = new Map<string, Partner>();
  readonly products = new Map<string, Product>();
  readonly orders = new Map<string, Order>();
  /** By product, the share ratio by its first day. */
  readonly terms = new Map<string, Map<string, Rational>>();
  private readonly refunds = new Map<string, Set<string>>();

  import(rows: FactRows): void {
    for (const row of rows.partners ?? []) this.importPartner(readPartner(row));
    for (const row of rows.products ?? [])
      this.products.set(row.product_no ?? "", readProduct(row));
    for (const row of rows.productTerms ?? []) {
      const productNo = row.product_no ?? "";
      const dated = this.terms.get(productNo) ?? new Map<string, Rational>();
      dated.set(shanghaiDay(instant(row.effective_from ?? "")), rational(row.share_ratio ?? ""));
      this.terms.set(productNo, dated);
    }
    for (const row of rows.orders ?? []) this.importOrder(readOrder(row));
  }

  private importPartner(partner: Partner): void {
    const known = this.partners.get(partner.no)?.parentNo;
    if (known && known !== partner.parentNo) throw new Error(`R-IN7: parent of ${partner.no}`);
    this.partners.set(partner.no, partner);
  }

  private importOrder(order: Order): void {
    this.orders.set(order.no, order);
    if (order.originalNo === null) return;
    const siblings = this.refunds.get(order.originalNo) ?? new Set<string>();
    this.refunds.set(order.originalNo, siblings.add(order.no));
  }

  order(no: string): Order {
    const found = this.orders.get(no);
    if (!found) throw new Error(`no order ${no}`);
    return found;
  }

  product(order: Order): Product {
    const found = this.products.get(order.productNo);
    if (!found) throw new Error(`no product ${order.productNo}`);
    return found;
  }

  partner(no: string): Partner {
    const found = this.partners.get(no);
    if (!found) throw new Error(`no partner ${no}`);
    return found;
  }

  refundsOf(order: Order): Order[] {
    return [...(this.refunds.get(order.no) ?? [])].map((no) => this.order(no));
  }

  /** The order whose facts rule: a refund's original, else the order itself. */
  ruling(order: Order): Order {
    return order.originalNo === null ? order : this.order(order.originalNo);
  }

  /** The settlee of a partner; of one that the programme does not know, itself (R-IN6). */
  settleeNo(partnerNo: string): string {
    return this.partners.get(partnerNo)?.parentNo ?? partnerNo;
  }
}

/** C, cash consumption: cash, stored value, coupons that count; a stored value card has none. */
export function cashConsumption(order: Order, product: Product): Rational {
  if (product.category === "stored_value_card") return zero;
  const [cash = zero, storedValue = zero, performanceCoupon = zero] = order.payments;
  return add(add(cash, storedValue), performanceCoupon);
}
