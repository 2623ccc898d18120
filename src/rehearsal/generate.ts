import { YuejieError } from "../domain/errors.js";
import { type Period, parseMonth, previousMonth } from "../domain/period.js";
import { explainFileFailure } from "../platform/files/explain-failure.js";
import { makeCustomers } from "./customers.js";
import { blockRows } from "./deck.js";
import { type Delivery, makeDelivery, tellBlock, type World } from "./delivery.js";
import { orderHeader, renderOrder } from "./order-facts.js";
import { makePartners, partnerCount, renderPartners } from "./partners.js";
import {
  makeProducts,
  productCount,
  renderProducts,
  renderTerms,
  shelveProducts,
} from "./products.js";
import { makeRandom } from "./random.js";
import { type TargetFolder, takeFolder } from "./target-folder.js";
import { makeTimeline } from "./timeline.js";

export interface GenerateOptions {
  /** Orders in each delivery. */
  readonly orders: number;
  readonly seed: number;
  /** The month of the last delivery, as 2026-10. */
  readonly period: string;
  readonly out: string;
  /** Deliveries, one a month, up to `period`; 1 where not given. */
  readonly months?: number;
  /** Order rows written so far, over all deliveries. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

interface GeneratedDelivery {
  readonly period: string;
  /** Relative to `out`; "." where there is one delivery only. */
  readonly folder: string;
  readonly orders: number;
}

export interface GeneratedDataSet {
  /** Rows of orders.csv in each delivery, what the caller asked for. */
  readonly orders: number;
  readonly seed: number;
  readonly period: string;
  readonly partners: number;
  readonly products: number;
  readonly productTerms: number;
  /** To import and run one after the other, oldest first. */
  readonly deliveries: readonly GeneratedDelivery[];
}

const largestCount = 99_999_999; // the rows of a month are numbered in eight digits
const mostMonths = 24;

/**
 * Writes a realistic data set (spec §2): partners.csv, products.csv, product_terms.csv and orders.csv.
 *
 * Shape:  with one month the files lie in `out`; with several, each delivery lies in a folder named by
 *         its month, `out/2026-09`, `out/2026-10`. Each has `orders` rows: from the second delivery on,
 *         one in twelve goes on with an order of the one before (late refunds, corrections, further
 *         parts, what was repaid, accepted or paid meanwhile). The same options, the same bytes.
 * Errors: period_form, option_value_refused, generate_folder_in_use; disk_full and others of the file
 *         system. Where it fails or is aborted, nothing it made stays.
 * Source: interface.md, `generate`.
 */
export async function generateDataSet(options: GenerateOptions): Promise<GeneratedDataSet> {
  const { orders, seed, months = 1, out } = options;
  requireWhole("--orders", orders, [1, largestCount]);
  requireWhole("--seed", seed, [0, Number.MAX_SAFE_INTEGER]);
  requireWhole("--months", months, [1, mostMonths]);
  const periods = monthsUpTo(parseMonth(options.period), months);
  const folders = periods.map((period) => (months === 1 ? "" : period.label));
  try {
    const target = await takeFolder(out, { madeBy: commandOf(options), folders });
    try {
      return await writeDataSet(options, periods, target);
    } catch (error) {
      await target.discard();
      throw error;
    }
  } catch (error) {
    throw explainFileFailure(error) ?? error;
  }
}

function requireWhole(option: string, value: number, [least, most]: [number, number]): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const allowed = `${least} … ${most}`;
  throw new YuejieError("option_value_refused", { value, option, allowed });
}

/** How the same bytes are made again; it stands in the folder. */
function commandOf({ orders, seed, period, months = 1 }: GenerateOptions): string {
  const several = months === 1 ? "" : ` --months ${months}`;
  return `yuejie generate --orders ${orders} --seed ${seed} --period ${period}${several}`;
}

function monthsUpTo(last: Period, count: number): Period[] {
  const periods = [last];
  while (periods.length < count) periods.unshift(previousMonth(periods[0] as Period));
  return periods;
}

/** Partners and products have streams of chance of their own; the months' are far above these. */
const streams = { partners: 1, products: 2, terms: 3 };

function makeWorld({ orders, seed }: GenerateOptions, periods: readonly Period[]): World {
  const random = makeRandom(seed);
  random.restart(streams.partners, 0);
  const partners = makePartners(partnerCount(orders), random);
  random.restart(streams.products, 0);
  const products = makeProducts(productCount(orders), random);
  return {
    orders,
    random,
    timeline: makeTimeline(periods[0] as Period, periods.at(-1) as Period),
    partners,
    products,
    shelves: shelveProducts(products),
    pickCustomer: makeCustomers(orders),
  };
}

async function writeDataSet(
  options: GenerateOptions,
  periods: readonly Period[],
  target: TargetFolder,
): Promise<GeneratedDataSet> {
  const { orders, seed, period } = options;
  const world = makeWorld(options, periods);
  const { partners, products, random } = world;
  const last = periods.at(-1) as Period;
  random.restart(streams.terms, 0);
  const firstYear = Number((periods[0] as Period).label.slice(0, 4));
  const termDays = {
    first: `${firstYear - 1}-01-01`,
    changed: `${last.label}-16`,
    late: last.endDay,
  };
  const terms = renderTerms(products, termDays, random);
  const deliveries: GeneratedDelivery[] = [];
  let delivery: Delivery | null = null;
  for (const [index, month] of periods.entries()) {
    const folder = periods.length === 1 ? "" : month.label;
    delivery = makeDelivery(world, month, delivery);
    await target.write(folder, "partners.csv", [renderPartners(partners, index)]);
    await target.write(folder, "products.csv", [renderProducts(products)]);
    await target.write(folder, "product_terms.csv", [terms.text]);
    await target.write(folder, "orders.csv", orderTexts(delivery, options));
    deliveries.push({ period: month.label, folder: folder === "" ? "." : folder, orders });
  }
  options.signal?.throwIfAborted();
  await target.finish();
  return {
    orders,
    seed,
    period,
    partners: partners.length,
    products: products.length,
    productTerms: terms.count,
    deliveries,
  };
}

const textLength = 256 * 1024; // large enough for the disk, small enough for memory

/** orders.csv in texts of some hundred kilobytes, each made only when the one before is on disk. */
function* orderTexts(delivery: Delivery, options: GenerateOptions): Generator<string> {
  const { world, index } = delivery;
  let text = orderHeader;
  for (let firstRow = 0; firstRow < world.orders; firstRow += blockRows) {
    for (const order of tellBlock(delivery, firstRow / blockRows)) {
      text += renderOrder(order, world.timeline);
    }
    if (text.length < textLength) continue;
    yield text;
    text = "";
    options.signal?.throwIfAborted();
    options.onProgress?.(index * world.orders + firstRow + blockRows);
  }
  yield text;
  options.onProgress?.((index + 1) * world.orders);
}
