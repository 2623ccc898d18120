import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Decimal } from "../../src/domain/money.js";
import { batchNoOf, endToEndIdOf, onOneLine } from "../../src/domain/payment.js";
import { writePain001 } from "../../src/lifecycle/payment/pain-001.js";
import { paymentCsvColumns, writePaymentCsv } from "../../src/lifecycle/payment/payment-csv.js";
import type { PaymentOrder } from "../../src/lifecycle/payment/payment-order.js";
import { bankCsvColumns, bankCsvStatuses } from "../../src/lifecycle/payment/read-bank-csv.js";
import { camt054Paths } from "../../src/lifecycle/payment/read-camt-054.js";
import { pain002Paths, pain002ReasonPaths } from "../../src/lifecycle/payment/read-pain-002.js";
import { createCsvScanner } from "../../src/platform/files/scan-csv.js";
import { formatTables, pain001Rows, writtenFaults } from "../support/payment-formats.js";

const order: PaymentOrder = {
  batchNo: "YJ20270204-0000ABCD",
  createdAt: "2027-02-05T11:00:00+08:00",
  executionDate: "2027-02-10",
  controlSum: "12350.50",
  debtor: { name: "月结演练有限公司", account: "4000 0001", bankCode: "102584000002" },
  payments: [
    {
      endToEndId: "YJ20270204-0000ABCD-000001",
      statementNo: "202610-P1-B1300F0600-01",
      period: "2026-10",
      amount: "12000.00",
      creditorName: "示例（甲）& <渠道> 有限公司",
      creditorAccount: "6222 0000 0001",
      creditorBankCode: "104100000004",
      creditorBankName: "中国银行总行",
    },
    {
      endToEndId: "YJ20270204-0000ABCD-000002",
      statementNo: "202610-P2-B1300F0600-01",
      period: "2026Q3",
      amount: "350.50",
      creditorName: "示例乙",
      creditorAccount: "6222",
      creditorBankCode: "104100000004",
      creditorBankName: null,
    },
  ],
};

describe("pain.001 as it is written", () => {
  test("is what docs/formats.md says, element by element", () => {
    expect(writtenFaults(writePain001(order))).toEqual([]);
  });

  test("writes every element that the page says is written, and no other", () => {
    const xml = writePain001(order);
    for (const { path, written } of pain001Rows()) {
      const name = path.split("/").at(-1);
      expect([path, xml.includes(`<${name}>`) || xml.includes(`<${name} `)]).toEqual([
        path,
        !written.startsWith("–") || isWrittenElsewhere(path),
      ]);
    }
  });

  test("is the same bytes for the same order", () => {
    expect(writePain001({ ...order, payments: [...order.payments] })).toBe(writePain001(order));
  });

  test("is well formed to others too", (context) => {
    const path = join(mkdtempSync(join(tmpdir(), "yuejie-pain-")), "file.xml");
    writeFileSync(path, writePain001(order));
    try {
      execFileSync("xmllint", ["--version"], { stdio: "ignore" });
    } catch {
      context.skip();
    }
    execFileSync("xmllint", ["--noout", path]);
  });

  test("the check sees what is wrong", () => {
    const xml = writePain001(order);
    const wrong: readonly (readonly [string, string, RegExp])[] = [
      ["<PmtMtd>TRF</PmtMtd>", "", /PmtMtd.*0/],
      ["<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CHK</PmtMtd>", /PmtMtd/],
      [">12000.00<", ">12000.0<", /InstdAmt/],
      [">12000.00<", ">0.00<", /InstdAmt/],
      ['Ccy="CNY">350', 'Ccy="EUR">350', /InstdAmt/],
      ["<Dt>2027-02-10</Dt>", "2027-02-10", /ReqdExctnDt/],
      ["<MsgId>", "<MsgId>YJ20270204-YJ20270204-YJ20270204-", /MsgId/],
      [">104100000004<", ">1041<", /MmbId/],
      ["<Nm>示例乙</Nm>", "<Nm></Nm>", /Cdtr\/Nm/],
      ["</PmtId>", "</PmtId><Purp>x</Purp>", /out of order|Purp/],
      ["<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>", /NbOfTxs/],
      ["<CtrlSum>12350.50</CtrlSum>", "<CtrlSum>12350.51</CtrlSum>", /CtrlSum/],
    ];
    for (const [from, to, fault] of wrong) {
      expect(xml).toContain(from);
      expect([from, to, ...writtenFaults(xml.replace(from, to))].join("\n")).toMatch(fault);
      expect(writtenFaults(xml.replace(from, to))).not.toEqual([]);
    }
    const swapped = xml.replace(
      /(\s*<BtchBookg>.*?<\/BtchBookg>)(\s*<NbOfTxs>2<\/NbOfTxs>)/,
      "$2$1",
    );
    expect(writtenFaults(swapped)).not.toEqual([]);
  });
});

/** The same name, written in another place. */
function isWrittenElsewhere(path: string): boolean {
  const name = path.split("/").at(-1);
  return pain001Rows().some(
    (row) => row.path.split("/").at(-1) === name && !row.written.startsWith("–"),
  );
}

const text = (max: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: max })
    .filter((it) => onOneLine(it) !== "" && [...onOneLine(it)].length <= max);
const cents = fc.bigInt({ min: 1n, max: 999_999_999_999n });
const payment = fc.record({
  period: fc.constantFrom("2026-10", "2026Q3"),
  amount: cents.map((it) => new Decimal(it.toString()).div(100).toFixed(2)),
  statementNo: fc.stringMatching(/^\d{6}-P\d{1,12}-B\d{4}F\d{4}-\d{2}$/),
  creditorName: text(140),
  creditorAccount: fc.stringMatching(/^[0-9A-Za-z-]{1,34}$/),
  creditorBankCode: fc.stringMatching(/^\d{12}$/),
  creditorBankName: fc.option(fc.string({ unit: "grapheme", maxLength: 200 })),
});
const orders = fc
  .record({
    day: fc.constantFrom("2027-02-04", "2031-12-31"),
    random: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    payments: fc.array(payment, { minLength: 1, maxLength: 12 }),
    name: fc.string({ unit: "grapheme", maxLength: 180 }).map((it) => `户${it}`),
  })
  .map(({ day, random, payments, name }): PaymentOrder => {
    const batchNo = batchNoOf(day, random);
    const sum = payments.reduce((total, { amount }) => total.plus(amount), new Decimal(0));
    return {
      ...{ batchNo, createdAt: `${day}T23:59:59+08:00`, executionDate: day },
      controlSum: sum.toFixed(2),
      debtor: { name, account: "4000", bankCode: "102584000002" },
      payments: payments.map((it, index) => ({
        ...it,
        endToEndId: endToEndIdOf(batchNo, index + 1),
      })),
    };
  });

describe("every batch", () => {
  test("is a right pain.001, whatever names and amounts are", () => {
    fc.assert(
      fc.property(orders, (it) => {
        expect(writtenFaults(writePain001(it))).toEqual([]);
      }),
    );
  });

  test("is a CSV that reads back, and no formula to a spreadsheet", () => {
    fc.assert(
      fc.property(orders, (it) => {
        const csv = writePaymentCsv(it);
        expect(csv.startsWith("\ufeff")).toBe(true);
        const scanner = createCsvScanner((trouble) => {
          throw new Error(trouble);
        });
        const [header, ...rows] = scanner.push(csv.slice(1), true);
        expect(header?.fields).toEqual([...paymentCsvColumns]);
        expect(rows.map(({ fields }) => fields.length)).toEqual(
          it.payments.map(() => paymentCsvColumns.length),
        );
        expect(rows.map(({ fields }) => fields[7])).toEqual(
          it.payments.map(({ amount }) => amount),
        );
        for (const value of rows.flatMap(({ fields }) => fields))
          expect(value).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});

describe("docs/formats.md", () => {
  const tables = formatTables();
  const pathsIn = (heading: string) =>
    (tables.get(heading) ?? [])
      .filter((row) => row.length >= 4 && row[0] !== "field")
      .map(([field, path]) => [field, path]);

  test("lists what the readers read", () => {
    const pain002 = Object.entries({ ...pain002Paths, ...pain002ReasonPaths });
    expect(pathsIn("pain.002.001.03 and .001.10, read")).toEqual(pain002);
    expect(pathsIn("camt.054.001.02 and .001.08, read")).toEqual(Object.entries(camt054Paths));
  });

  test("lists the columns and words of CSV files", () => {
    const columns = pathsIn("Answers as CSV, read").map(([field]) => field);
    expect(columns).toEqual(Object.keys(bankCsvColumns));
    const rows = tables.get("Answers as CSV, read") ?? [];
    for (const { names, isRequired } of Object.values(bankCsvColumns)) {
      const row = rows.find((it) => it[1] === `\`${names[0]}\``);
      expect([row?.[2], row?.[3]?.startsWith("yes")]).toEqual([names[1], isRequired]);
    }
    const words = rows.flatMap(([first = ""]) =>
      [...first.matchAll(/`([^`]+)`/g)].map((it) => it[1]),
    );
    expect(words).toEqual(Object.keys(bankCsvStatuses));
    const written = (tables.get("Payment file as CSV, written") ?? []).map(([name]) => name);
    expect(written.filter((name) => name !== "column")).toEqual([...paymentCsvColumns]);
  });

  test("names a source, or says that there is none, in every row of a field", () => {
    const known = /\b(P1|S10|S03|N02|N08|X|C|own)\b|unconfirmed/;
    for (const heading of [
      "pain.001.001.09, written",
      "pain.002.001.03 and .001.10, read",
      "camt.054.001.02 and .001.08, read",
    ]) {
      const rows = (tables.get(heading) ?? []).filter((row) => row.length >= 4);
      expect(rows.length).toBeGreaterThan(10);
      for (const row of rows.filter((it) => it.at(-1) !== "source")) {
        expect(row.at(-1)).toMatch(known);
      }
    }
  });
});
