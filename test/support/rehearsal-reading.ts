import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

export type Row = Readonly<Record<string, string>>;

/** The four files of one delivery, every value as it stands there. */
export interface DeliveryRows {
  readonly partners: readonly Row[];
  readonly products: readonly Row[];
  readonly terms: readonly Row[];
  readonly orders: readonly Row[];
}

export function readDelivery(folder: string): DeliveryRows {
  const read = (name: string): Row[] =>
    parse(readFileSync(join(folder, name)), { columns: true }) as Row[];
  return {
    partners: read("partners.csv"),
    products: read("products.csv"),
    terms: read("product_terms.csv"),
    orders: read("orders.csv"),
  };
}

/** What is known after deliveries were imported one after the other: the latest row of every key. */
export interface Facts {
  readonly partners: Map<string, Row>;
  readonly products: Map<string, Row>;
  readonly terms: Map<string, Row>;
  readonly orders: Map<string, Row>;
}

export function mergeDeliveries(deliveries: readonly DeliveryRows[]): Facts {
  const facts: Facts = {
    partners: new Map(),
    products: new Map(),
    terms: new Map(),
    orders: new Map(),
  };
  for (const delivery of deliveries) {
    for (const row of delivery.partners) facts.partners.set(of(row, "partner_no"), row);
    for (const row of delivery.products) facts.products.set(of(row, "product_no"), row);
    for (const row of delivery.terms) {
      facts.terms.set(`${of(row, "product_no")} ${of(row, "effective_from")}`, row);
    }
    for (const row of delivery.orders) facts.orders.set(of(row, "order_no"), row);
  }
  return facts;
}

/** A value that the column must have. */
export function of(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`there is no column ${column}`);
  return value;
}

export const paymentColumns = [
  "cash_amount",
  "stored_value_amount",
  "performance_coupon_amount",
  "plain_coupon_amount",
  "voucher_amount",
] as const;

/** An amount in whole cents, from its text, without a binary fraction in between. */
export function cents(text: string): number {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) throw new Error(`'${text}' is no amount (R-IN6)`);
  const size = Number(match[2]) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] === "-" ? -size : size;
}

/** The instant of a timestamp, read as Shanghai time (R-TIME); null where it is blank. */
export function instant(text: string): number | null {
  if (text === "") return null;
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) throw new Error(`'${text}' is no time`);
  return Date.parse(`${text.replace(" ", "T")}+08:00`);
}
