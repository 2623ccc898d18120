import { describe, expect, test } from "vitest";
import {
  batchNoOf,
  endToEndIdOf,
  lacksOf,
  looksLikeOurs,
  onOneLine,
} from "../../src/domain/payment.js";
import {
  readAmount,
  readDay,
  readId,
  readInstant,
  readReason,
  saysDuplicate,
} from "../../src/lifecycle/payment/bank-values.js";
import { listOf, nodeAt, readXml, textAt } from "../../src/platform/xml/read-xml.js";

const where = { file: "f.xml", place: "Ntry 1" };

describe("numbers of payments", () => {
  test("are made by chance, within 35 characters that every bank passes on", () => {
    const batchNo = batchNoOf("2027-02-04", new Uint8Array([0, 31, 32, 255, 17, 18, 19, 20]));
    expect(batchNo).toBe("YJ20270204-0Z0ZHJKM");
    expect(endToEndIdOf(batchNo, 1_000_000)).toBe(`${batchNo}-1000000`);
    expect(endToEndIdOf(batchNo, 7)).toMatch(/^[0-9A-Z-]{26}$/);
  });

  test.each([
    ["YJ20270204-0Z0ZHJKM-000001", true],
    ["YJ20270204-0Z0ZHJKM", true],
    ["RENT-2027", false],
    ["", false],
  ])("%s is ours: %s", (id, isOurs) => {
    expect(looksLikeOurs(id)).toBe(isOurs);
  });
});

describe("whom to pay", () => {
  const right = { name: "示例（甲）有限公司", account: "6222 0000-1", bankCode: "104100000004" };
  test.each([
    ["all there", right, []],
    ["no name", { ...right, name: " \u0007" }, ["name"]],
    ["140 rare characters", { ...right, name: "𠮷".repeat(140) }, []],
    ["141 characters", { ...right, name: "名".repeat(141) }, ["name"]],
    ["no account", { ...right, account: null }, ["account"]],
    ["35 digits", { ...right, account: "1".repeat(35) }, ["account"]],
    ["a formula", { ...right, account: "=1" }, ["account"]],
    ["11 digits of a code", { ...right, bankCode: "10410000000" }, ["bankCode"]],
    ["nothing", { name: "", account: null, bankCode: null }, ["name", "account", "bankCode"]],
  ])("%s", (_, creditor, lacks) => {
    expect(lacksOf(creditor)).toEqual(lacks);
  });

  test("names stand on one line", () => {
    expect(onOneLine(" 甲\r\n 乙\u0000\ud800\u2028丙 ")).toBe("甲 乙 丙");
  });
});

describe("values of a bank", () => {
  test.each([
    ["2027-02-03T10:00:00+08:00", "2027-02-03T02:00:00.000Z"],
    ["2027-02-03T10:00:00", "2027-02-03T02:00:00.000Z"],
    ["2027-02-03T02:00:00.123Z", "2027-02-03T02:00:00.000Z"],
    ["2027-02-30T10:00:00", null],
    ["2027-02-03", null],
  ])("instant %s", (text, instant) => {
    if (instant === null) expect(() => readInstant(text, where)).toThrow(/f\.xml, Ntry 1/);
    else expect(readInstant(text, where)).toBe(instant);
  });

  test.each([
    ["2027-02-03", "2027-02-03"],
    ["2027-02-03+08:00", "2027-02-03"],
    ["2027/2/3", "2027-02-03"],
    ["20270203", "2027-02-03"],
    ["2027-02-03T17:00:00Z", "2027-02-04"],
    ["2027-02-29", null],
    ["3.2.2027", null],
  ])("day %s", (text, day) => {
    if (day === null) expect(() => readDay(text, where)).toThrow(/bank|f\.xml/);
    else expect(readDay(text, where)).toBe(day);
  });

  test.each([
    ["12000", "12000.00"],
    ["12,000.5", "12000.50"],
    ["1.23456", "1.23456"],
    ["1,23", null],
    ["-1.00", null],
    ["1e3", null],
    ["", null],
  ])("amount %s", (text, amount) => {
    if (amount === null) expect(() => readAmount(text, where)).toThrow(/f\.xml/);
    else expect(readAmount(text, where)).toBe(amount);
  });

  test.each([
    ["6222 0000 1111 2222", "****2222"],
    ["6222-0000-1111-2222", "****2222"],
    ["6222\u00a00000\u00a01111\u00a02222", "****2222"],
    ["6222\u30000000\u30001111\u30002222", "****2222"],
    ["6222  0000\t1111 2222", "****2222"],
    ["62220000 1111222", "****1222"],
    ["1 2 3 4 5 6 7", "1 2 3 4 5 6 7"],
  ])("reasons lose account numbers in groups: %j", (written, kept) => {
    expect(readReason([`账号${written}不存在`])).toBe(`账号${kept}不存在`);
  });

  test("reasons lose account numbers, ids that name nothing are none", () => {
    expect(readReason(["AC04", "", "账号 6222000011112222 已销户"])).toBe(
      "AC04 账号 ****2222 已销户",
    );
    expect(readReason(["", ""])).toBeNull();
    expect(readReason(["x".repeat(900)])).toHaveLength(500);
    expect([readId("", where), readId("NOTPROVIDED", where), readId("A", where)]).toEqual([
      ...[null, null, "A"],
    ]);
    expect(() => readId("9".repeat(36), where)).toThrow(/f\.xml/);
  });
});

test.each([
  [["AM05"], true],
  [["DU03", "", "x"], true],
  [["", "dupl", ""], true],
  [["NARR", "", "Duplicate message identification"], true],
  [["", "", "报文重复"], true],
  [["AC04", "", "DU0X"], false],
  [[], false],
])("a reason of %j says duplicate: %s", (parts, isDuplicate) => {
  expect(saysDuplicate(parts)).toBe(isDuplicate);
});

describe("XML", () => {
  test("is nested by local names, all of it text", () => {
    const document = readXml(
      `<?xml version="1.0"?><!-- <x xmlns="no"> --><n:A xmlns:o="o" xmlns:n='urn:a' b="0010">
        <n:C Ccy="CNY"> 01.50 </n:C><D/><D>&#20013;&amp;&lt;</D><E><![CDATA[<z>]]></E></n:A>`,
    );
    expect(document).toEqual({
      "@xmlns": "urn:a",
      A: { "@b": "0010", C: { "@Ccy": "CNY", "#text": "01.50" }, D: ["", "中&<"], E: "<z>" },
    });
    expect(textAt(document, "@xmlns")).toBe("urn:a");
    const root = nodeAt(document, "A") ?? {};
    expect(listOf(root, "D").map((it) => textAt(it))).toEqual(["", "中&<"]);
    expect([textAt(root, "C"), textAt(root, "C", "@Ccy"), textAt(root, "F", "G")]).toEqual([
      ...["01.50", "CNY", ""],
    ]);
    expect([listOf(root, "toString"), nodeAt(root, "D", "E")]).toEqual([[], null]);
  });

  test.each([
    ["", "xml_unreadable"],
    ["hello", "xml_unreadable"],
    ["<a>", "xml_unreadable"],
    ["<a><b></a></b>", "xml_unreadable"],
    ["<a/><b/>", "xml_unreadable"],
    ["<a>\u0001</a>", "xml_unreadable"],
    ["<__proto__/>", "xml_unreadable"],
    [`${"<a>".repeat(90)}${"</a>".repeat(90)}`, "xml_unreadable"],
    ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "xml_has_doctype"],
    ["<!doctype a><a/>", "xml_has_doctype"],
  ])("%j is refused", (text, code) => {
    expect(() => readXml(text)).toThrow(expect.objectContaining({ code }));
  });

  test("is refused where it is too large for memory, and says where it breaks", () => {
    const tooLarge = () => readXml("<a>1234567890</a>", { mostCharacters: 10 });
    expect(tooLarge).toThrow(expect.objectContaining({ code: "xml_too_large" }));
    expect(() => readXml("<a>\n<b>\n</a>", { file: "x.xml" })).toThrow(/x\.xml.*line [23]/);
  });
});
