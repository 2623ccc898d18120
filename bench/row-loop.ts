import { readFileSync } from "node:fs";
import { Decimal, formatAmount } from "../src/domain/money.js";
import {
  entitlementOf,
  type ShareRule,
  type Sourcing,
  shareBaseOfSale,
} from "../src/domain/share.js";
import { type Database, withTransaction } from "../src/platform/database/database.js";
import { streamRows } from "../src/platform/database/stream-rows.js";

/**
 * What a user would otherwise write: a cursor over the orders, decimal.js, inserts of a thousand rows,
 * into a table like that of the run. Usage is summed in a map. It leaves out what a completing refund
 * takes (R-A9) and all that a run does beside its lines.
 */
export async function runRowLoop(
  database: Database,
  periodEnd: Date,
  endsQuarter: boolean,
): Promise<number> {
  const read = readFileSync(new URL("./row-loop-read.sql", import.meta.url), "utf8");
  const insert = readFileSync(new URL("./row-loop-insert.sql", import.meta.url), "utf8");
  const usage = new Map<string, { order: OrderRow; base: Decimal }>();
  let lineNo = 0;
  let batch: unknown[][] = [];
  await withTransaction(database, async (connection) => {
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      const columns = batch[0]?.map((_, index) => batch.map((row) => row[index])) ?? [];
      await connection.query(insert, columns);
      batch = [];
    };
    const write = async (order: OrderRow, base: Decimal): Promise<void> => {
      batch.push(lineOf(order, base, ++lineNo));
      if (batch.length === 1_000) await flush();
    };
    for await (const order of streamRows<OrderRow>(database, read, [periodEnd, endsQuarter])) {
      const base = baseOf(order);
      if (order.order_type !== "usage") {
        await write(order, base);
        continue;
      }
      const key = [order.partner_no, order.product_no, order.month, order.rule, order.ratio].join();
      const group = usage.get(key);
      usage.set(key, { order, base: group ? group.base.plus(base) : base });
    }
    for (const { order, base } of usage.values()) await write(order, base);
    await flush();
  });
  return lineNo;
}

interface OrderRow {
  order_id: string;
  order_type: string;
  product_no: string;
  partner_no: string;
  deal_amount: string;
  floor_amount: string | null;
  cash_amount: string;
  stored_value_amount: string;
  performance_coupon_amount: string;
  settleable_ratio: string;
  settleable_at: string;
  sourcing: Sourcing;
  output_tax_rate: string;
  rule: ShareRule;
  ratio: string;
  original_deal_amount: string | null;
  original_floor_amount: string | null;
  month: string;
  taxpayer_type: string;
  service_fee_rate: string | null;
}

function cashOf(order: OrderRow): Decimal {
  return new Decimal(order.cash_amount)
    .plus(order.stored_value_amount)
    .plus(order.performance_coupon_amount);
}

function baseOf(order: OrderRow): Decimal {
  const cash = cashOf(order);
  const sale = { cashConsumption: cash.toFixed(), dealAmount: order.deal_amount };
  if (order.order_type !== "refund" || order.rule === "R-A1" || order.rule === "R-A5") {
    const amounts = { ...sale, floorAmount: order.floor_amount };
    return shareBaseOfSale(order.rule, order.sourcing, amounts) ?? new Decimal(0);
  }
  const deal = new Decimal(order.original_deal_amount ?? 0);
  const floor = new Decimal(order.original_floor_amount ?? 0);
  if (deal.lessThan(floor) || deal.isZero()) return new Decimal(0);
  const ownFloor =
    order.floor_amount ?? formatAmount(floor.times(order.deal_amount).dividedBy(deal));
  return new Decimal(order.deal_amount).minus(ownFloor);
}

function lineOf(order: OrderRow, base: Decimal, lineNo: number): unknown[] {
  const serviceFeeRate =
    order.service_fee_rate ?? (order.taxpayer_type === "general" ? "0.06" : "0.01");
  const amount = entitlementOf({
    rule: order.rule,
    shareBase: base.toFixed(),
    ratio: order.ratio,
    outputTaxRate: order.output_tax_rate,
    serviceFeeRate,
    settleableRatio: order.settleable_ratio,
  });
  const isUsage = order.order_type === "usage";
  return [
    lineNo,
    isUsage ? "usage" : order.order_type === "refund" ? "refund" : "order",
    isUsage ? null : order.order_id,
    order.product_no,
    order.partner_no,
    order.rule,
    order.deal_amount,
    order.floor_amount,
    formatAmount(cashOf(order)),
    base.toFixed(),
    order.ratio,
    order.output_tax_rate,
    serviceFeeRate,
    order.settleable_ratio,
    formatAmount(amount),
    order.settleable_at,
  ];
}
