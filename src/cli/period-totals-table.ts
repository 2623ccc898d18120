import { formatAmountGrouped } from "../domain/money.js";
import { reasonSentence } from "../domain/reason-sentences.js";
import { excludingReasons, type ReasonCode, reasonCodes } from "../domain/reasons.js";
import { labels } from "./labels.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import type { Cli } from "./session.js";
import { writeTable } from "./table.js";

/** Orders by outcome and reason; cash where it is known for reasons too. */
export interface OutcomeTotals {
  readonly orders: Readonly<Record<"settled" | "carried" | "excluded", number>>;
  readonly cash: Readonly<Record<"settled" | "carried" | "excluded", string>>;
  /** Counted under the first reason that holds, so that they add up. */
  readonly reasons: Readonly<Partial<Record<ReasonCode, { orders: number; cash?: string }>>>;
  readonly inScope?: { readonly orders: number; readonly cash: string };
}

interface TotalsTexts {
  readonly columns: Readonly<Record<"outcome" | "orders" | "cash", string>>;
  readonly inScope: string;
}

const texts: Bilingual<TotalsTexts> = {
  "zh-CN": {
    columns: { outcome: "结果和原因", orders: "订单", cash: "现金消费" },
    inScope: "账期范围合计",
  },
  en: {
    columns: { outcome: "Outcome and reason", orders: "Orders", cash: "Cash consumption" },
    inScope: "in scope",
  },
};

interface Row {
  readonly title: string;
  readonly orders: number;
  readonly cash: string | undefined;
}

/** Writes settled + carried + excluded, each with its reasons below it. */
export async function writeOutcomeTotals(
  output: Output,
  cli: Cli,
  totals: OutcomeTotals,
): Promise<void> {
  const text = cli.text(texts);
  await writeTable<Row>(
    output,
    [
      { title: text.columns.outcome, of: (row) => row.title },
      { title: text.columns.orders, align: "right", of: (row) => row.orders.toLocaleString("en") },
      {
        title: text.columns.cash,
        align: "right",
        of: (row) => (row.cash === undefined ? "" : formatAmountGrouped(row.cash)),
      },
    ],
    rowsOf(cli, totals),
  );
}

function rowsOf(cli: Cli, totals: OutcomeTotals): Row[] {
  const { outcomes } = cli.text(labels);
  const rows: Row[] = [];
  for (const outcome of ["settled", "carried", "excluded"] as const) {
    const title = outcomes[outcome];
    rows.push({ title, orders: totals.orders[outcome], cash: totals.cash[outcome] });
    for (const code of reasonCodes) {
      const total = totals.reasons[code];
      if (total === undefined || outcomeOf(code) !== outcome) continue;
      const reason = reasonSentence(code, cli.language).title;
      rows.push({ title: `  ${reason}`, orders: total.orders, cash: total.cash });
    }
  }
  const { inScope } = totals;
  if (inScope !== undefined) rows.push({ title: cli.text(texts).inScope, ...inScope });
  return rows;
}

function outcomeOf(code: ReasonCode): "carried" | "excluded" {
  return excludingReasons.has(code) ? "excluded" : "carried";
}
