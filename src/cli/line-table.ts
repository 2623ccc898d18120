import { formatAmountGrouped, formatRate } from "../domain/money.js";
import type { LineRow } from "../settlement/statements.js";
import { labels, percent } from "./labels.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import type { Cli } from "./session.js";
import { type Column, writeTable } from "./table.js";
import { addUp, startTotal } from "./totals.js";

interface LineTexts {
  readonly columns: {
    readonly [name in
      | "statementNo"
      | "lineNo"
      | "kind"
      | "orderNo"
      | "productNo"
      | "partnerNo"
      | "rule"
      | "dealAmount"
      | "shareBase"
      | "ratio"
      | "rates"
      | "amount"]: string;
  };
  readonly total: (count: number, amount: string) => string;
  readonly none: string;
}

const texts: Bilingual<LineTexts> = {
  "zh-CN": {
    columns: {
      statementNo: "结算单号",
      lineNo: "行",
      kind: "类型",
      orderNo: "订单号",
      productNo: "商品编号",
      partnerNo: "客户服务商",
      rule: "规则",
      dealAmount: "交易金额",
      shareBase: "分成基数",
      ratio: "比例",
      rates: "销项/服务费税率",
      amount: "应结算金额",
    },
    total: (count, amount) => `共 ${count} 行，应结算金额 ${amount}`,
    none: "没有结算明细。",
  },
  en: {
    columns: {
      statementNo: "Statement",
      lineNo: "Line",
      kind: "Kind",
      orderNo: "Order",
      productNo: "Product",
      partnerNo: "Partner",
      rule: "Rule",
      dealAmount: "Deal amount",
      shareBase: "Share base",
      ratio: "Ratio",
      rates: "Output/fee tax",
      amount: "Amount",
    },
    total: (count, amount) => `${count} lines, ${amount} in all`,
    none: "There are no lines.",
  },
};

/** Writes settlement lines for people, with what they add up to. */
export async function writeLines(
  output: Output,
  cli: Cli,
  lines: Iterable<LineRow> | AsyncIterable<LineRow>,
): Promise<void> {
  const text = cli.text(texts);
  const total = startTotal();
  await writeTable(output, columnsOf(cli), addUp(lines, total));
  await output.write(
    total.count === 0
      ? `${text.none}\n`
      : `\n${text.total(total.count, formatAmountGrouped(total.amount))}\n`,
  );
}

function columnsOf(cli: Cli): readonly Column<LineRow>[] {
  const { columns } = cli.text(texts);
  const { lineKinds } = cli.text(labels);
  return [
    { title: columns.statementNo, of: (row) => row.statementNo },
    { title: columns.lineNo, align: "right", of: (row) => String(row.lineNo) },
    { title: columns.kind, of: (row) => lineKinds[row.kind] ?? row.kind },
    { title: columns.orderNo, of: (row) => row.orderNo ?? "" },
    { title: columns.productNo, of: (row) => row.productNo ?? "" },
    { title: columns.partnerNo, of: (row) => row.partnerNo ?? "" },
    { title: columns.rule, of: (row) => row.rule ?? "" },
    { title: columns.dealAmount, align: "right", of: (row) => amountText(row.dealAmount) },
    // Half a cent is possible here, so the base is not cut to two places.
    { title: columns.shareBase, align: "right", of: (row) => row.shareBase ?? "" },
    { title: columns.ratio, align: "right", of: (row) => rateText(row.ratio) },
    { title: columns.rates, align: "right", of: ratesText },
    { title: columns.amount, align: "right", of: (row) => amountText(row.amount) },
  ];
}

function amountText(amount: string | null): string {
  return amount === null ? "" : formatAmountGrouped(amount);
}

function rateText(rate: string | null): string {
  return rate === null ? "" : formatRate(rate);
}

function ratesText({ outputTaxRate, serviceFeeRate }: LineRow): string {
  return `${percent(outputTaxRate)} / ${percent(serviceFeeRate)}`;
}
