import { excludingBits } from "../domain/reasons.js";
import type { Connection } from "../platform/database/database.js";
import type { WorkbookFile } from "../platform/workbook/workbook-file.js";
import { readAll, readEach } from "./books.js";
import { type ControlTotals, openTally, type RowWatcher } from "./control-totals.js";
import { cellsOf } from "./fields.js";
import { lineFields, usageOrderFields } from "./line-columns.js";
import type {
  LineRow,
  LineTotalRow,
  ScopeRow,
  StatementRow,
  UnsettledRow,
  UsageOrderRow,
} from "./rows.js";
import { statementPage } from "./statement-page.js";
import { carriedFields } from "./unsettled-columns.js";

/**
 * Writes what a settlee takes away (spec §8): what the statement comes to, its lines with every number
 * their amount came from, the orders behind usage lines, what was carried and why.
 *
 * Reads what `gatherBooks` has gathered on the same connection.
 *
 * @returns what was written of the lines.
 */
export async function fillStatementWorkbook(
  workbook: WorkbookFile,
  connection: Connection,
  statement: StatementRow,
  onRow: RowWatcher,
): Promise<ControlTotals> {
  const { statement_id: id, settlee_no: settleeNo, statement_no: number } = statement;
  const printedFor = `${settleeNo} ${statement.settlee_name}`;
  const totals = await readAll<LineTotalRow>(connection, "line-totals", [null, id]);
  const unsettled = await readAll<ScopeRow>(connection, "unsettled-totals", [
    settleeNo,
    excludingBits,
  ]);
  const carried = unsettled.filter(({ outcome }) => outcome === "carried");
  const tally = openTally();
  const lines = cellsOf(
    readEach<LineRow>(connection, "lines", [null, id]),
    lineFields,
    (cells, row) => {
      tally.add(row.amount);
      onRow(cells);
    },
  );
  await workbook.writeForm(statementPage(statement, totals, carried));
  await workbook.writeTable({
    name: "结算明细",
    title: `结算明细 ${number}`,
    printedFor,
    columns: lineFields,
    rows: lines,
    frozenColumns: 3,
    pagesWide: 2,
  });
  if (statement.has_usage) {
    const orders = readEach<UsageOrderRow>(connection, "usage-orders", [id]);
    await workbook.writeTable({
      name: "按量订单",
      title: `按量订单 ${number}`,
      printedFor,
      columns: usageOrderFields,
      rows: cellsOf(orders, usageOrderFields, onRow),
      frozenColumns: 2,
    });
  }
  const fields = carriedFields(statement.settlee_locale === "en" ? ["zh-CN", "en"] : ["zh-CN"]);
  const waiting = readEach<UnsettledRow>(connection, "unsettled", [settleeNo, "carried"]);
  await workbook.writeTable({
    name: "未结明细",
    title: `未结明细 ${number}`,
    printedFor,
    columns: fields,
    rows: cellsOf(waiting, fields, onRow),
    frozenColumns: 1,
    pagesWide: 2,
  });
  return tally.totals();
}
