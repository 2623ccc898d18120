import ExcelJS from "exceljs";

/** A sheet as a reader sees it: headings in Chinese, every other cell as its value. */
export interface ReadSheet {
  readonly name: string;
  readonly headings: string[];
  readonly rows: ExcelJS.CellValue[][];
  readonly sheet: ExcelJS.Worksheet;
}

/** Reads a workbook back, whole, the way other programs do. */
export async function readWorkbook(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

/** A table sheet: the first row is the headings, of which only the Chinese line is kept. */
export function readTable(workbook: ExcelJS.Workbook, name: string): ReadSheet {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  const width = sheet.getRow(1).cellCount;
  const headings = Array.from({ length: width }, (_, index) => {
    return (
      sheet
        .getRow(1)
        .getCell(index + 1)
        .text.split("\n")[0] ?? ""
    );
  });
  const rows: ExcelJS.CellValue[][] = [];
  for (let number = 2; number <= sheet.rowCount; number += 1) {
    rows.push(headings.map((_, index) => sheet.getRow(number).getCell(index + 1).value));
  }
  return { name, headings, rows, sheet };
}

/** The values under a heading. */
export function columnOf(table: ReadSheet, heading: string): ExcelJS.CellValue[] {
  const index = table.headings.indexOf(heading);
  if (index < 0) throw new Error(`no column ${heading} in ${table.headings.join()}`);
  return table.rows.map((row) => row[index] ?? null);
}

/** All texts of a page, row by row, merged cells once. */
export function readPage(workbook: ExcelJS.Workbook, name: string): (string | number | Date)[][] {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  const rows: (string | number | Date)[][] = [];
  sheet.eachRow((row) => {
    const values: (string | number | Date)[] = [];
    row.eachCell((cell) => {
      if (cell.master !== cell) return;
      const { value } = cell;
      values.push(typeof value === "number" || value instanceof Date ? value : cell.text);
    });
    rows.push(values);
  });
  return rows;
}
