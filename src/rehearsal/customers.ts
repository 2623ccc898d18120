import { companyName } from "./names.js";
import type { Partner } from "./partners.js";
import type { Random } from "./random.js";

export interface Customer {
  readonly customerNo: string;
  readonly name: string;
}

/** Whom a partner sells to; null: a sale without a partner. */
export type CustomerPick = (partner: Partner | null, random: Random) => Customer;

const largestCount = 20_000; // their names are kept in memory, a few MiB

/** Big partners have many customers, small ones half a dozen; the same ones come back. */
export function makeCustomers(orders: number): CustomerPick {
  const count = Math.max(60, Math.min(largestCount, Math.floor(orders / 8)));
  const customers = Array.from({ length: count }, (_, index) => ({
    customerNo: `C${String(index + 1).padStart(7, "0")}`,
    name: companyName(index, "customer"),
  }));
  return (partner, random) => {
    const rank = partner?.index ?? 0;
    const reach = Math.max(6, Math.floor(count / (rank + 4)));
    const index = (rank * 37 + Math.floor(random.uniform() * random.uniform() * reach)) % count;
    return customers[index] as Customer;
  };
}
