import { formatAmountGrouped } from "../domain/money.js";
import type { StatementRow } from "../settlement/statements.js";
import { labels, percent } from "./labels.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import type { Cli } from "./session.js";
import { type Column, writeTable } from "./table.js";
import { addUp, startTotal } from "./totals.js";

interface StatementTexts {
  readonly columns: Readonly<Record<keyof Omit<StatementRow, "period">, string>>;
  readonly total: (count: number, amount: string) => string;
  readonly none: string;
}

const texts: Bilingual<StatementTexts> = {
  "zh-CN": {
    columns: {
      statementNo: "结算单号",
      settleeNo: "结算对象",
      type: "类型",
      outputTaxRate: "销项税率",
      serviceFeeRate: "服务费税率",
      lineCount: "明细",
      amount: "含税金额",
      netAmount: "不含税",
      taxAmount: "税额",
      status: "状态",
    },
    total: (count, amount) => `共 ${count} 张结算单，含税金额 ${amount}`,
    none: "该账期没有结算单。",
  },
  en: {
    columns: {
      statementNo: "Statement",
      settleeNo: "Settlee",
      type: "Type",
      outputTaxRate: "Output tax",
      serviceFeeRate: "Fee tax",
      lineCount: "Lines",
      amount: "Amount",
      netAmount: "Net",
      taxAmount: "Tax",
      status: "Status",
    },
    total: (count, amount) => `${count} statements, ${amount} in all, tax included`,
    none: "The period has no statements.",
  },
};

/** Writes a list of statements for people, with what they add up to. */
export async function writeStatements(
  output: Output,
  cli: Cli,
  statements: AsyncIterable<StatementRow>,
): Promise<void> {
  const text = cli.text(texts);
  const total = startTotal();
  await writeTable(output, columnsOf(cli), addUp(statements, total));
  await output.write(
    total.count === 0
      ? `${text.none}\n`
      : `\n${text.total(total.count, formatAmountGrouped(total.amount))}\n`,
  );
}

function columnsOf(cli: Cli): readonly Column<StatementRow>[] {
  const { columns } = cli.text(texts);
  const { statuses, statementTypes } = cli.text(labels);
  return [
    { title: columns.statementNo, of: (row) => row.statementNo },
    { title: columns.settleeNo, of: (row) => row.settleeNo },
    { title: columns.type, of: (row) => statementTypes[row.type] ?? row.type },
    { title: columns.outputTaxRate, align: "right", of: (row) => percent(row.outputTaxRate) },
    { title: columns.serviceFeeRate, align: "right", of: (row) => percent(row.serviceFeeRate) },
    { title: columns.lineCount, align: "right", of: (row) => String(row.lineCount) },
    { title: columns.amount, align: "right", of: (row) => formatAmountGrouped(row.amount) },
    { title: columns.netAmount, align: "right", of: (row) => formatAmountGrouped(row.netAmount) },
    { title: columns.taxAmount, align: "right", of: (row) => formatAmountGrouped(row.taxAmount) },
    { title: columns.status, of: (row) => statuses[row.status] ?? row.status },
  ];
}
