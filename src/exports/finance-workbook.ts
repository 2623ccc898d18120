import type { Connection } from "../platform/database/database.js";
import type { WorkbookFile } from "../platform/workbook/workbook-file.js";
import { readAll, readEach } from "./books.js";
import { type ControlTotals, openTally, type RowWatcher } from "./control-totals.js";
import { cellsOf, type Field, field } from "./fields.js";
import { financePage, type PeriodFigures } from "./finance-page.js";
import { lineFields } from "./line-columns.js";
import { sumAmounts, sumCounts } from "./line-tables.js";
import type { LineRow, SettleeRow, StatementRow, TaxRateRow, UnsettledRow } from "./rows.js";
import { unsettledFields } from "./unsettled-columns.js";
import { statementStatusWords, statementTypeWords } from "./words.js";

/**
 * Writes what finance takes away (spec §8): control totals that match `reconcile`, all statements, totals
 * by tax rate and by settlee, every line, and every order that was not settled.
 *
 * Reads what `gatherBooks` has gathered on the same connection.
 *
 * @returns what was written of the lines.
 */
export async function fillFinanceWorkbook(
  workbook: WorkbookFile,
  connection: Connection,
  figures: PeriodFigures,
  onRow: RowWatcher,
): Promise<ControlTotals> {
  const { label, month, statements } = figures;
  const sheet = (name: string) => ({ name, title: `${label} ${name}`, printedFor: "财务 Finance" });
  const rates = await readAll<TaxRateRow>(connection, "tax-rates", [label]);
  const settlees = await readAll<SettleeRow>(connection, "settlees", [label, month]);
  await workbook.writeForm(financePage(figures));
  await workbook.writeTable({
    ...sheet("结算单"),
    ...summedTable(statementFields, statements),
    frozenColumns: 1,
  });
  await workbook.writeTable({ ...sheet("税率汇总"), ...summedTable(taxRateFields, rates) });
  await workbook.writeTable({
    ...sheet("对象汇总"),
    ...summedTable(settleeFields, settlees),
    frozenColumns: 2,
  });
  const tally = openTally();
  const lines = readEach<LineRow>(connection, "lines", [label, null]);
  await workbook.writeTable({
    ...sheet("明细"),
    columns: allLineFields,
    rows: cellsOf(lines, allLineFields, (cells, row) => {
      tally.add(row.amount);
      onRow(cells);
    }),
    frozenColumns: 4,
    pagesWide: 2,
  });
  const unsettled = readEach<UnsettledRow>(connection, "unsettled", [null, null]);
  await workbook.writeTable({
    ...sheet("未结"),
    columns: unsettledFields,
    rows: cellsOf(unsettled, unsettledFields, onRow),
    frozenColumns: 5,
    pagesWide: 2,
  });
  return tally.totals();
}

const allLineFields: readonly Field<LineRow>[] = [
  field(["结算单号", "Statement no"], ["text", 34], (row) => row.statement_no),
  ...lineFields,
];

const statementFields: readonly Field<StatementRow>[] = [
  field(["结算单号", "Statement no"], ["text", 36], (row) => row.statement_no),
  field(["结算对象编号", "Settlee no"], ["text", 15], (row) => row.settlee_no),
  field(["结算对象名称", "Settlee"], ["text", 28], (row) => row.settlee_name),
  field(["类型", "Type"], ["text", 12], (row) => statementTypeWords(row.type).zh),
  field(["商品销项税率", "Output tax"], ["rate", 12], (row) => row.output_tax_rate),
  field(["服务费税率", "Service fee tax"], ["rate", 12], (row) => row.service_fee_rate),
  field(["明细行数", "Lines"], ["integer", 10], (row) => row.line_count),
  field(["本期明细金额", "Own lines"], ["amount", 17], (row) => row.own_amount),
  field(["上期结转", "Brought forward"], ["amount", 15], (row) => row.brought_forward_amount),
  field(["抵扣", "Set off"], ["amount", 15], (row) => row.set_off_amount),
  field(["应结算金额", "Amount"], ["amount", 17], (row) => row.amount),
  field(["不含税金额", "Net amount"], ["amount", 17], (row) => row.net_amount),
  field(["税额", "Tax"], ["amount", 15], (row) => row.tax_amount),
  field(["状态", "Status"], ["text", 16], (row) => statementStatusWords(row.status).zh),
  field(["出账批次", "Run"], ["text", 9], (row) => row.run_id),
  field(["出账时间", "Made at"], ["instant", 20], (row) => row.made_at),
  field(["发送时间", "Sent at"], ["instant", 20], (row) => row.sent_at),
  field(["发送人", "Sent by"], ["text", 14], (row) => row.sent_by),
];

const taxRateFields: readonly Field<TaxRateRow>[] = [
  field(["商品销项税率", "Output tax rate"], ["rate", 16], (row) => row.output_tax_rate),
  field(["服务费税率", "Service fee rate"], ["rate", 16], (row) => row.service_fee_rate),
  field(["结算单数", "Statements"], ["integer", 12], (row) => row.statement_count),
  field(["本期行数", "Own lines"], ["integer", 12], (row) => row.own_count),
  field(["本期明细金额", "Own lines' amount"], ["amount", 19], (row) => row.own_amount),
  field(["上期结转", "Brought forward"], ["amount", 17], (row) => row.brought_forward_amount),
  field(["抵扣", "Set off"], ["amount", 17], (row) => row.set_off_amount),
  field(["应结算金额", "Amount"], ["amount", 19], (row) => row.amount),
  field(["不含税金额", "Net amount"], ["amount", 19], (row) => row.net_amount),
  field(["税额", "Tax"], ["amount", 17], (row) => row.tax_amount),
];

const settleeFields: readonly Field<SettleeRow>[] = [
  field(["结算对象编号", "Settlee no"], ["text", 15], (row) => row.settlee_no || "—"),
  field(["结算对象名称", "Settlee"], ["text", 28], (row) => row.name ?? "未绑定客户服务商"),
  field(["结算单数", "Statements"], ["integer", 11], (row) => row.statement_count),
  field(["本期行数", "Own lines"], ["integer", 11], (row) => row.own_count),
  field(["本期明细金额", "Own lines' amount"], ["amount", 17], (row) => row.own_amount),
  field(["上期结转", "Brought forward"], ["amount", 15], (row) => row.brought_forward_amount),
  field(["抵扣", "Set off"], ["amount", 15], (row) => row.set_off_amount),
  field(["应结算金额", "Amount"], ["amount", 17], (row) => row.amount),
  field(["不含税金额", "Net amount"], ["amount", 17], (row) => row.net_amount),
  field(["税额", "Tax"], ["amount", 15], (row) => row.tax_amount),
  field(["已结算订单", "Settled orders"], ["integer", 12], (row) => row.settled_count),
  field(["已结算现金消费", "Settled cash"], ["amount", 17], (row) => row.settled_cash),
  field(["未结订单", "Carried orders"], ["integer", 12], (row) => row.carried_count),
  field(["未结现金消费", "Carried cash"], ["amount", 17], (row) => row.carried_cash),
  field(["不结算订单", "Excluded orders"], ["integer", 12], (row) => row.excluded_count),
  field(["不结算现金消费", "Excluded cash"], ["amount", 17], (row) => row.excluded_cash),
];

/** A table held whole, with a last row of the sums of its counts and amounts. */
function summedTable<Row>(fields: readonly Field<Row>[], rows: readonly Row[]) {
  const totals = fields.map(({ kind, value }, index) => {
    if (index === 0) return "合计";
    if (kind === "integer") return sumCounts(rows.map((row) => String(value(row) ?? 0)));
    if (kind === "amount") return sumAmounts(rows.map((row) => String(value(row) ?? 0)));
    return null;
  });
  return {
    columns: fields,
    rows: rows.map((row) => fields.map(({ value }) => value(row))),
    totals,
  };
}
