import { companyName, productName } from "./names.js";
import { type Category, type ProductLine, productLines } from "./product-lines.js";
import type { Random } from "./random.js";
import { longTailPick, type WeightedPick } from "./weighted.js";

export interface Product extends ProductLine {
  readonly productNo: string;
  /** The list price of a unit, in cents. */
  readonly unitCents: number;
  /** Sold by dealers only, in the dealer scenarios (R-IN4). */
  readonly isDealer: boolean;
  readonly isFloor: boolean;
  readonly isMetered: boolean;
  readonly hasTerms: boolean;
}

/** Products by what a story needs of them; the first ones of each shelf sell best. */
export interface Shelves {
  readonly plain: WeightedPick<Product>;
  readonly renewable: WeightedPick<Product>;
  readonly supervised: WeightedPick<Product>;
  readonly metered: WeightedPick<Product>;
  readonly floor: WeightedPick<Product>;
  /** Of a tax rate that is otherwise rare. */
  readonly rare: WeightedPick<Product>;
  readonly dealer: WeightedPick<Product>;
  readonly meteredDealer: WeightedPick<Product>;
  readonly general: WeightedPick<Product>;
  readonly card: WeightedPick<Product>;
  readonly withoutTerms: WeightedPick<Product>;
}

/** A price ladder, 12 steps to a power of ten from 9.80: prices look like prices, spread log-normally. */
const mantissas = [98, 128, 168, 198, 258, 298, 398, 498, 598, 698, 798, 898];

function ladderCents(step: number): number {
  const clamped = Math.max(0, Math.min(59, step));
  const power = [10, 100, 1000, 10_000, 100_000][Math.floor(clamped / 12)] as number;
  return (mantissas[clamped % 12] as number) * power;
}

/** Sum of six uniform numbers, shifted: close enough to normal, deviation 0.7, and exact everywhere. */
function roughlyNormal(random: Random): number {
  let sum = -3;
  for (let count = 0; count < 6; count += 1) sum += random.uniform();
  return sum;
}

/** One product for 100 orders, 40 to 2000: every line at least once. */
export function productCount(orders: number): number {
  return Math.max(40, Math.min(2000, Math.floor(orders / 100)));
}

export function makeProducts(count: number, random: Random): Product[] {
  return Array.from({ length: count }, (_, index) => {
    const line = productLines[index % productLines.length] as ProductLine;
    return {
      ...line,
      productNo: `SP${String(index + 1).padStart(5, "0")}`,
      unitCents: ladderCents(line.price + Math.round(roughlyNormal(random) * 7)),
      isDealer: line.sourcing === "selected" || line.sourcing === "selected_self_operated",
      isFloor: line.traits.includes("floor"),
      isMetered: line.traits.includes("metered"),
      hasTerms: !line.traits.includes("termless"),
    };
  });
}

export function shelveProducts(products: readonly Product[]): Shelves {
  const ranks = new Map(products.map((product, index) => [product, index]));
  const shelf = (claim: (product: Product) => boolean): WeightedPick<Product> =>
    longTailPick(products.filter(claim), (product) => ranks.get(product) as number);
  const isPlain = (product: Product): boolean =>
    !product.isDealer &&
    product.sourcing !== "general" &&
    product.category !== "stored_value_card" &&
    product.hasTerms;
  const isOf = (product: Product, ...categories: Category[]): boolean =>
    isPlain(product) && categories.includes(product.category);
  return {
    plain: shelf(isPlain),
    renewable: shelf((product) => isOf(product, "image", "saas", "license", "api")),
    supervised: shelf((p) => isOf(p, "license", "service", "orchestration", "hardware")),
    metered: shelf((product) => isPlain(product) && product.isMetered),
    floor: shelf((product) => isPlain(product) && product.isFloor),
    rare: shelf((product) => isPlain(product) && product.tax === "0.01"),
    dealer: shelf((product) => product.isDealer),
    meteredDealer: shelf((product) => product.isDealer && product.isMetered),
    general: shelf((product) => product.sourcing === "general"),
    card: shelf((product) => product.category === "stored_value_card"),
    withoutTerms: shelf((product) => !product.hasTerms),
  };
}

/** products.csv; the same in every delivery. */
export function renderProducts(products: readonly Product[]): string {
  const policies = ["standard", "standard", "specific", "performance_only", "none"];
  const rows = products.map((product, index) =>
    [
      product.productNo,
      productName(index, product.what),
      companyName(Math.floor(index / 2), "seller"),
      product.sourcing,
      product.category,
      product.tax,
      product.isFloor ? "floor_discount" : "deal_price",
      policies[index % policies.length],
    ].join(","),
  );
  const header =
    "product_no,name,seller_name,sourcing,category,output_tax_rate,share_model,performance_policy";
  return `${[header, ...rows].join("\n")}\n`;
}

/** The days on which terms begin. */
interface TermDays {
  /** Before every order. */
  readonly first: string;
  /** Within the last delivery's month: for a part of the products the ratio changes there. */
  readonly changed: string;
  /** After every delivery: products that had no terms get them only then. */
  readonly late: string;
}

/** product_terms.csv and its number of rows; the same in every delivery. */
export function renderTerms(
  products: readonly Product[],
  days: TermDays,
  random: Random,
): { text: string; count: number } {
  const rows: string[] = [];
  const discounts = ["0.95", "0.9", "0.85", "0.8", "0.75", "0.7"];
  products.forEach((product, index) => {
    const term = (from: string): string =>
      [product.productNo, from, random.pick(product.ratios), random.pick(discounts)].join(",");
    if (!product.hasTerms) {
      // Of these the first has no terms at all, the next ones have them too late, and so on in turn.
      if (Math.floor(index / productLines.length) % 2 === 1) rows.push(term(days.late));
      return;
    }
    rows.push(term(days.first));
    if (index % 5 === 3) rows.push(term(days.changed));
  });
  const header = "product_no,effective_from,share_ratio,authorised_discount";
  return { text: `${[header, ...rows].join("\n")}\n`, count: rows.length };
}
