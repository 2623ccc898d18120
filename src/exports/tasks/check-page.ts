import type { FormSheet } from "../../platform/workbook/form-sheet.js";
import type { ControlTotals } from "../control-totals.js";
import { factRows, noteRows, pageWidths, titleRow } from "../page.js";

/**
 * The last page of an exported file: what it must hold, so that it can be told from a file that was cut
 * off or changed. The same stands in the task's record; `totals` were held against the database.
 */
export function checkPage(
  { rowCount, controlTotal }: ControlTotals,
  contentSha256: string,
): FormSheet {
  const title = { zh: "核对", en: "Check" };
  return {
    name: title.zh,
    title: title.zh,
    printedFor: "财务 Finance",
    widths: pageWidths,
    rows: [
      titleRow(title),
      ...factRows([
        { label: { zh: "行数", en: "Rows" }, value: String(rowCount), style: "factInteger" },
        { label: { zh: "控制总额", en: "Control total" }, value: controlTotal, style: "amount" },
      ]),
      ...factRows([
        { label: { zh: "内容校验", en: "SHA-256" }, value: contentSha256, style: "text" },
      ]),
      { cells: [], height: 12 },
      ...noteRows(notes),
    ],
  };
}

const notes = [
  "行数和控制总额已与数据库在同一时刻的合计核对；内容校验为全部明细行的 SHA-256，与导出任务的记录一致。",
  "Rows and control total were held against the database at the moment of the export; the SHA-256 is that of all rows and stands in the record of the export task.",
];
