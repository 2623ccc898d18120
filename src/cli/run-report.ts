import { Decimal, formatAmountGrouped } from "../domain/money.js";
import type { ReasonCode } from "../domain/reasons.js";
import type { StatementChange } from "../settlement/run-difference.js";
import type { RunResult } from "../settlement/run-period.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import { type OutcomeTotals, writeOutcomeTotals } from "./period-totals-table.js";
import type { Cli } from "./session.js";
import { writeTable } from "./table.js";

interface ReportTexts {
  readonly done: (result: RunResult) => string;
  readonly dry: (result: RunResult) => string;
  readonly unchanged: string;
  readonly statements: (of: RunResult["statements"], amount: string) => string;
  readonly columns: Readonly<Record<keyof StatementChange | "difference", string>>;
  readonly orders: Readonly<Record<"newlySettled" | "moved" | "dropped", string>>;
  readonly count: (orders: number, examples: string) => string;
  readonly neverRun: (months: string) => string;
  readonly parked: (settlees: number) => string;
  readonly unbound: string;
}

const texts: Bilingual<ReportTexts> = {
  "zh-CN": {
    done: ({ period, runId }) => `账期 ${period} 出账完成（批次 ${runId}）`,
    dry: ({ period }) => `账期 ${period} 试算（预估），没有写入任何结果`,
    unchanged: "与上次相比没有变化。",
    statements: (of, amount) =>
      `结算单：新增 ${of.created}，替换 ${of.replaced}，不变 ${of.unchanged}，作废 ${of.discarded}；` +
      `共 ${of.total} 张，含税金额 ${amount}`,
    columns: { statementNo: "结算单号", before: "原金额", after: "新金额", difference: "差额" },
    orders: { newlySettled: "新结算", moved: "移到其他结算单", dropped: "不再结算" },
    count: (orders, examples) => `${orders} 个订单（${examples}）`,
    neverRun: (months) =>
      `注意：更早的账期 ${months} 有可结算订单但从未出账，现计入本账期（R-R2）。`,
    parked: (settlees) =>
      `暂缓 ${settlees} 个结算对象：其数据出错，订单等待，草稿保持原样；更正数据后重新出账（R-E14）：`,
    unbound: "（未绑定客户服务商的订单）",
  },
  en: {
    done: ({ period, runId }) => `Run ${runId} of ${period} is done`,
    dry: ({ period }) => `Dry run of ${period} (an estimate); nothing was written`,
    unchanged: "Nothing changed since the last run.",
    statements: (of, amount) =>
      `Statements: ${of.created} created, ${of.replaced} replaced, ${of.unchanged} unchanged, ` +
      `${of.discarded} discarded; ${of.total} in all, ${amount} tax included`,
    columns: {
      statementNo: "Statement",
      before: "Before",
      after: "After",
      difference: "Difference",
    },
    orders: { newlySettled: "newly settled", moved: "moved", dropped: "dropped" },
    count: (orders, examples) => `${orders} orders (${examples})`,
    neverRun: (months) =>
      `Note: earlier months with settleable orders were never run: ${months}; they count here (R-R2).`,
    parked: (settlees) =>
      `Parked ${settlees} ${settlees === 1 ? "settlee" : "settlees"}: the data failed, the orders wait, the ` +
      "drafts stay as they were; correct the data and run again (R-E14):",
    unbound: "(orders without a partner)",
  },
};

/** Earlier months that nobody ran; said on stderr, with `--json` too (R-R2). */
export function neverRunWarning(cli: Cli, { neverRun }: RunResult): string | null {
  return neverRun.length === 0 ? null : cli.text(texts).neverRun(neverRun.join(", "));
}

/** Writes what a run did, or would do, for people (R-R3). */
export async function writeRunReport(output: Output, cli: Cli, result: RunResult): Promise<void> {
  const text = cli.text(texts);
  await output.write(`${result.dryRun ? text.dry(result) : text.done(result)}\n\n`);
  await writeOutcomeTotals(output, cli, outcomeTotalsOf(result));
  const amount = formatAmountGrouped(result.amount);
  await output.write(`\n${text.statements(result.statements, amount)}\n`);
  if (!result.changed) await output.write(`${text.unchanged}\n`);
  if (result.parked > 0) await output.write(`\n${text.parked(result.parked)}\n`);
  for (const { settleeNo, failure } of result.parkedSettlees) {
    await output.write(`  ${settleeNo || text.unbound}: ${failure}\n`);
  }
  if (result.diff !== undefined) await writeDifference(output, cli, result.diff);
}

function outcomeTotalsOf(result: RunResult): OutcomeTotals {
  const reasons: Partial<Record<ReasonCode, { orders: number }>> = {};
  for (const [code, orders] of Object.entries(result.reasons) as [ReasonCode, number][]) {
    reasons[code] = { orders };
  }
  return { orders: result.orders, cash: result.cash, reasons };
}

async function writeDifference(
  output: Output,
  cli: Cli,
  diff: NonNullable<RunResult["diff"]>,
): Promise<void> {
  const text = cli.text(texts);
  if (diff.statements.length > 0) await output.write("\n");
  await writeTable(
    output,
    [
      { title: text.columns.statementNo, of: (row) => row.statementNo },
      { title: text.columns.before, align: "right", of: (row) => amountText(row.before) },
      { title: text.columns.after, align: "right", of: (row) => amountText(row.after) },
      { title: text.columns.difference, align: "right", of: differenceText },
    ],
    diff.statements,
  );
  for (const change of ["newlySettled", "moved", "dropped"] as const) {
    const count = diff.orders[change];
    if (count === 0) continue;
    const examples = diff.orders.examples[change].slice(0, 5).join(", ");
    const more = count > 5 ? `${examples}, …` : examples;
    await output.write(`${text.orders[change]}: ${text.count(count, more)}\n`);
  }
}

function amountText(amount: string | null): string {
  return amount === null ? "–" : formatAmountGrouped(amount);
}

function differenceText({ before, after }: StatementChange): string {
  const difference = new Decimal(after ?? 0).minus(before ?? 0);
  return `${difference.isNegative() ? "" : "+"}${formatAmountGrouped(difference)}`;
}
