import { instant, type Row, shanghaiDay } from "./facts.js";
import {
  addTerms,
  isFloored,
  outputTaxRates,
  scenarioColumns,
  serviceFeeRates,
  settleableRatios,
  someDeal,
  someFloor,
  splitDeal,
} from "./scenario-facts.js";
import { changeSaleAmounts, repairRefundFloors } from "./scenario-refunds.js";
import {
  alter,
  cents,
  dayMs,
  paymentColumnsOf,
  paymentsOf,
  put,
  refundsOf,
  rows,
  salesOf,
  secondMs,
  someInstant,
  text,
  timeText,
  type World,
} from "./scenario-world.js";

const usageOf = (world: World): Row[] =>
  rows(world.orders).filter((row) => text(row, "order_type") === "usage");

/** A few cents more or less, some other deal, or another split of the same deal. */
function changedPayments(world: World, row: Row): bigint[] {
  const { random } = world;
  const deal = cents(text(row, "deal_amount"));
  return random.weigh<() => bigint[]>([
    [
      3,
      () =>
        paymentsOf(row).map((each, index) =>
          index === 0 ? each + BigInt(random.between(1, 3)) : each,
        ),
    ],
    [2, () => splitDeal(world, deal)],
    [2, () => splitDeal(world, someDeal(world))],
  ])();
}

export function changeAmounts(world: World): void {
  const sale = world.random.pick(salesOf(world));
  changeSaleAmounts(world, sale, changedPayments(world, sale));
}

export function changeUsage(world: World): void {
  const usage = usageOf(world);
  if (usage.length === 0) return;
  const row = world.random.pick(usage);
  alter(world, text(row, "order_no"), paymentColumnsOf(changedPayments(world, row)));
}

/** Raises or lowers a settleable ratio, dated anywhere from before the sale to after the story. */
export function changeSettleableRatio(world: World): void {
  const { random } = world;
  const partly = salesOf(world).filter((row) => text(row, "settleable_ratio") !== "");
  const sale = random.pick(partly.length > 0 && random.chance(0.85) ? partly : salesOf(world));
  const ratio = random.weigh<string>([
    [3, random.pick(["1", ""])],
    [4, random.pick(settleableRatios)],
  ]);
  alter(world, text(sale, "order_no"), {
    settleable_ratio: ratio,
    settleable_ratio_at: random.chance(0.3) ? "" : timeText(random, someInstant(world)),
  });
  if (random.chance(0.15)) changeSaleAmounts(world, sale, changedPayments(world, sale));
}

/** Another ratio, scenario or floor: what R-A1 to R-A6 read beside the amounts. */
export function changeTermsOfSale(world: World): void {
  changeTermsOf(world, world.random.pick([...salesOf(world), ...usageOf(world)]));
}

/** Rule and t at once: what is reversed was computed by another rule (R-A10). */
export function changeTermsAndTax(world: World): void {
  const sale = world.random.pick(salesOf(world));
  const product = world.products.get(text(sale, "product_no")) as Row;
  const output_tax_rate = world.random.pick(outputTaxRates);
  put(world, "products", text(product, "product_no"), { ...product, output_tax_rate });
  changeTermsOf(world, sale);
}

function changeTermsOf(world: World, row: Row): void {
  const { random } = world;
  const no = text(row, "order_no");
  const product = world.products.get(text(row, "product_no")) as Row;
  const deal = cents(text(row, "deal_amount"));
  const columns = scenarioColumns(world, product, deal);
  const kind = random.pick(["ratio", "floor", "scenario"]);
  if (kind === "ratio" && text(row, "sales_scenario") === "dealer_joint") {
    alter(world, no, { commission_ratio: random.pick(["0.4", "0.1", "0.9", "0.005"]) });
  } else if (kind === "ratio") {
    alter(world, no, { share_ratio: text(columns, "share_ratio") });
  } else if (kind === "floor" && text(row, "floor_amount") !== "") {
    alter(world, no, { floor_amount: someFloor(world, deal) });
  } else if (kind === "scenario") {
    alter(world, no, columns);
  }
  repairRefundFloors(world, no);
}

/** Moves the status of an order on, or back, or its times about (R-E1 to R-E5). */
export function changeStatus(world: World): void {
  const { random } = world;
  const row = random.pick([...salesOf(world), ...usageOf(world)]);
  const no = text(row, "order_no");
  const refunds = refundsOf(world, row);
  const bound = refunds.some((refund) => text(refund, "refund_kind") === "before_effective");
  const at = timeText(random, someInstant(world));
  const soon = timeText(
    random,
    instant(text(row, "ordered_at")) + random.between(0, 86_400) * 1000,
  );
  const kind = random.pick(["pay", "repay", "supervise", "provision", "effective", "clear"]);
  if (kind === "pay" && refunds.length === 0)
    alter(world, no, { paid_at: random.pick([soon, at]) });
  if (kind === "repay") alter(world, no, { repayment_status: "repaid", repaid_at: at });
  if (kind === "supervise") {
    alter(world, no, { supervision_status: "completed", supervised_at: random.pick([soon, at]) });
  }
  if (kind === "provision") alter(world, no, { provisioned_at: random.pick([soon, at]) });
  if (kind === "effective" && !bound) alter(world, no, { effective_at: random.pick([soon, at]) });
  if (kind === "clear") clearStatus(world, row, refunds.length > 0);
}

function clearStatus(world: World, row: Row, isRefunded: boolean): void {
  const no = text(row, "order_no");
  const back: Row[] = [
    { repayment_status: "outstanding", repaid_at: "" },
    { supervision_status: "in_progress", supervised_at: "" },
    { effective_at: "" },
    { provisioned_at: "" },
  ];
  if (!isRefunded) back.push({ paid_at: "" });
  alter(world, no, world.random.pick(back));
}

/** R-E7, R-E8: an exclusion comes or goes. */
export function changeRoute(world: World): void {
  const { random } = world;
  const unbound = rows(world.orders).filter((row) => text(row, "partner_no") === "");
  const partnerNos = [...world.partners.keys()];
  if (unbound.length > 0 && random.chance(0.6)) {
    const row = random.pick(unbound);
    const sale = text(row, "original_order_no") || text(row, "order_no");
    const family = [
      sale,
      ...refundsOf(world, world.orders.get(sale) as Row).map((each) => text(each, "order_no")),
    ];
    const partnerNo = random.pick(partnerNos);
    for (const no of family) alter(world, no, { partner_no: partnerNo });
    return;
  }
  const row = random.pick(rows(world.orders));
  const isBase = text(row, "operations_base") === "true";
  alter(
    world,
    text(row, "order_no"),
    random.chance(0.4)
      ? { operations_base: isBase ? "false" : "true" }
      : { customer_reseller_no: random.pick(["", "", ...partnerNos]) },
  );
}

export function changeProduct(world: World): void {
  const { random } = world;
  const product = random.pick(rows(world.products));
  const no = text(product, "product_no");
  const isSelected = text(product, "sourcing").startsWith("selected");
  const kind = random.pick(["tax", "tax", "sourcing", "model", "category"]);
  const columns: Row = {};
  if (kind === "tax") columns.output_tax_rate = random.pick(outputTaxRates);
  if (kind === "sourcing") {
    columns.sourcing = isSelected
      ? random.pick(["selected", "selected_self_operated"])
      : random.pick(["joint", "self_operated", "general"]);
  }
  if (kind === "model" && isFloored(no)) {
    columns.share_model = random.pick(["deal_price", "floor_discount"]);
  }
  if (kind === "category" && text(product, "category") !== "stored_value_card") {
    columns.category = random.pick(["saas", "license", "hardware", "api", "image"]);
  }
  put(world, "products", no, { ...product, ...columns });
}

/** Terms from the first day, or from the very day that some order was placed (R-E11). */
export function changeTerms(world: World): void {
  const { random } = world;
  const row = random.pick(rows(world.orders));
  const orderedOn = shanghaiDay(instant(text(row, "ordered_at")));
  addTerms(world, text(row, "product_no"), random.pick(["2026-01-01", orderedOn]));
}

export function changePartner(world: World): void {
  const { random } = world;
  const partner = random.pick(rows(world.partners));
  const columns = random.pick<Row>([
    { business_info: random.pick(["certified", "certified", "certified", "changing", "missing"]) },
    { service_fee_rate: random.pick(serviceFeeRates) },
    { taxpayer_type: random.pick(["general", "small_scale"]) },
  ]);
  put(world, "partners", text(partner, "partner_no"), { ...partner, ...columns });
}

/** A deficit of the old cycle is brought into the new one (R-S4). */
export function changeCycle(world: World): void {
  const partner = world.random.pick(rows(world.partners));
  const isQuarterly = text(partner, "settlement_cycle") === "quarterly";
  const settlement_cycle = isQuarterly ? "monthly" : "quarterly";
  put(world, "partners", text(partner, "partner_no"), { ...partner, settlement_cycle });
}

/** Moves the day an order was placed: its terms and its place in the scope move with it. */
export function changeOrderedAt(world: World): void {
  const { random } = world;
  const row = random.pick(salesOf(world));
  const moved = instant(text(row, "ordered_at")) + random.between(-20, 20) * dayMs + secondMs;
  alter(world, text(row, "order_no"), { ordered_at: timeText(random, moved) });
}
