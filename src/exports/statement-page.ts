import { reasonSentence } from "../domain/reason-sentences.js";
import { reasonsOf } from "../domain/reasons.js";
import type { FormRow, FormSheet } from "../platform/workbook/form-sheet.js";
import { kindTable, ruleTable, sumAmounts, sumCounts } from "./line-tables.js";
import {
  type Fact,
  factRows,
  figureRows,
  noteRows,
  pageWidths,
  sectionRows,
  tableRows,
  titleRow,
} from "./page.js";
import type { LineTotalRow, ScopeRow, StatementRow } from "./rows.js";
import { statementStatusWords, statementTypeWords } from "./words.js";

/** What a statement comes to, on one page. */
export function statementPage(
  statement: StatementRow,
  totals: readonly LineTotalRow[],
  carried: readonly ScopeRow[],
): FormSheet {
  const settlee = `${statement.settlee_no} ${statement.settlee_name}`;
  return {
    name: "结算单",
    title: `结算单 ${statement.statement_no}`,
    printedFor: settlee,
    widths: pageWidths,
    rows: [
      titleRow({ zh: "结算单", en: "Settlement statement" }),
      ...factRows(factsOf(statement)),
      { cells: [], height: 12 },
      ...figureRows([
        {
          label: { zh: "应结算金额（含税）", en: "Amount, tax included" },
          value: statement.amount,
        },
        { label: { zh: "不含税金额", en: "Net amount" }, value: statement.net_amount },
        { label: { zh: "税额", en: "Tax" }, value: statement.tax_amount },
      ]),
      ...kindTable(totals),
      ...ruleTable(totals),
      ...carriedTable(carried),
      { cells: [], height: 12 },
      ...noteRows(notes),
    ],
  };
}

const notes = [
  "金额单位：人民币元。每行明细按公式计算后一次四舍五入到分；结算单金额为各行之和；不含税金额 = 应结算金额 ÷ (1 + 服务费税率)，税额为两者之差。",
  "上期结转与抵扣只移动已计入其他结算单的金额，不属于本期新增，因此单独列示。",
  "Amounts in CNY. Each line is rounded once to the cent and the statement is the sum of its lines; what was brought forward or set off moves money counted on other statements and stands apart.",
];

function factsOf(statement: StatementRow): Fact[] {
  return [
    fact("结算单号", "Statement no", statement.statement_no),
    fact("账期", "Period", statement.period),
    fact("结算对象", "Settlee", `${statement.settlee_no}  ${statement.settlee_name}`),
    { ...fact("类型", "Type", null), value: statementTypeWords(statement.type), style: "words" },
    {
      ...fact("商品销项税率", "Output tax rate", statement.output_tax_rate),
      style: "factRate",
    },
    {
      ...fact("服务费税率", "Service fee rate", statement.service_fee_rate),
      style: "factRate",
    },
    {
      ...fact("状态", "Status", null),
      value: statementStatusWords(statement.status),
      style: "words",
    },
    { ...fact("明细行数", "Lines", String(statement.line_count)), style: "factInteger" },
    fact("出账批次", "Run", statement.run_id),
    { ...fact("出账时间", "Made at", statement.made_at), style: "factInstant" },
    ...(statement.sent_at === null
      ? []
      : [
          { ...fact("发送时间", "Sent at", statement.sent_at), style: "factInstant" as const },
          fact("发送人", "Sent by", statement.sent_by),
        ]),
  ];
}

function fact(zh: string, en: string, value: string | null): Fact {
  return { label: { zh, en }, value, style: "text" };
}

/** What the settlee has waiting, by the reason each order is counted under. */
function carriedTable(carried: readonly ScopeRow[]): FormRow[] {
  if (carried.length === 0) return [];
  const rows = carried.map((row) => {
    const [code] = reasonsOf(row.reason);
    const sentence = code === undefined ? null : reasonSentence(code, "zh-CN");
    return {
      values: [
        sentence?.title ?? null,
        sentence?.why ?? null,
        row.order_count,
        row.cash_consumption,
      ],
    };
  });
  return [
    ...sectionRows({ zh: "往期与本期未结", en: "Carried, not settled yet" }),
    ...tableRows(
      [
        { heading: { zh: "原因", en: "Reason" }, style: "text", span: 1 },
        { heading: { zh: "说明（逐单见《未结明细》）", en: "Why" }, style: "wrapped", span: 4 },
        { heading: { zh: "订单数", en: "Orders" }, style: "integer", span: 1 },
        { heading: { zh: "现金消费", en: "Cash consumption" }, style: "amount", span: 2 },
      ],
      [
        ...rows,
        {
          values: [
            { zh: "合计", en: "total" },
            null,
            sumCounts(carried.map((row) => row.order_count)),
            sumAmounts(carried.map((row) => row.cash_consumption)),
          ],
          isTotal: true,
        },
      ],
    ),
  ];
}
