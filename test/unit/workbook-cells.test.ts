import { describe, expect, it } from "vitest";
import {
  type CellStyle,
  escapeText,
  excelSerial,
  fitsNumber,
  renderCell,
} from "../../src/platform/workbook/cells.js";
import { columnLetters, setUpSheet, sheetName } from "../../src/platform/workbook/sheet-setup.js";
import { displayWidth, wrappedHeight } from "../../src/platform/workbook/text-width.js";

const style = (kind: CellStyle["kind"]): CellStyle => ({ id: 7, kind });

describe("a cell", () => {
  it.each([
    ["amount", "123.40", '<c r="A1" s="7"><v>123.40</v></c>'],
    ["amount", "-0.01", '<c r="A1" s="7"><v>-0.01</v></c>'],
    ["amount", "9999999999999.99", '<c r="A1" s="7"><v>9999999999999.99</v></c>'],
    ["amount", "100000000000000.00", '<c r="A1" s="7"><v>100000000000000.00</v></c>'],
    [
      "amount",
      "-12345678901234.56",
      '<c r="A1" s="7" t="inlineStr"><is><t>-12345678901234.56</t></is></c>',
    ],
    ["rate", "0.123456", '<c r="A1" s="7"><v>0.123456</v></c>'],
    ["text", "007", '<c r="A1" s="7" t="inlineStr"><is><t>007</t></is></c>'],
    ["amount", "1e3", '<c r="A1" s="7" t="inlineStr"><is><t>1e3</t></is></c>'],
    ["instant", "2026-10-05 12:00:00+08", '<c r="A1" s="7"><v>46300.5</v></c>'],
    ["text", "", '<c r="A1" s="7"/>'],
  ] as const)("of kind %s holding %j", (kind, value, expected) => {
    expect(renderCell("A1", style(kind), value)).toBe(expected);
  });

  it("is empty where there is no value, and a count is a number", () => {
    expect(renderCell("B2", style("amount"), null)).toBe('<c r="B2" s="7"/>');
    expect(renderCell("B2", style("text"), 12)).toBe('<c r="B2" s="7"><v>12</v></c>');
  });

  it.each(["=1+1", "+86", "-1", "@a", "\t=1", "\r=1"])("holds %j as text, no formula", (text) => {
    const cell = renderCell("A1", style("text"), text);
    expect(cell).toContain('t="inlineStr"');
    expect(cell).not.toContain("<f>");
  });
});

describe("numbers", () => {
  it.each([
    ["0.00", true],
    ["123456789012345", true],
    ["1234567890123456", false],
    ["1234567890123450", true],
    ["0.000000000000000123", true],
    ["1,000.00", false],
    ["NaN", false],
    ["", false],
  ])("%j fits: %s", (text, fits) => expect(fitsNumber(text)).toBe(fits));
});

describe("instants", () => {
  it.each([
    ["1900-03-01", "61"],
    ["1900-02-28", null],
    ["2026-10-31 23:59:59+08", String(46326 + 86399 / 86400)],
    ["2026-10-05 12:00:00.123+08", String(46300.5 + 0.123 / 86400)],
    ["infinity", null],
  ])("%s is day %s", (text, serial) => {
    const made = excelSerial(text);
    if (serial === null || made === null) expect(made).toBe(serial);
    else expect(Number(made)).toBeCloseTo(Number(serial), 9);
  });
});

describe("text", () => {
  it("keeps what XML allows, and drops what it does not", () => {
    expect(escapeText('a & <b> "c"\u0000\u000b\ufffe')).toBe('a &amp; &lt;b&gt; "c"');
    expect(escapeText("a\r\nb")).toBe("a&#13;\nb");
  });

  it("does not let Excel read a run of letters as an escape", () => {
    expect(escapeText("CS_x0041_1")).toBe("CS_x005F_x0041_1");
    expect(escapeText("CS_xyz_1")).toBe("CS_xyz_1");
  });

  it("is cut to what a cell holds, never inside a character", () => {
    expect(escapeText("长".repeat(40_000))).toHaveLength(32_767);
    expect(escapeText(`${"a".repeat(32_766)}😀`)).toBe("a".repeat(32_766));
  });

  it("takes twice the room in Chinese", () => {
    expect(displayWidth("ab账期")).toBe(6);
    expect(wrappedHeight("一二三四五\n六", 8)).toBe(3 * 15 + 3);
  });
});

describe("a sheet", () => {
  it("has letters for its columns", () => {
    expect([1, 26, 27, 52, 53, 702, 703].map(columnLetters)).toEqual([
      "A",
      "Z",
      "AA",
      "AZ",
      "BA",
      "ZZ",
      "AAA",
    ]);
  });

  it.each([
    ["明细", 1, "明细"],
    ["明细", 2, "明细(2)"],
    ["a/b\\c?d*e[f]g:h", 1, "a_b_c_d_e_f_g_h"],
    ["'quoted'", 1, "_quoted_"],
    ["x".repeat(40), 12, `${"x".repeat(27)}(12)`],
    ["", 1, "_"],
  ])("named %j in part %d is %j", (name, part, expected) => {
    expect(sheetName(name, part)).toBe(expected);
  });

  it("prints a header of at most 255 characters in which & is a sign and no code", () => {
    const look = {
      title: "结算单",
      printedFor: "甲&乙".repeat(100),
      frozenRows: 1,
      frozenColumns: 3,
      pagesWide: 2,
      pagesTall: 0,
      showGrid: true,
    };
    const { oddHeader } = setUpSheet(look).headerFooter;
    expect(oddHeader.length).toBeLessThanOrEqual(255);
    expect(oddHeader).toContain("甲&&乙");
    expect(oddHeader.replaceAll("&&", "")).not.toMatch(/&[^LRCPN0-9"A]/);
  });
});
