import { readFileSync } from "node:fs";
import { Decimal } from "../src/domain/money.js";
import type { Period } from "../src/domain/period.js";
import { excludingReasons, type ReasonCode } from "../src/domain/reasons.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../src/platform/database/database.js";
import { streamRows } from "../src/platform/database/stream-rows.js";
import { type Line, refundLine, saleLine, UsageSum, valuesOf } from "./row-loop-lines.js";
import {
  areWhole,
  type OrderRow,
  type RefundRow,
  refundTiming,
  type Standing,
  standingOf,
  type Terms,
  type Timing,
  timingOf,
} from "./row-loop-rules.js";

export interface RowLoopResult {
  readonly lines: number;
  readonly settled: number;
  readonly carried: number;
  readonly excluded: number;
}

/** Rows of one insert: 18 values each, far below the 65,535 that Postgres takes. */
const batchRows = 1_000;

/**
 * What a user would otherwise write: a cursor over the orders, every rule decided in TypeScript, decimal.js,
 * inserts of a thousand rows with their values as parameters, into a table like that of the run, in one
 * transaction. Terms and refunds are looked up in maps that are loaded before.
 *
 * It settles the first month of a database, with the lines and counts of the run. It leaves out what else a
 * run does: statements and their numbers, outcomes order by order, reconciliation and its check, comparison
 * with drafts there are, deficits, and all that rests on statements sent before.
 */
export async function runRowLoop(
  database: Database,
  period: Period,
  endsQuarter: boolean,
): Promise<RowLoopResult> {
  const terms = await loadTerms(database);
  const refundsOf = await loadRefunds(database);
  const outcomes = new Outcomes(`${period.endDay} 00:00:00+08`);
  return withTransaction(database, async (connection) => {
    const lines = new Lines(connection);
    for await (const order of streamRows<OrderRow>(database, sql("read"))) {
      const refunds = refundsOf.get(order.order_no) ?? [];
      const standing = standingOf(order, terms, endsQuarter);
      const timing = timingOf(order, refunds);
      if (outcomes.settles(order, timing, standing)) {
        if (order.order_type === "usage") lines.addUsage(order, standing, timing.at ?? "");
        else await lines.add(saleLine(order, standing, timing.at));
      }
      if (refunds.length > 0)
        await settleRefunds({ order, refunds, timing, standing }, outcomes, lines);
    }
    await lines.finish();
    return { lines: lines.count, ...outcomes.counts };
  });
}

interface Sale {
  readonly order: OrderRow;
  readonly refunds: readonly RefundRow[];
  readonly timing: ReturnType<typeof timingOf>;
  readonly standing: Standing;
}

/** The refunds of a sale in the order in which they settle (R-A9). */
async function settleRefunds(
  { order, refunds, timing, standing }: Sale,
  outcomes: Outcomes,
  lines: Lines,
): Promise<void> {
  const timed = refunds.map((refund) => ({ refund, timing: refundTiming(refund, timing) }));
  timed.sort(
    (a, b) =>
      compare(a.timing.at ?? "~", b.timing.at ?? "~") ||
      compare(a.refund.order_no, b.refund.order_no),
  );
  let left = standing.ratio === null ? new Decimal(0) : saleLine(order, standing, null).amount;
  const soFar: RefundRow[] = [];
  for (const { refund, timing: own } of timed) {
    const settles = outcomes.settles(refund, own, standing);
    if (standing.ratio === null) continue;
    const line = refundLine(order, refund, standing, own.at);
    const wasWhole = areWhole(order, soFar);
    soFar.push(refund);
    if (settles) {
      // The one that completes a full refund takes what is left.
      const completes = !wasWhole && areWhole(order, soFar);
      const whole = { ...line, completesAmount: left, amount: left.negated() };
      await lines.add(completes ? whole : line);
    }
    left = left.plus(line.amount);
  }
}

/** Orders in scope by what became of them. */
class Outcomes {
  readonly counts = { settled: 0, carried: 0, excluded: 0 };

  constructor(private readonly end: string) {}

  /** Counts an order; whether it gets a line. One that counts later only is out of scope (R-E12). */
  settles(order: { ordered_at: string }, timing: Timing, standing: Standing): boolean {
    if ((timing.at ?? order.ordered_at) >= this.end) return false;
    const reasons: readonly ReasonCode[] = [...timing.reasons, ...standing.reasons];
    if (reasons.some((reason) => excludingReasons.has(reason))) this.counts.excluded += 1;
    else if (reasons.length > 0) this.counts.carried += 1;
    else this.counts.settled += 1;
    return reasons.length === 0;
  }
}

/** Lines on their way into the table; usage waits until all of it is summed. */
class Lines {
  count = 0;
  private batch: Line[] = [];
  private readonly usage = new Map<string, UsageSum>();
  private readonly fullInsert = insertOf(batchRows);

  constructor(private readonly connection: Connection) {}

  async add(line: Line): Promise<void> {
    this.batch.push(line);
    if (this.batch.length === batchRows) await this.flush();
  }

  addUsage(order: OrderRow, standing: Standing, settleableAt: string): void {
    const month = settleableAt.slice(0, 7);
    const { rule, ratio } = standing;
    const key = [order.partner_no, order.product_no, month, rule, ratio].join(" ");
    let sum = this.usage.get(key);
    if (sum === undefined) {
      sum = new UsageSum(order, standing, month);
      this.usage.set(key, sum);
    }
    sum.add(order, settleableAt);
  }

  async finish(): Promise<void> {
    for (const sum of this.usage.values()) await this.add(sum.line());
    if (this.batch.length > 0) await this.flush();
  }

  private async flush(): Promise<void> {
    const values = this.batch.flatMap((line) => valuesOf(line, ++this.count));
    const isFull = this.batch.length === batchRows;
    await this.connection.query(isFull ? this.fullInsert : insertOf(this.batch.length), values);
    this.batch = [];
  }
}

/** `insert into … values (0, false, 0, 0, $1, $2, …), (…)`: what is the same in every line is written out. */
function insertOf(rows: number): string {
  const columns = 18;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const places = Array.from({ length: columns }, (_, column) => `$${row * columns + column + 1}`);
    return `(0, false, 0, 0, ${places.join(", ")})`;
  });
  return sql("insert") + tuples.join(",\n");
}

async function loadTerms(database: Database): Promise<Terms> {
  const terms = new Map<string, { from: string; ratio: string }[]>();
  for (const row of (await database.pool.query(sql("terms"))).rows) {
    const known = terms.get(row.product_no) ?? [];
    known.push({ from: row.effective_from, ratio: row.share_ratio });
    terms.set(row.product_no, known);
  }
  return terms;
}

async function loadRefunds(database: Database): Promise<ReadonlyMap<string, readonly RefundRow[]>> {
  const refunds = new Map<string, RefundRow[]>();
  for (const row of (await database.pool.query<RefundRow>(sql("refunds"))).rows) {
    const known = refunds.get(row.original_order_no) ?? [];
    known.push(row);
    refunds.set(row.original_order_no, known);
  }
  return refunds;
}

function sql(name: string): string {
  return readFileSync(new URL(`./row-loop-${name}.sql`, import.meta.url), "utf8");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
