import { Decimal, formatAmount } from "../domain/money.js";
import type { FormRow } from "../platform/workbook/form-sheet.js";
import { type PageTableRow, sectionRows, tableRows } from "./page.js";
import type { LineTotalRow } from "./rows.js";
import { lineKinds, ruleFormulas } from "./words.js";

interface Sums {
  readonly count: number;
  readonly deal: Decimal;
  readonly cash: Decimal;
  readonly amount: Decimal;
}

/** Amounts as sums of exact decimals, written with two places. */
export function sumAmounts(amounts: readonly string[]): string {
  return formatAmount(amounts.reduce((sum, each) => sum.plus(each), new Decimal(0)));
}

export function sumCounts(counts: readonly (string | number)[]): string {
  return String(counts.reduce<number>((sum, each) => sum + Number(each), 0));
}

function sumOf(rows: readonly LineTotalRow[]): Sums {
  return {
    count: rows.reduce((sum, row) => sum + Number(row.line_count), 0),
    deal: new Decimal(sumAmounts(rows.map((row) => row.deal_amount))),
    cash: new Decimal(sumAmounts(rows.map((row) => row.cash_consumption))),
    amount: new Decimal(sumAmounts(rows.map((row) => row.amount))),
  };
}

function isMoved(row: LineTotalRow): boolean {
  return row.kind === "brought_forward" || row.kind === "set_off";
}

/** Control totals by kind of line: the period's own lines, then apart what only moves money (R-S4). */
export function kindTable(totals: readonly LineTotalRow[]): FormRow[] {
  const own = totals.filter((row) => !isMoved(row));
  const kinds = (["order", "usage", "refund", "adjustment"] as const).filter((kind) =>
    own.some((row) => row.kind === kind),
  );
  const row = (
    label: PageTableRow["values"][number],
    sums: Sums,
    isTotal = false,
  ): PageTableRow => ({
    values: [
      label,
      sums.count,
      formatAmount(sums.deal),
      formatAmount(sums.cash),
      formatAmount(sums.amount),
    ],
    isTotal,
  });
  const moved = (kind: "brought_forward" | "set_off"): PageTableRow => {
    const sums = sumOf(totals.filter((each) => each.kind === kind));
    return { values: [lineKinds[kind], sums.count, null, null, formatAmount(sums.amount)] };
  };
  const all = sumOf(totals);
  return [
    ...sectionRows({ zh: "按明细类别", en: "By kind of line" }),
    ...tableRows(
      [
        { heading: { zh: "类别", en: "Kind" }, style: "words", span: 2 },
        { heading: { zh: "行数", en: "Lines" }, style: "integer", span: 1 },
        { heading: { zh: "交易金额（成交价）", en: "Deal amount" }, style: "amount", span: 1 },
        { heading: { zh: "现金消费", en: "Cash consumption" }, style: "amount", span: 2 },
        { heading: { zh: "应结算金额", en: "Amount" }, style: "amount", span: 2 },
      ],
      [
        ...kinds.map((kind) =>
          row(lineKinds[kind], sumOf(own.filter((each) => each.kind === kind))),
        ),
        row({ zh: "本期小计", en: "own lines" }, sumOf(own), true),
        moved("brought_forward"),
        moved("set_off"),
        {
          values: [{ zh: "合计", en: "total" }, all.count, null, null, formatAmount(all.amount)],
          isTotal: true,
        },
      ],
    ),
  ];
}

/** The period's own lines by the rule that made their amount, with its formula (§4). */
export function ruleTable(totals: readonly LineTotalRow[]): FormRow[] {
  const own = totals.filter((row) => !isMoved(row));
  const rules = [...new Set(own.flatMap(({ rule }) => (rule === null ? [] : [rule])))].sort();
  if (rules.length === 0) return [];
  return [
    ...sectionRows({ zh: "按计算规则", en: "By rule" }),
    ...tableRows(
      [
        { heading: { zh: "规则", en: "Rule" }, style: "text", span: 1 },
        { heading: { zh: "公式", en: "Formula" }, style: "wrapped", span: 4 },
        { heading: { zh: "行数", en: "Lines" }, style: "integer", span: 1 },
        { heading: { zh: "应结算金额", en: "Amount" }, style: "amount", span: 2 },
      ],
      rules.map((rule) => {
        const sums = sumOf(own.filter((row) => row.rule === rule));
        return { values: [rule, ruleFormulas[rule], sums.count, formatAmount(sums.amount)] };
      }),
    ),
  ];
}
