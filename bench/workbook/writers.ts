import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createDeflateRaw } from "node:zlib";
import type { CellKind, CellValue } from "../../src/platform/workbook/cells.js";
import { makeWorkbook } from "../../src/platform/workbook/workbook-file.js";
import { columns } from "./rows.js";

export interface Job {
  readonly rows: Iterable<CellValue[]>;
  readonly path: string;
  /** Where the writers that are no dependency of the project are installed. */
  readonly others: string;
}

/** Each writes the same rows the way its own documentation says for many rows. */
export const writers: Readonly<Record<string, (job: Job) => Promise<void>>> = {
  floor,
  ours,
  exceljs,
  hucre,
  "xlsx-write-stream": xlsxWriteStream,
  excelts,
};

const headings = columns.map(({ heading }) => `${heading.zh}\n${heading.en}`);
const numberFormats: Readonly<Record<CellKind, string>> = {
  text: "@",
  wrapped: "@",
  integer: "#,##0",
  amount: "#,##0.00",
  base: "#,##0.000",
  rate: "0.00%",
  instant: "yyyy-mm-dd hh:mm:ss",
};

/** The same rows as sheet XML through zlib, nothing else: no file that a program would open. */
async function floor({ rows, path }: Job): Promise<void> {
  const letters = columns.map((_, index) => String.fromCharCode(65 + index));
  const isNumber = columns.map(({ kind }) => kind !== "text");
  function* pieces(): Generator<string> {
    let piece = "";
    let number = 1;
    for (const row of rows) {
      number += 1;
      piece += `<row r="${number}">`;
      for (const [index, value] of row.entries()) {
        const open = `<c r="${letters[index]}${number}" s="1"`;
        piece += isNumber[index]
          ? `${open}><v>${value}</v></c>`
          : `${open} t="inlineStr"><is><t>${value}</t></is></c>`;
      }
      piece += "</row>";
      if (piece.length < 64 * 1024) continue;
      yield piece;
      piece = "";
    }
    yield piece;
  }
  const packed = createDeflateRaw({ level: 1 });
  await pipeline(Readable.from(pieces()), packed, createWriteStream(path));
}

async function ours({ rows, path }: Job): Promise<void> {
  await makeWorkbook(path, { title: "bench", madeAt: new Date(0) }, async (workbook) => {
    await workbook.writeTable({ name: "明细", title: "明细", printedFor: "bench", columns, rows });
  });
}

/** Numbers and dates as the other writers want them: binary. */
function plainRow(row: readonly CellValue[]): (string | number | Date)[] {
  return row.map((value, index) => {
    const kind = columns[index]?.kind;
    const text = String(value);
    if (kind === "text") return text;
    return kind === "instant" ? new Date(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`) : +text;
  });
}

async function exceljs({ rows, path }: Job): Promise<void> {
  const { default: ExcelJS } = await import("exceljs");
  await streamingWriter(ExcelJS.stream.xlsx.WorkbookWriter, rows, path);
}

async function excelts({ rows, path, others }: Job): Promise<void> {
  const module = await load(others, "@cj-tech-master/excelts/dist/esm/index.js");
  await streamingWriter(module.WorkbookWriter, rows, path);
}

/** Of exceljs and of those made after it. Without the turns nothing would leave the process before the end. */
async function streamingWriter(
  // biome-ignore lint/suspicious/noExplicitAny: a class of either package
  Writer: any,
  rows: Iterable<CellValue[]>,
  filename: string,
): Promise<void> {
  const workbook = new Writer({ filename, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet("明细", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns.map(({ kind, width }, index) => ({
    header: headings[index],
    width,
    style: { numFmt: numberFormats[kind] },
  }));
  let count = 0;
  for (const row of rows) {
    sheet.addRow(plainRow(row)).commit();
    count += 1;
    if (count % 1000 === 0) await turn();
  }
  sheet.commit();
  await workbook.commit();
}

async function hucre({ rows, path, others }: Job): Promise<void> {
  const { writeXlsxStream } = await load(others, "hucre/dist/xlsx.mjs");
  function* plainRows() {
    for (const row of rows) yield plainRow(row);
  }
  const workbook = writeXlsxStream(plainRows(), {
    name: "明细",
    columns: columns.map(({ kind, width }, index) => ({
      header: headings[index],
      width,
      numFmt: numberFormats[kind],
    })),
    freezePane: { rows: 1 },
  });
  await pipeline(Readable.fromWeb(workbook), createWriteStream(path));
}

async function xlsxWriteStream({ rows, path, others }: Job): Promise<void> {
  const module = await load(others, "@atomictech/xlsx-write-stream/dist/index.js");
  const Writer = module.default.default ?? module.default;
  function* plainRows() {
    for (const row of rows) yield plainRow(row);
  }
  const writer = new Writer({ header: true, columns: headings });
  await pipeline(Readable.from(plainRows()), writer, createWriteStream(path));
}

// biome-ignore lint/suspicious/noExplicitAny: packages that are not installed here have no types
function load(others: string, file: string): Promise<any> {
  return import(pathToFileURL(join(others, "node_modules", file)).href);
}
