import { Decimal } from "../domain/money.js";

/** How many rows have passed, and what they add up to in CNY. */
export interface RunningTotal {
  count: number;
  amount: Decimal;
}

export function startTotal(): RunningTotal {
  return { count: 0, amount: new Decimal(0) };
}

/** Passes the rows on and adds up their amounts on the way. */
export async function* addUp<Row extends { readonly amount: string }>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  total: RunningTotal,
): AsyncGenerator<Row> {
  for await (const row of rows) {
    total.count += 1;
    total.amount = total.amount.plus(row.amount);
    yield row;
  }
}
