import { cents, type Facts, instant, of, paymentColumns, type Row } from "./rehearsal-reading.js";

/**
 * What of the rules of input (R-IN1 to R-IN6) the facts break, one sentence each. Written from the
 * specification and independent of src/intake, so that the two can be held against each other.
 */
export function findViolations(facts: Facts): string[] {
  const found: string[] = [];
  for (const partner of facts.partners.values()) found.push(...checkPartner(facts, partner));
  for (const product of facts.products.values()) {
    if (!isRate(of(product, "output_tax_rate")))
      found.push(`${of(product, "product_no")} R-IN4 tax`);
  }
  for (const term of facts.terms.values()) {
    if (!isRatio(of(term, "share_ratio"), 1)) found.push(`${of(term, "product_no")} R-IN4 terms`);
  }
  const refunds = new Map<string, Row[]>();
  for (const order of facts.orders.values()) {
    const say = (rule: string): number => found.push(`${of(order, "order_no")} ${rule}`);
    checkForm(order, say);
    checkOrder(facts, order, say);
    if (of(order, "order_type") === "refund") {
      const original = of(order, "original_order_no");
      refunds.set(original, [...(refunds.get(original) ?? []), order]);
    }
  }
  for (const [original, its] of refunds) checkRefunds(facts, original, its, found);
  return found;
}

type Say = (rule: string) => void;

function isRatio(text: string, most: number): boolean {
  return /^\d(\.\d{1,6})?$/.test(text) && Number(text) > 0 && Number(text) <= most;
}

function isRate(text: string): boolean {
  return /^0(\.\d{1,4})?$/.test(text);
}

function checkPartner(facts: Facts, partner: Row): string[] {
  const found: string[] = [];
  const no = of(partner, "partner_no");
  const parent = of(partner, "parent_partner_no");
  if (parent !== "") {
    const above = facts.partners.get(parent);
    if (above === undefined || of(above, "parent_partner_no") !== "") found.push(`${no} parent`);
  }
  const rate = of(partner, "service_fee_rate");
  if (rate !== "" && !isRate(rate)) found.push(`${no} R-IN4 service fee`);
  const forms: readonly (readonly [string, RegExp])[] = [
    ["tax_no", /^([0-9A-Z]{18})?$/],
    ["bank_account", /^(\d{12,24})?$/],
    ["bank_code", /^(\d{12})?$/],
    ["mobile", /^139000\d{5}$/],
    ["email", /^[a-z0-9]+@partner\.example$/],
  ];
  for (const [column, form] of forms) {
    if (!form.test(of(partner, column))) found.push(`${no} ${column}`);
  }
  return found;
}

const timeColumns = [
  "settleable_ratio_at",
  "ordered_at",
  "paid_at",
  "repaid_at",
  "supervised_at",
  "provisioned_at",
  "effective_at",
];

function checkForm(order: Row, say: Say): void {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(of(order, "order_no"))) say("R-IN6 key");
  for (const column of timeColumns) instant(of(order, column));
  if (of(order, "ordered_at") === "") say("ordered_at missing");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: R-IN6 forbids exactly these.
  if (Object.values(order).some((text) => text.length > 200 || /[\u0000-\u001f]/.test(text))) {
    say("R-IN6 text");
  }
}

function checkOrder(facts: Facts, order: Row, say: Say): void {
  const type = of(order, "order_type");
  const deal = cents(of(order, "deal_amount"));
  const payments = paymentColumns.map((column) => cents(of(order, column)));
  if (payments.reduce((sum, amount) => sum + amount, 0) !== deal) say("R-IN1 sum");
  const sign = type === "refund" ? -1 : 1;
  if ([...payments, deal].some((amount) => amount * sign < 0)) say("R-IN1 sign");
  if (of(order, "repayment_status") === "repaid" && of(order, "repaid_at") === "") say("R-IN2");
  if (of(order, "supervision_status") === "completed" && of(order, "supervised_at") === "") {
    say("R-IN2");
  }
  const product = facts.products.get(of(order, "product_no"));
  if (product === undefined) {
    say("R-IN6 product");
    return;
  }
  const partner = of(order, "partner_no");
  if (partner !== "" && !facts.partners.has(partner)) say("R-IN6 partner");
  if (type === "refund") return;
  checkSale(order, product, say);
}

function checkSale(order: Row, product: Row, say: Say): void {
  const scenario = of(order, "sales_scenario");
  const isDealer = scenario === "dealer_alone" || scenario === "dealer_joint";
  const isSelected = of(product, "sourcing").startsWith("selected");
  if (isDealer !== isSelected) say("R-IN4 scenario");
  const floor = of(order, "floor_amount");
  const isFloor = of(product, "share_model") === "floor_discount" && scenario === "provider";
  if ((isDealer || isFloor) && floor === "") say("R-IN4 floor");
  if (floor !== "" && cents(floor) < 0) say("R-IN4 floor");
  const commission = of(order, "commission_ratio");
  if ((scenario === "dealer_joint") !== (commission !== "")) say("R-IN4 commission");
  if (commission !== "" && !isRatio(commission, 0.9)) say("R-IN4 commission");
  const share = of(order, "share_ratio");
  if (share !== "" && !isRatio(share, 1)) say("R-IN4 share");
  const part = of(order, "settleable_ratio");
  if (part !== "" && (!isRatio(part, 1) || of(order, "order_type") === "usage")) say("R-IN4 part");
  if (of(order, "original_order_no") !== "" || of(order, "refund_kind") !== "") say("R-IN2");
}

/** R-IN2, R-IN3 over all refunds of one original. */
function checkRefunds(
  facts: Facts,
  originalNo: string,
  its: readonly Row[],
  found: string[],
): void {
  const original = facts.orders.get(originalNo);
  if (original === undefined) {
    found.push(`${originalNo} R-IN2 missing`);
    return;
  }
  const paidAt = instant(of(original, "paid_at")) ?? Number.POSITIVE_INFINITY;
  const left = paymentColumns.map((column) => cents(of(original, column)));
  const floorIsHigh = floorExceedsDeal(original);
  const byTime = [...its].sort((a, b) => (of(a, "paid_at") < of(b, "paid_at") ? -1 : 1));
  for (const refund of byTime) {
    const say = (rule: string): number => found.push(`${of(refund, "order_no")} ${rule}`);
    const at = instant(of(refund, "paid_at"));
    if (["refund", "usage"].includes(of(original, "order_type"))) say("R-IN2 type");
    if (at === null || at < paidAt) say("R-IN2 time");
    for (const column of ["product_no", "partner_no"]) {
      if (of(refund, column) !== of(original, column)) say(`R-IN2 ${column}`);
    }
    if (of(original, "charge_mode") === "on_demand_package") say("R-IN3 package");
    for (const column of ["share_ratio", "commission_ratio", "settleable_ratio"]) {
      if (of(refund, column) !== "") say(`R-IN4 ${column}`);
    }
    if (!floorIsHigh && floorExceedsDeal(refund)) say("R-IN3 floor");
    paymentColumns.forEach((column, index) => {
      left[index] = (left[index] as number) + cents(of(refund, column));
    });
    if (left.some((amount) => amount < 0)) say("R-IN3 exceeds");
    const kind = of(refund, "refund_kind");
    if (kind !== "after_guarantee" && left.some((amount) => amount !== 0)) say("R-IN3 all");
    if (kind === "before_effective") {
      const effective = instant(of(original, "effective_at"));
      const isInTime = effective === null || (at !== null && effective > at);
      if (of(original, "order_type") !== "renewal" || !isInTime) say("R-IN3 renewal");
    }
  }
}

function floorExceedsDeal(order: Row): boolean {
  const floor = of(order, "floor_amount");
  return floor !== "" && Math.abs(cents(floor)) > Math.abs(cents(of(order, "deal_amount")));
}
