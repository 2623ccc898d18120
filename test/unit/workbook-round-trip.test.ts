import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type ExcelJS from "exceljs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columns, rowOf } from "../../bench/workbook/rows.js";
import type { CellKind, CellValue } from "../../src/platform/workbook/cells.js";
import type { TableColumn } from "../../src/platform/workbook/table-sheet.js";
import { makeWorkbook } from "../../src/platform/workbook/workbook-file.js";
import { readTable, readWorkbook } from "../support/read-workbook.js";

const about = { title: "t", madeAt: new Date("2026-11-03T02:00:00Z") };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "yuejie-round-trip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeAndRead(
  kinds: readonly TableColumn[],
  rows: readonly CellValue[][],
  rowLimit?: number,
): Promise<ExcelJS.Workbook> {
  const path = join(folder, "a.xlsx");
  const options = rowLimit === undefined ? about : { ...about, rowLimit };
  await makeWorkbook(path, options, async (workbook) => {
    const table = { name: "明细", title: "明细", printedFor: "甲", columns: kinds, rows };
    expect(await workbook.writeTable(table)).toBe(rows.length);
  });
  return readWorkbook(path);
}

/** What a reader must find in a cell, said without the code that writes it. */
function expected(kind: CellKind, value: CellValue): ExcelJS.CellValue {
  if (typeof value !== "string" || value === "") return value === "" ? null : (value as number);
  if (kind === "instant") return instantOf(value) ?? value;
  if (kind === "text" || kind === "wrapped") return textOf(value);
  const digits = value.replace(/^-?0*\.?0*|\./g, "").replace(/0+$/, "");
  return /^-?\d+(\.\d+)?$/.test(value) && digits.length <= 15 ? Number(value) : textOf(value);
}

function instantOf(value: string): Date | null {
  const at = new Date(`${value.slice(0, 10)}T${value.slice(11, 19) || "00:00:00"}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function textOf(value: string): string | null {
  let kept = "";
  for (const character of value) {
    if (kept.length + character.length > 32_767) break;
    kept += character;
  }
  const allowed = [...kept].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x20 ? code !== 0xfffe && code !== 0xffff : [9, 10, 13].includes(code);
  });
  // A half of a pair has no place in UTF-8.
  return Buffer.from(allowed.join("")).toString() || null;
}

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom("=1+1", "+86", "-1", "@a", "\t=1", "_x0041_", "_x005f_x0041_", "]]>", "&amp;"),
  fc.constantFrom(" 前", "后 ", "\u3000全角", "一\n二", "一\r\n二", "\u00a0", "\ufeff", "😀\ud83d"),
  fc
    .tuple(fc.integer({ min: 32_760, max: 32_770 }), fc.constantFrom("&", "长", "😀"))
    .map(([length, character]) => "a".repeat(length) + character),
);
const numbers = fc.oneof(
  fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.integer({ min: 0, max: 8 }))
    .map(([isNegative, digits, places]) => {
      const all = String(digits).padStart(places + 1, "0");
      const whole = all.slice(0, all.length - places);
      return `${isNegative ? "-" : ""}${whole}${places > 0 ? `.${all.slice(-places)}` : ""}`;
    }),
  fc.constantFrom("1e3", "NaN", "1,000", "", "0", "-0.00", "00012.50", "123456789012345"),
);
const instants = fc
  .date({
    min: new Date("1900-03-01T00:00:00Z"),
    max: new Date("2099-12-31T00:00:00Z"),
    noInvalidDate: true,
  })
  .map((at) => `${at.toISOString().slice(0, 19).replace("T", " ")}+08`);

/** Excel undoes the escape of an underscore in every text, exceljs in shared ones only. */
function asExcelReads(value: ExcelJS.CellValue): ExcelJS.CellValue {
  return typeof value === "string" ? value.replaceAll("_x005F_", "_") : value;
}

const kinds: readonly CellKind[] = [
  "text",
  "wrapped",
  "integer",
  "amount",
  "base",
  "rate",
  "instant",
];
const someColumns = kinds.map((kind): TableColumn => {
  return { heading: { zh: kind, en: kind }, width: 12, kind };
});
const oddRows = fc.array(
  fc
    .tuple(
      texts,
      texts,
      numbers,
      numbers,
      numbers,
      numbers,
      instants,
      fc.integer({ max: 6, min: -9 }),
    )
    .map(([...all]): CellValue[] => {
      const cells = all.slice(0, kinds.length) as CellValue[];
      const empty = all.at(-1) as number;
      if (empty >= 0) cells[empty] = null;
      return cells;
    }),
  { minLength: 1, maxLength: 12 },
);

describe("a workbook read back by exceljs", () => {
  it("holds whatever was written, cell for cell", async () => {
    await fc.assert(
      fc.asyncProperty(oddRows, async (rows) => {
        const read = readTable(await writeAndRead(someColumns, rows), "明细");
        const wanted = rows.map((row) => row.map((value, at) => expected(kinds[at]!, value)));
        expect(read.rows.map((row) => row.map(asExcelReads))).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it("holds every line of a large table, over several sheets", async () => {
    const count = 12_000;
    const rows = Array.from({ length: count }, (_, index) => rowOf(index + 1));
    const workbook = await writeAndRead(columns, rows, 5_001);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(["明细", "明细(2)", "明细(3)"]);
    const read = workbook.worksheets.flatMap(({ name }) => readTable(workbook, name).rows);
    expect(read).toHaveLength(count);
    for (const [at, row] of rows.entries()) {
      const wanted = row.map((value, index) => expected(columns[index]?.kind ?? "text", value));
      expect(read[at], `row ${at + 1}`).toEqual(wanted);
    }
  }, 120_000);
});
