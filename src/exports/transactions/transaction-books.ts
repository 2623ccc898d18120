import type { Connection } from "../../platform/database/database.js";
import type { FormSheet } from "../../platform/workbook/form-sheet.js";
import type { WorkbookFile } from "../../platform/workbook/workbook-file.js";
import type { Book } from "../book.js";
import { readAll, readEach } from "../books.js";
import { openTally } from "../control-totals.js";
import { cellsOf, type Field } from "../fields.js";
import { sumAmounts, sumCounts } from "../line-tables.js";
import {
  type Fact,
  factRows,
  figureRows,
  noteRows,
  pageWidths,
  sectionRows,
  tableRows,
  titleRow,
} from "../page.js";
import { instantOf } from "../period-books.js";
import type { TransactionRow, TransactionTotalRow } from "../rows.js";
import type { TransactionFilters } from "../tasks/export-request.js";
import { transactionStatuses } from "../words.js";
import { describeFilters } from "./filter-words.js";
import { gatherOutcomes, gatherTransactions } from "./gather-transactions.js";
import { outcomeFields, transactionFields } from "./transaction-columns.js";

/** The date of a book of which nothing tells one: there are no facts yet. */
const beforeAllFacts = "2000-01-01 00:00:00+08";

/** 交易明细: every order that the filters choose. Errors: period_never_run. */
export async function transactionBook(
  connection: Connection,
  filters: TransactionFilters,
): Promise<Book> {
  await gatherTransactions(connection, filters);
  const [last] = await readAll<{ imported_at: string }>(connection, "last-import", []);
  const chosen = describeFilters(filters);
  const facts: Fact[] = [
    ...chosen.map(({ label, value }) => ({ label, value, style: "text" as const })),
    {
      label: { zh: "数据截至", en: "Facts as of" },
      value: last?.imported_at ?? null,
      style: "factInstant",
    },
  ];
  return ordersBook(connection, {
    name: "transactions",
    words: { zh: "交易明细", en: "Transactions" },
    facts,
    madeAt: last?.imported_at ?? beforeAllFacts,
    fields: transactionFields,
  });
}

/** Every order in scope of a month's last run and what became of it. Errors: period_never_run. */
export async function outcomeBook(connection: Connection, month: string): Promise<Book> {
  const run = await gatherOutcomes(connection, month);
  return ordersBook(connection, {
    name: `${month}-outcomes`,
    words: { zh: "订单结果", en: "Outcomes" },
    facts: [
      { label: { zh: "账期", en: "Period" }, value: month, style: "text" },
      { label: { zh: "出账批次", en: "Run" }, value: run.run_id, style: "text" },
      { label: { zh: "出账时间", en: "Run at" }, value: run.started_at, style: "factInstant" },
      { label: { zh: "操作人", en: "By" }, value: run.actor, style: "text" },
    ],
    madeAt: run.started_at,
    fields: outcomeFields,
  });
}

interface OrdersBook {
  readonly name: string;
  readonly words: { readonly zh: string; readonly en: string };
  readonly facts: readonly Fact[];
  readonly madeAt: string;
  readonly fields: readonly Field<TransactionRow>[];
}

async function ordersBook(connection: Connection, wanted: OrdersBook): Promise<Book> {
  const { name, words, fields } = wanted;
  const totals = await readAll<TransactionTotalRow>(connection, "transaction-totals", []);
  const rowCount = totals.reduce((sum, { order_count }) => sum + Number(order_count), 0);
  const dealAmount = sumAmounts(totals.map(({ deal_amount }) => deal_amount));
  const sums = fields.map(({ heading }, index) => {
    if (index === 0) return "合计";
    if (heading.zh === "应结算金额") return sumAmounts(totals.map(({ amount }) => amount));
    return heading.zh.startsWith("交易金额") ? dealAmount : null;
  });
  const fill = async (workbook: WorkbookFile, onRow: Parameters<Book["fill"]>[1]) => {
    const tally = openTally();
    const rows = readEach<TransactionRow>(connection, "transactions", []);
    await workbook.writeForm(ordersPage(wanted, totals));
    await workbook.writeTable({
      name: words.zh,
      title: words.zh,
      printedFor: "财务 Finance",
      columns: fields,
      rows: cellsOf(rows, fields, (cells, row) => {
        tally.add(row.deal_amount);
        onRow(cells);
      }),
      totals: sums,
      frozenColumns: 1,
      pagesWide: 2,
    });
    return tally.totals();
  };
  return {
    name,
    title: name,
    madeAt: instantOf(wanted.madeAt),
    rowTotal: rowCount,
    expected: { rowCount, controlTotal: dealAmount },
    fill,
  };
}

/** What was asked for and what it comes to, on one page. */
function ordersPage(
  { words, facts }: OrdersBook,
  totals: readonly TransactionTotalRow[],
): FormSheet {
  const sums = (rows: readonly TransactionTotalRow[]): [string, string, string] => [
    sumCounts(rows.map(({ order_count }) => order_count)),
    sumAmounts(rows.map(({ deal_amount }) => deal_amount)),
    sumAmounts(rows.map(({ amount }) => amount)),
  ];
  const [, dealAmount, amount] = sums(totals);
  const statuses = Object.keys(transactionStatuses) as (keyof typeof transactionStatuses)[];
  const rows = statuses.flatMap((status) => {
    const part = totals.filter((row) => row.status === status);
    return part.length === 0 ? [] : [{ values: [transactionStatuses[status], ...sums(part)] }];
  });
  return {
    name: "汇总",
    title: words.zh,
    printedFor: "财务 Finance",
    widths: pageWidths,
    rows: [
      titleRow(words),
      ...factRows(facts),
      { cells: [], height: 12 },
      ...figureRows([
        { label: { zh: "交易金额（成交价）", en: "Deal amount" }, value: dealAmount },
        { label: { zh: "应结算金额（含税）", en: "Amount, tax included" }, value: amount },
      ]),
      ...sectionRows({ zh: "按结算状态", en: "By status" }),
      ...tableRows(
        [
          { heading: { zh: "结算状态", en: "Status" }, style: "words", span: 2 },
          { heading: { zh: "订单数", en: "Orders" }, style: "integer", span: 2 },
          { heading: { zh: "交易金额（成交价）", en: "Deal amount" }, style: "amount", span: 2 },
          { heading: { zh: "应结算金额", en: "Amount" }, style: "amount", span: 2 },
        ],
        [...rows, { values: [{ zh: "合计", en: "total" }, ...sums(totals)], isTotal: true }],
      ),
      { cells: [], height: 12 },
      ...noteRows(totals.length === 0 ? [nothing, ...notes] : notes),
    ],
  };
}

const nothing = "没有符合条件的订单。No order matches.";
const notes = [
  "金额单位：人民币元。应结算金额为该订单在结算单上各行之和；按量订单按月汇总后计算一次，金额见结算单中所示的行，此处为空。",
  "Amounts in CNY. The amount of an order is the sum of its lines; usage is summed by month before its formula is applied, so its amount stands on the line of the statement and is blank here.",
];
