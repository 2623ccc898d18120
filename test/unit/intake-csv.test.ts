import { parse } from "csv-parse/sync";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { createDecoder, normaliseEncoding } from "../../src/platform/files/decode-text.js";
import { createCsvScanner, recordLimit } from "../../src/platform/files/scan-csv.js";
import type { TableRow } from "../../src/platform/files/table-row.js";

function scan(text: string, cuts: readonly number[] = []): TableRow[] {
  const scanner = createCsvScanner((trouble, row) => {
    throw new Error(`${trouble} in row ${row}`);
  });
  const rows: TableRow[] = [];
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    rows.push(...scanner.push(text.slice(from, cut), false));
    from = cut;
  }
  rows.push(...scanner.push(text.slice(from), false), ...scanner.push("", true));
  return rows;
}

const fieldsOf = (text: string, cuts: readonly number[] = []): string[][] =>
  scan(text, cuts).map(({ fields }) => fields);

describe("CSV scanner", () => {
  it("reads what csv-parse reads, wherever the pieces are cut", () => {
    const field = fc.string({ unit: fc.constantFrom("a", "客", " ", ",", '"', "\n", "\r\n", "=") });
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    const property = fc.property(
      table,
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.array(fc.nat(200), { maxLength: 6 }),
      (rows, newline, cuts) => {
        const text = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",") + newline)
          .join("");
        const options = { record_delimiter: newline, relax_column_count: true };
        const expected = (parse(text, options) as string[][]).filter((row) => row.some(Boolean));
        expect(fieldsOf(text, cuts)).toEqual(expected);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it("reads unquoted text the same, cut anywhere", () => {
    const text = "a,客户,\r\n,,\r\nx,y z,1\n\nlast,,";
    const whole = fieldsOf(text);
    expect(whole).toEqual([
      ["a", "客户", ""],
      ["x", "y z", "1"],
      ["last", "", ""],
    ]);
    for (let cut = 0; cut <= text.length; cut += 1) expect(fieldsOf(text, [cut])).toEqual(whole);
  });

  it("counts rows as a spreadsheet does, blank ones too", () => {
    expect(scan("a,b\n\n1,2\n,,\n3,4").map(({ rowNo }) => rowNo)).toEqual([1, 3, 5]);
  });

  it.each([
    ["a quotation mark inside a field", 'x\na"b,c\nd'],
    ["text after a closing mark", 'x\n"ab"c,d\nd'],
    ["a space before the opening mark", 'x\na, "b"\nd'],
  ])("flaws only the row that has %s", (_, text) => {
    const rows = scan(text);
    expect(rows.map(({ flaws }) => flaws?.[0]?.code ?? null)).toEqual([null, "stray_quote", null]);
  });

  it("names the row whose quotation mark is never closed", () => {
    expect(() => scan('a\nb\n"c,d\ne\n')).toThrow("quote_open in row 3");
  });

  it("stops at a record without end", () => {
    const scanner = createCsvScanner((trouble, row) => {
      throw new Error(`${trouble} in row ${row}`);
    });
    scanner.push("a\n", false);
    expect(() => scanner.push("x".repeat(recordLimit + 1), false)).toThrow("row_too_long in row 2");
  });
});

function decode(bytes: Buffer, encoding: string, pieceBytes = 5): string {
  const decoder = createDecoder(encoding, "orders.csv");
  let text = "";
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    text += decoder.write(bytes.subarray(at, at + pieceBytes), 1);
  }
  return text + decoder.end(1);
}

describe("decoding", () => {
  it("puts characters together that lie across pieces, in any encoding", () => {
    const text = "订单号,𠮷,é\n";
    for (const pieceBytes of [1, 2, 3, 4, 5, 64]) {
      expect(decode(Buffer.from(text), "utf-8", pieceBytes)).toBe(text);
      expect(decode(iconv.encode(text, "gb18030"), "gb18030", pieceBytes)).toBe(text);
    }
  });

  it("leaves a byte order mark out", () => {
    expect(decode(Buffer.from("\ufeffa,b"), "utf-8", 64)).toBe("a,b");
  });

  it.each([
    [
      "Chinese as Excel saves it",
      iconv.encode("a\nb\n客户", "gb18030"),
      "utf-8",
      "input_not_utf8",
      3,
    ],
    ["a character that is cut off", Buffer.from([97, 0xe5, 0xae]), "utf-8", "input_not_utf8", 1],
    ["an overlong form", Buffer.from([0xc0, 0x80]), "utf-8", "input_not_utf8", 1],
    ["UTF-16", iconv.encode("a,b", "utf-16le", { addBOM: true }), "utf-8", "input_is_utf16", null],
    ["UTF-16, big end first", Buffer.from([0xfe, 0xff, 0, 97]), "utf-8", "input_is_utf16", null],
    ["UTF-16 without a mark", iconv.encode("a\nb", "utf-16le"), "utf-8", "input_nul", 1],
    ["a workbook", Buffer.from("PK\u0003\u0004..."), "utf-8", "input_is_workbook", null],
    ["wrong bytes", Buffer.from([97, 10, 0x81, 0x20]), "gb18030", "input_not_encoding", 2],
    ["UTF-8 by its mark", Buffer.from("\ufeffa"), "gb18030", "input_is_utf8", null],
  ])("refuses %s in a sentence", (...[, bytes, encoding, code, row]) => {
    const details = row === null ? {} : { row };
    expect(() => decode(bytes, encoding, 64)).toThrowError(
      expect.objectContaining({ code, details: expect.objectContaining(details) }),
    );
  });

  it("knows encodings by their common names and lists them otherwise", () => {
    expect(["UTF8", "GB18030", "gb-2312", "utf16le"].map(normaliseEncoding)).toEqual([
      "utf-8",
      "gb18030",
      "gb2312",
      "utf-16le",
    ]);
    expect(() => normaliseEncoding("klingon")).toThrowError(
      expect.objectContaining({ code: "input_encoding_unknown", kind: "usage" }),
    );
  });
});
