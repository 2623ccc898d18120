import { Decimal, formatAmount } from "../domain/money.js";
import { reasonSentence } from "../domain/reason-sentences.js";
import { reasonsOf } from "../domain/reasons.js";
import type { FormRow, FormSheet } from "../platform/workbook/form-sheet.js";
import { kindTable, ruleTable, sumAmounts, sumCounts } from "./line-tables.js";
import {
  type Fact,
  factRows,
  figureRows,
  noteRows,
  type PageTableRow,
  pageWidths,
  sectionRows,
  tableRows,
  titleRow,
} from "./page.js";
import type { LineTotalRow, RunRow, RunTotalRow, ScopeRow, StatementRow } from "./rows.js";
import { outcomes } from "./words.js";

/** What the first sheet of the period workbook is made from. */
export interface PeriodFigures {
  readonly label: string;
  /** The month whose run made the statements: a quarter's is its last (R-E10). */
  readonly month: string;
  readonly run: RunRow | null;
  readonly statements: readonly StatementRow[];
  readonly lineTotals: readonly LineTotalRow[];
  readonly runTotals: readonly RunTotalRow[];
  /** As the run left it (R-R5). */
  readonly scope: readonly ScopeRow[];
}

/** Control totals of a period that match `reconcile`, on one page. */
export function financePage(figures: PeriodFigures): FormSheet {
  const { label, statements } = figures;
  return {
    name: "汇总",
    title: `${label} 账期汇总`,
    printedFor: "财务 Finance",
    widths: pageWidths,
    rows: [
      titleRow({ zh: `${label} 账期汇总`, en: "Period summary for finance" }),
      ...factRows(factsOf(figures)),
      { cells: [], height: 12 },
      ...figureRows([
        {
          label: { zh: "应结算金额（含税）", en: "Amount, tax included" },
          value: sumAmounts(statements.map((each) => each.amount)),
        },
        {
          label: { zh: "不含税金额", en: "Net amount" },
          value: sumAmounts(statements.map((each) => each.net_amount)),
        },
        {
          label: { zh: "税额", en: "Tax" },
          value: sumAmounts(statements.map((each) => each.tax_amount)),
        },
      ]),
      ...scopeTable(figures),
      ...labelTable(figures.runTotals),
      ...checkTable(figures),
      ...kindTable(figures.lineTotals),
      ...ruleTable(figures.lineTotals),
      { cells: [], height: 12 },
      ...noteRows([
        `订单范围与核对覆盖 ${figures.month} 的整个出账批次（含同批生成的季度结算单），与 yuejie reconcile --period ${figures.month} 一致；其余各表只含标注为 ${label} 的结算单。金额单位：人民币元。`,
      ]),
    ],
  };
}

function factsOf({ label, month, run, statements }: PeriodFigures): Fact[] {
  const text = (zh: string, en: string, value: string | null): Fact => ({
    label: { zh, en },
    value,
    style: "text",
  });
  const state = run === null ? null : run.state === "completed" ? "已完成" : "出账不平，须重新出账";
  return [
    text("账期", "Period", label),
    text("出账月份", "Run of month", month),
    text("出账批次", "Run", run?.run_id ?? null),
    text("批次状态", "State", state),
    { ...text("出账时间", "Run at", run?.started_at ?? null), style: "factInstant" },
    text("操作人", "By", run?.actor ?? null),
    { ...text("结算单数", "Statements", String(statements.length)), style: "factInteger" },
    {
      ...text("明细行数", "Lines", sumCounts(statements.map((each) => each.line_count))),
      style: "factInteger",
    },
  ];
}

function scopeTable({ scope }: PeriodFigures): FormRow[] {
  const total = (rows: readonly ScopeRow[]): [string, string] => [
    sumCounts(rows.map((row) => row.order_count)),
    sumAmounts(rows.map((row) => row.cash_consumption)),
  ];
  const rows = (["settled", "carried", "excluded"] as const).flatMap((outcome): PageTableRow[] => {
    const part = scope.filter((row) => row.outcome === outcome);
    const reasons = part.flatMap((row) =>
      reasonsOf(row.reason).map((code): PageTableRow => {
        const { title, why } = reasonSentence(code, "zh-CN");
        return { values: [null, title, why, row.order_count, row.cash_consumption] };
      }),
    );
    return [{ values: [outcomes[outcome], null, null, ...total(part)], isTotal: true }, ...reasons];
  });
  return [
    ...sectionRows({ zh: "订单范围 = 已结算 + 未结 + 不结算", en: "Orders in scope, by reason" }),
    ...tableRows(
      [
        { heading: { zh: "结果", en: "Outcome" }, style: "words", span: 1 },
        { heading: { zh: "原因", en: "Reason" }, style: "text", span: 1 },
        { heading: { zh: "说明", en: "Why" }, style: "wrapped", span: 4 },
        { heading: { zh: "订单数", en: "Orders" }, style: "integer", span: 1 },
        { heading: { zh: "现金消费", en: "Cash" }, style: "amount", span: 1 },
      ],
      [
        ...rows,
        {
          values: [{ zh: "订单范围", en: "in scope" }, null, null, ...total(scope)],
          isTotal: true,
        },
      ],
    ),
  ];
}

/** Statements that the run made, by label, and the lines they are the sums of. */
function labelTable(totals: readonly RunTotalRow[]): FormRow[] {
  const cells = (label: PageTableRow["values"][number], rows: readonly RunTotalRow[]) => [
    label,
    sumCounts(rows.map((row) => row.statement_count)),
    sumAmounts(rows.map((row) => row.statement_amount)),
    sumCounts(rows.map((row) => row.line_count)),
    sumAmounts(rows.map((row) => row.own_amount)),
    sumAmounts(rows.map((row) => row.brought_forward_amount)),
    sumAmounts(rows.map((row) => row.set_off_amount)),
    sumAmounts(rows.map((row) => row.line_amount)),
  ];
  return [
    ...sectionRows({ zh: "结算单与明细", en: "Statements and lines of the run" }),
    ...tableRows(
      [
        { heading: { zh: "账期", en: "Label" }, style: "words" },
        { heading: { zh: "结算单数", en: "Statements" }, style: "integer" },
        { heading: { zh: "结算单金额", en: "Statement amount" }, style: "amount" },
        { heading: { zh: "明细行数", en: "Lines" }, style: "integer" },
        { heading: { zh: "本期明细金额", en: "Own lines" }, style: "amount" },
        { heading: { zh: "上期结转", en: "Brought forward" }, style: "amount" },
        { heading: { zh: "抵扣", en: "Set off" }, style: "amount" },
        { heading: { zh: "明细合计", en: "All lines" }, style: "amount" },
      ],
      [
        ...totals.map((row) => ({ values: cells(row.period, [row]) })),
        { values: cells({ zh: "合计", en: "total" }, totals), isTotal: true },
      ],
    ),
  ];
}

/** Two sources each, which must agree to the cent (R-R5). */
function checkTable({ runTotals, scope, run }: PeriodFigures): FormRow[] {
  const summary = run?.summary ?? null;
  const checks: [text: string, left: string, right: string | null, style: "amount" | "integer"][] =
    [
      [
        "全部结算单金额 = 全部明细金额（含结转与抵扣）",
        sumAmounts(runTotals.map((row) => row.statement_amount)),
        sumAmounts(runTotals.map((row) => row.line_amount)),
        "amount",
      ],
    ];
  for (const outcome of ["settled", "carried", "excluded"] as const) {
    const part = scope.filter((row) => row.outcome === outcome);
    const { zh } = outcomes[outcome];
    checks.push(
      [
        `${zh}订单数 = 出账批次所记`,
        sumCounts(part.map((row) => row.order_count)),
        summary === null ? null : String(summary.orders[outcome]),
        "integer",
      ],
      [
        `${zh}现金消费 = 出账批次所记`,
        sumAmounts(part.map((row) => row.cash_consumption)),
        summary?.cash[outcome] ?? null,
        "amount",
      ],
    );
  }
  const rows = checks.map(([text, left, right, style]) => {
    const difference = new Decimal(left).minus(right ?? 0);
    const isBalanced = right !== null && difference.isZero() && run?.state === "completed";
    return {
      style,
      values: [
        text,
        left,
        right,
        style === "amount" ? formatAmount(difference) : difference.toFixed(),
        isBalanced ? { zh: "平", en: "balanced" } : { zh: "不平", en: "NOT balanced" },
      ],
    };
  });
  const columnsOf = (style: "amount" | "integer") =>
    [
      { heading: { zh: "核对", en: "Check" }, style: "text", span: 4 },
      { heading: { zh: "左", en: "Left" }, style, span: 1 },
      { heading: { zh: "右", en: "Right" }, style, span: 1 },
      { heading: { zh: "差异", en: "Difference" }, style, span: 1 },
      { heading: { zh: "结论", en: "Result" }, style: "words", span: 1 },
    ] as const;
  return [
    ...sectionRows({ zh: "核对", en: "Checks" }),
    ...tableRows(columnsOf("amount"), []),
    ...rows.flatMap((row) => tableRows(columnsOf(row.style), [row]).slice(1)),
  ];
}
