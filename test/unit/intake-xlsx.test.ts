import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import exceljs from "exceljs";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { dateText, isDateFormat, numberText } from "../../src/platform/files/cell-text.js";
import { openInputFile } from "../../src/platform/files/input-file.js";
import { readXlsx } from "../../src/platform/files/read-xlsx.js";
import { createXmlScanner } from "../../src/platform/files/scan-xml.js";
import type { TableRow } from "../../src/platform/files/table-row.js";
import { workbookParts, zip } from "../support/zip.js";

const folder = mkdtempSync(join(tmpdir(), "yuejie-xlsx-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(bytes: Buffer): Promise<TableRow[]> {
  const path = join(folder, "orders.xlsx");
  writeFileSync(path, bytes);
  const file = await openInputFile(path, "orders.xlsx");
  try {
    const rows: TableRow[] = [];
    for await (const batch of readXlsx(file).batches()) rows.push(...batch);
    return rows;
  } finally {
    await file.close();
  }
}

async function written(
  fill: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void,
): Promise<Buffer> {
  const book = new exceljs.Workbook();
  fill(book.addWorksheet("订单"), book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const cells = async (fill: (sheet: exceljs.Worksheet) => void): Promise<string[][]> =>
  (await read(await written(fill))).map(({ fields }) => fields);

describe("xlsx", () => {
  it("reads texts, numbers, booleans, formulas, dates and rich text as people see them", async () => {
    const rows = await cells((sheet) => {
      sheet.addRow(["客户 <&> \"'", "文".repeat(300), " x "]);
      sheet.addRow([0.1 + 0.2, 1234.5, -0.01, 1e-7, 123456789012345, true, false]);
      sheet.addRow([
        { formula: "1+1", result: 2 },
        { formula: "A1", result: "文本" },
        { richText: [{ text: "富" }, { text: "文本" }] },
      ]);
      sheet.addRow([{ text: "链接", hyperlink: "https://a.example" }, null, "c"]);
      const dates = sheet.addRow([46300, 46300.4166666667, 46300.999988426, 12]);
      dates.eachCell((cell, column) => {
        cell.numFmt =
          column === 4 ? "000000" : column === 2 ? 'yyyy"年"m"月"d"日" h:mm' : "yyyy-mm-dd";
      });
    });
    expect(rows).toEqual([
      ["客户 <&> \"'", "文".repeat(300), " x "],
      ["0.3", "1234.5", "-0.01", "0.0000001", "123456789012345", "true", "false"],
      ["2", "文本", "富文本"],
      ["链接", "", "c"],
      ["2026-10-05 00:00:00", "2026-10-05 10:00:00", "2026-10-05 23:59:59", "000012"],
    ]);
  });

  it("keeps row numbers over blank rows and pads rows to the header", async () => {
    const rows = await read(
      await written((sheet) => {
        sheet.getRow(2).values = ["a", "b", "c"];
        sheet.getRow(5).values = ["1"];
        sheet.getRow(7).values = ["", "", ""];
      }),
    );
    expect(rows).toEqual([
      { rowNo: 2, fields: ["a", "b", "c"], flaws: null },
      { rowNo: 5, fields: ["1", "", ""], flaws: null },
    ]);
  });

  it("does not break Chinese that lies across pieces of the file", async () => {
    const rows = await cells((sheet) => {
      for (let row = 0; row < 20_000; row += 1)
        sheet.addRow([`O${row}`, `客户名称很长很长的名字${row}`]);
    });
    expect(rows.filter(([no, name]) => name !== `客户名称很长很长的名字${no?.slice(1)}`)).toEqual(
      [],
    );
    expect(rows).toHaveLength(20_000);
  });

  it("flaws cells that cannot be trusted: lost digits, errors, formulas without a result", async () => {
    const rows = await read(
      await written((sheet) => {
        sheet.addRow(["a", "b", "c", "d"]);
        sheet.addRow([
          6222000000000001,
          { error: "#N/A" },
          { formula: "A1" } as exceljs.CellValue,
          12345678901234.56,
        ]);
      }),
    );
    expect(rows[1]?.flaws).toEqual([
      { index: 0, code: "digits_lost", value: "6222000000000001" },
      { index: 1, code: "cell_error", value: "#N/A" },
      { index: 2, code: "formula_without_value", value: "" },
      { index: 3, code: "digits_lost", value: "12345678901234.56" },
    ]);
  });

  it("reads the first visible sheet, and workbooks of 1904", async () => {
    const bytes = await written((sheet, book) => {
      sheet.state = "hidden";
      sheet.addRow(["hidden"]);
      const second = book.addWorksheet("第二");
      second.addRow([1]).getCell(1).numFmt = "yyyy/m/d";
      book.properties.date1904 = true;
    });
    expect((await read(bytes))[0]?.fields).toEqual(["1904-01-02 00:00:00"]);
  });

  it("reads what other writers write: prefixes, inline strings, no cell references, phonetics", async () => {
    const sheet =
      '<row><c t="inlineStr"><is><r><t>客</t></r><r><t xml:space="preserve"> 户</t></r><rPh><t>kè</t></rPh></is></c>' +
      '<c t=\'s\'><v>0</v></c><c><v>1.5E3</v></c><c t="str"><f>A1</f><v>a_x000A_b</v></c><c t="d"><v>2026-10-05T10:00:00</v></c></row>';
    const strings =
      "<sst><!-- > --><si><t>分成<![CDATA[<]]>&#x6bd4;</t><rPh><t>x</t></rPh></si></sst>";
    const parts = workbookParts(sheet, { "xl/sharedStrings.xml": strings });
    const prefixed = parts["xl/workbook.xml"]
      ?.replaceAll("<sheet", "<x:sheet")
      .replaceAll("</sheet", "</x:sheet");
    const rows = await read(zip({ ...parts, "xl/workbook.xml": prefixed ?? "" }));
    expect(rows).toEqual([
      {
        rowNo: 1,
        fields: ["客 户", "分成<比", "1500", "a\nb", "2026-10-05T10:00:00"],
        flaws: null,
      },
    ]);
  });

  it("refuses more rows than it may hold, with the advice to use CSV", async () => {
    const rows = Array.from(
      { length: 100_002 },
      (_, row) => `<row r="${row + 1}"><c><v>1</v></c></row>`,
    );
    await expect(read(zip(workbookParts(rows.join(""))))).rejects.toMatchObject({
      code: "xlsx_too_many_rows",
      message: expect.stringContaining("CSV"),
    });
    expect(await read(zip(workbookParts(rows.slice(1).join(""))))).toHaveLength(100_001);
  });
});

describe("workbooks that are none", () => {
  const good = workbookParts("<row r='1'><c><v>1</v></c></row>");
  const sheetPath = "xl/worksheets/first.xml";
  const archive = zip(good);
  const tooLong = `<row r="1"><c t="inlineStr"><is><t>${"x".repeat(3 << 20)}</t></is></c></row>`;
  const doctype = { ...good, [sheetPath]: `<!DOCTYPE a [<!ENTITY b "c">]>${good[sheetPath]}` };
  it.each<[string, Buffer, string]>([
    ["an empty file", Buffer.alloc(0), "xlsx_not_workbook"],
    ["a CSV file", Buffer.from("order_no,order_type\n"), "xlsx_not_workbook"],
    ["another zip", zip({ "a.txt": "hello" }), "xlsx_not_workbook"],
    ["a protected workbook", Buffer.from("d0cf11e0a1b11ae10000", "hex"), "xlsx_locked"],
    ["a file cut off", archive.subarray(0, archive.length - 30), "xlsx_not_workbook"],
    [
      "a changed byte",
      flipped(archive, archive.indexOf(sheetPath) + sheetPath.length + 12),
      "xlsx_damaged",
    ],
    ["a wrong checksum", zip(good, { [sheetPath]: { crc: 1 } }), "xlsx_damaged"],
    ["an encrypted part", zip(good, { [sheetPath]: { flags: 1 } }), "xlsx_damaged"],
    ["a bomb that says so", zip(good, { [sheetPath]: { bytes: 2 ** 31 } }), "xlsx_too_big"],
    [
      "a bomb that lies",
      zip({ ...good, [sheetPath]: " ".repeat(9 << 20) }, { [sheetPath]: { bytes: 999 } }),
      "xlsx_damaged",
    ],
    ["a text without end", zip(workbookParts(tooLong)), "xlsx_damaged"],
    ["XML cut off", zip({ ...good, [sheetPath]: "<worksheet><sheetData><row" }), "xlsx_damaged"],
    ["a document type", zip(doctype), "xlsx_damaged"],
    [
      "bytes that are not UTF-8",
      zip({ ...good, "xl/workbook.xml": Buffer.from([60, 255]) }),
      "xlsx_damaged",
    ],
    [
      "a shared string that is missing",
      zip(workbookParts('<row r="1"><c t="s"><v>3</v></c></row>')),
      "xlsx_damaged",
    ],
  ])("%s", async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code, kind: "input" });
  });

  it("survives any damage of its bytes with a sentence, or reads on", async () => {
    const whole = await written((sheet) => {
      for (let row = 0; row < 20; row += 1) sheet.addRow([`客户${row}`, row, new Date(0)]);
    });
    const property = fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        await read(bytes).catch((error: unknown) => {
          expect(error).toMatchObject({ kind: "input" });
        });
      },
    );
    await fc.assert(property, { numRuns: 250 });
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

describe("numbers of cells", () => {
  it.each<[number, string | null]>([
    [0, "0"],
    [-0, "0"],
    [1234567.89, "1234567.89"],
    [-0.07, "-0.07"],
    [1e-10, "0.0000000001"],
    [100, "100"],
    [999999999999999, "999999999999999"],
    [1e15, null],
    [9999999999999.99, "9999999999999.99"],
    [10000000000000.5, null],
    [Number.NaN, null],
  ])("%d is %s", (number, expected) => {
    expect(numberText(number, 0)).toBe(expected);
  });

  it("gives every amount in cents back to the cent", () => {
    const property = fc.property(fc.integer({ min: -1e15 + 1, max: 1e15 - 1 }), (cents) => {
      const text = numberText(cents / 100, 0) ?? "";
      const [whole = "", decimals = ""] = text.replace("-", "").split(".");
      expect(BigInt(whole + decimals.padEnd(2, "0")) * (text.startsWith("-") ? -1n : 1n)).toBe(
        BigInt(cents),
      );
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it("knows date formats from others", () => {
    const dates = ["yyyy-mm-dd", 'yyyy"年"m"月"', "[$-804]h:mm:ss", "[h]:mm", "m/d/yy h:mm;@"];
    const others = [
      "General",
      "0.00",
      '#,##0.00"元 day"',
      "[Red]0",
      "@",
      "0.00E+00",
      "\\d0",
      "[$¥-804]0.00",
    ];
    expect(dates.filter((format) => !isDateFormat(format))).toEqual([]);
    expect(others.filter(isDateFormat)).toEqual([]);
  });

  it("refuses days out of the calendar", () => {
    expect([dateText(-1, false), dateText(3e6, false), dateText(Number.NaN, false)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("XML scanner", () => {
  it("tells the same wherever the pieces are cut", () => {
    const xml = Buffer.from(
      '<?xml version="1.0"?><a b="1>2" c=\'"\'><!-- <x> --><d/>客&amp;<![CDATA[<&]]></a >\n',
    );
    const eventsOf = (cut: number): string[] => {
      const events: string[] = [];
      let text = "";
      const flush = (): void => {
        if (text !== "") events.push(text);
        text = "";
      };
      const scanner = createXmlScanner({
        open(name, attribute) {
          flush();
          events.push(`<${name} ${attribute("b")} ${attribute("c")}`);
        },
        text(piece) {
          text += piece;
        },
        close(name) {
          flush();
          events.push(`>${name}`);
        },
      });
      scanner.push(xml.subarray(0, cut));
      scanner.push(xml.subarray(cut));
      scanner.end();
      return events;
    };
    const whole = ['<a 1>2 "', "<d undefined undefined", ">d", "客&<&", ">a"];
    for (let cut = 0; cut <= xml.length; cut += 1) expect(eventsOf(cut)).toEqual(whole);
  });
});
