import { type Instant, instant, type Row } from "./facts.js";
import {
  centsText,
  dayMs,
  paymentColumnsOf,
  put,
  rows,
  secondMs,
  someInstant,
  text,
  timeText,
  type World,
} from "./scenario-world.js";

/** Rates that make ties and long fractions, beside the usual ones. */
const shareRatios = ["0.005", "0.01", "0.2", "0.25", "0.333333", "0.5", "0.5", "1"];
export const outputTaxRates = ["0", "0.01", "0.03", "0.06", "0.06", "0.09", "0.13", "0.13", "0.25"];
export const serviceFeeRates = ["", "", "0.01", "0.03", "0.06", "0.06", "0.13", "0.25", "0"];
export const settleableRatios = ["0.3", "0.5", "0.6", "0.9", "0.333333", "0.005"];

export function addPartners(world: World): void {
  const { random } = world;
  const count = random.between(1, 4);
  for (let index = 1; index <= count; index += 1) {
    const no = `P${index}`;
    const isSecondTier = index > 1 && random.chance(0.3);
    const tops = rows(world.partners).filter((row) => text(row, "parent_partner_no") === "");
    put(world, "partners", no, {
      partner_no: no,
      name: `伙伴${index}`,
      parent_partner_no: isSecondTier ? text(random.pick(tops), "partner_no") : "",
      taxpayer_type: random.pick(["general", "general", "small_scale"]),
      service_fee_rate: random.pick(serviceFeeRates),
      business_info: random.weigh([
        [14, "certified"],
        [1, "changing"],
        [1, "missing"],
      ]),
      settlement_cycle: random.pick(["monthly", "monthly", "", "quarterly"]),
      email: `p${index}@partner.example`,
      mobile: `1390000000${index}`,
      locale: "zh-CN",
    });
  }
}

/** Of every second product all orders carry a floor, so that its share model may change. */
export function isFloored(productNo: string): boolean {
  return Number(productNo.slice(1)) % 2 === 0;
}

export function addProducts(world: World): void {
  const { random } = world;
  const count = random.between(2, 5);
  for (let index = 1; index <= count; index += 1) {
    const no = `D${index}`;
    const deal = random.chance(0.25);
    put(world, "products", no, {
      product_no: no,
      name: `商品${index}`,
      seller_name: "商家",
      sourcing: deal
        ? random.pick(["selected", "selected_self_operated"])
        : random.weigh([
            [6, "joint"],
            [6, "self_operated"],
            [1, "general"],
          ]),
      category: random.weigh([
        [3, "saas"],
        [1, "image"],
        [3, "license"],
        [1, "service"],
        [1, "orchestration"],
        [1, "hardware"],
        [2, "api"],
        [0.4, "stored_value_card"],
      ]),
      output_tax_rate: random.pick(outputTaxRates),
      share_model: isFloored(no) && random.chance(0.6) ? "floor_discount" : "deal_price",
      performance_policy: "standard",
    });
    if (random.chance(0.85)) addTerms(world, no, "2026-01-01");
    if (random.chance(0.3)) addTerms(world, no, `${random.pick(world.months)}-10`);
  }
}

export function addTerms(world: World, productNo: string, effectiveFrom: string): void {
  put(world, "productTerms", `${productNo}|${effectiveFrom}`, {
    product_no: productNo,
    effective_from: effectiveFrom,
    share_ratio: world.random.pick(shareRatios),
    authorised_discount: "0.85",
  });
}

/** Cents of a deal: tiny ones, ones that make ties, usual and extreme ones. */
export function someDeal(world: World): bigint {
  const { random } = world;
  return random.weigh<() => bigint>([
    [2, () => BigInt(random.between(1, 6))],
    [3, () => BigInt(random.between(1, 40)) * 50n],
    [5, () => BigInt(random.between(1, 500_000))],
    [1, () => BigInt(random.between(1, 1_000_000_000))],
    [0.2, () => 99_999_999_999_990_000n - BigInt(random.between(0, 1000))],
  ])();
}

/** Splits a deal over the five payment amounts. */
export function splitDeal(world: World, deal: bigint): bigint[] {
  const { random } = world;
  if (random.chance(0.6)) return [deal, 0n, 0n, 0n, 0n];
  const shares = [0, 1, 2, 3].map(() => {
    const part = (deal * BigInt(random.between(0, 400))) / 1000n;
    return random.chance(0.3) ? 0n : part / 2n;
  });
  return [deal - shares.reduce((a, b) => a + b, 0n), ...shares];
}

export function someFloor(world: World, deal: bigint): string {
  const { random } = world;
  return random.weigh<() => string>([
    [6, () => centsText((deal * BigInt(random.between(0, 1000))) / 1000n)],
    [1, () => centsText(deal)],
    [1, () => centsText(0n)],
    [2, () => centsText(deal + BigInt(random.between(1, 2000)))],
  ])();
}

/** A scenario that the product allows, and what it needs (R-IN4). */
export function scenarioColumns(world: World, product: Row, deal: bigint): Row {
  const { random } = world;
  const isSelected = text(product, "sourcing").startsWith("selected");
  const scenario = isSelected
    ? random.pick(["dealer_alone", "dealer_joint"])
    : random.pick(["provider", "provider", "provider", "merchant_joint"]);
  const needsFloor = isSelected || isFloored(text(product, "product_no"));
  return {
    sales_scenario: scenario,
    floor_amount: needsFloor || random.chance(0.1) ? someFloor(world, deal) : "",
    share_ratio: random.chance(0.4) ? random.pick(shareRatios) : "",
    commission_ratio:
      scenario === "dealer_joint" ? random.pick(["0.4", "0.005", "0.9", "0.333333"]) : "",
  };
}

/** Status columns and times that follow an order; most orders have nothing in their way. */
function progressColumns(world: World, type: string, orderedAt: Instant): Row {
  const { random } = world;
  const isClean = random.chance(world.cleanShare);
  const later = (maxDays: number): string =>
    timeText(random, orderedAt + random.between(0, maxDays * 86_400) * secondMs);
  const reach = isClean ? 2 : 40;
  const repayment = isClean ? "none" : random.pick(["none", "outstanding", "repaid", "repaid"]);
  const supervision = isClean
    ? random.pick(["not_involved", "not_involved", "completed"])
    : random.pick(["not_involved", "in_progress", "completed"]);
  const maybe = (column: string): string => (isClean || random.chance(0.85) ? column : "");
  return {
    ordered_at: timeText(random, orderedAt),
    paid_at: maybe(isClean ? timeText(random, orderedAt) : later(reach)),
    repayment_status: repayment,
    repaid_at: repayment === "repaid" ? later(reach) : "",
    supervision_status: type === "renewal" && isClean ? "not_involved" : supervision,
    supervised_at: supervision === "completed" ? later(reach) : "",
    provisioned_at: maybe(later(reach)),
    effective_at: maybe(later(reach)),
  };
}

/** A new sale or usage order, at any time of the story: late ones arrive by themselves. */
export function addOrder(world: World, type: "new" | "renewal" | "usage"): Row {
  const { random } = world;
  const products = rows(world.products);
  const product = type === "usage" && random.chance(0.7) ? products[0] : random.pick(products);
  const deal =
    type === "usage" && random.chance(0.7) ? BigInt(random.between(1, 9)) : someDeal(world);
  const no = `O${String(world.nextOrder).padStart(3, "0")}`;
  world.nextOrder += 1;
  const isPartly = type !== "usage" && random.chance(0.25);
  const partnerNos = [...world.partners.keys()];
  const row: Row = {
    order_no: no,
    order_type: type,
    charge_mode:
      type === "usage"
        ? random.pick(["on_demand", "per_use"])
        : random.pick(["subscription", "subscription", "subscription", "on_demand_package"]),
    original_order_no: "",
    product_no: text(product as Row, "product_no"),
    customer_no: "C1",
    customer_name: "客户",
    partner_no: random.chance(0.05) ? "" : random.pick(partnerNos),
    customer_reseller_no: random.chance(0.1) ? random.pick([...partnerNos, "R9"]) : "",
    operations_base: random.chance(0.03) ? "true" : "false",
    ...scenarioColumns(world, product as Row, deal),
    settleable_ratio: isPartly ? random.pick(settleableRatios) : "",
    settleable_ratio_at: "",
    ...paymentColumnsOf(splitDeal(world, deal)),
    ...progressColumns(world, type, someInstant(world)),
    refund_kind: "",
  };
  if (isPartly && random.chance(0.5)) {
    const delay = random.between(0, 50) * dayMs;
    row.settleable_ratio_at = timeText(random, instant(text(row, "ordered_at")) + delay);
  }
  put(world, "orders", no, row);
  return row;
}
