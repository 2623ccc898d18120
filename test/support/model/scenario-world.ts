import type { FactRows, Instant, Row } from "./facts.js";
import { endOfMonth, nextMonth } from "./periods.js";
import type { Random } from "./random.js";

/** The facts of a story as they stand, and which of them the next import brings. */
export interface World {
  readonly random: Random;
  /** Months of the story, consecutive. */
  readonly months: readonly string[];
  /** How many of the orders have nothing in their way, as a fraction. */
  readonly cleanShare: number;
  readonly partners: Map<string, Row>;
  readonly products: Map<string, Row>;
  readonly productTerms: Map<string, Row>;
  readonly orders: Map<string, Row>;
  readonly touched: Map<keyof FactRows, Set<string>>;
  nextOrder: number;
}

export function makeWorld(random: Random, firstMonth: string, monthCount: number): World {
  const months = [firstMonth];
  while (months.length < monthCount) months.push(nextMonth(months.at(-1) as string));
  return {
    random,
    months,
    cleanShare: random.pick([0.5, 0.75, 0.75, 0.95]),
    partners: new Map(),
    products: new Map(),
    productTerms: new Map(),
    orders: new Map(),
    touched: new Map(),
    nextOrder: 1,
  };
}

/** Stores a row and marks it for the next import. */
export function put(world: World, table: keyof FactRows, key: string, row: Row): void {
  world[table].set(key, row);
  world.touched.set(table, (world.touched.get(table) ?? new Set()).add(key));
}

/** Changes some columns of an order. */
export function alter(world: World, orderNo: string, columns: Row): void {
  put(world, "orders", orderNo, { ...(world.orders.get(orderNo) as Row), ...columns });
}

/** Takes the rows that were put since the last import; copies, so that later changes leave them. */
export function takeTouched(world: World): FactRows {
  const facts: FactRows = {};
  for (const table of ["partners", "products", "productTerms", "orders"] as const) {
    const keys = [...(world.touched.get(table) ?? [])];
    if (keys.length > 0) facts[table] = keys.map((key) => ({ ...(world[table].get(key) as Row) }));
  }
  world.touched.clear();
  return facts;
}

export const text = (row: Row, column: string): string => row[column] ?? "";

export function rows(table: ReadonlyMap<string, Row>): Row[] {
  return [...table.values()];
}

export function salesOf(world: World): Row[] {
  return rows(world.orders).filter((row) => ["new", "renewal"].includes(text(row, "order_type")));
}

export function refundsOf(world: World, original: Row): Row[] {
  const no = text(original, "order_no");
  return rows(world.orders).filter((row) => row.original_order_no === no);
}

export const paymentColumns = [
  "cash_amount",
  "stored_value_amount",
  "performance_coupon_amount",
  "plain_coupon_amount",
  "voucher_amount",
] as const;

/** Cents of an amount as text; blank is none. */
export function cents(amount: string): bigint {
  const [whole = "0", places = ""] = amount.replace("-", "").split(".");
  const size = BigInt(whole || "0") * 100n + BigInt(places.padEnd(2, "0"));
  return amount.startsWith("-") ? -size : size;
}

export function centsText(amount: bigint): string {
  const size = (amount < 0n ? -amount : amount).toString().padStart(3, "0");
  return `${amount < 0n ? "-" : ""}${size.slice(0, -2)}.${size.slice(-2)}`;
}

export function paymentsOf(row: Row): bigint[] {
  return paymentColumns.map((column) => cents(text(row, column)));
}

/** The five payment columns and the deal amount they add up to (R-IN1). */
export function paymentColumnsOf(payments: readonly bigint[]): Row {
  const columns: Row = { deal_amount: centsText(payments.reduce((a, b) => a + b, 0n)) };
  paymentColumns.forEach((column, index) => {
    columns[column] = centsText(payments[index] ?? 0n);
  });
  return columns;
}

/** One of the ways a time may be written (R-TIME). */
export function timeText(random: Random, at: Instant): string {
  const shanghai = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19);
  return random.weigh([
    [4, shanghai.replace("T", " ")],
    [2, shanghai],
    [2, `${shanghai}+08:00`],
    [2, new Date(at).toISOString().replace(".000Z", "Z")],
    [1, shanghai.replace("T", " ").replaceAll("-", "/")],
    [1, `${shanghai}.000`],
  ]);
}

export const secondMs = 1000;
export const dayMs = 86_400_000;

/** An instant within the story, at times exactly at the edge of a month. */
export function someInstant(world: World): Instant {
  const { random, months } = world;
  const month = random.pick(months);
  const end = endOfMonth(month);
  if (random.chance(0.1)) return end + random.pick([-secondMs, 0, secondMs]);
  return end - random.between(1, 30 * 86_400) * secondMs;
}
