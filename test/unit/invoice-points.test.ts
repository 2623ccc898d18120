import { describe, expect, test } from "vitest";
import type { InvoiceFileFacts, SubmittedInvoice } from "../../src/domain/invoice.js";
import {
  checkInvoices,
  type InvoiceExpectation,
  type InvoicePointName,
  type PointStanding,
  standingOfPoints,
} from "../../src/domain/invoice-points.js";
import { reasonOfPoints, sayWrong } from "../../src/domain/invoice-reason.js";

const expected: InvoiceExpectation = {
  statementNo: "202610-P1-B1300F0600-01",
  period: "2026-10",
  ...{ amount: "1000.00", netAmount: "943.40", taxAmount: "56.60", serviceFeeRate: "0.06" },
  ...{ requestedOn: "2026-11-18", today: "2026-11-20" },
  seller: { name: "深圳（甲）有限公司", taxNo: "91440300MA5SELLER1" },
  buyer: { name: "月结演练有限公司", taxNo: "91440300MA5YJ00001" },
  item: "*现代服务*服务费",
};

const file: InvoiceFileFacts = {
  ...{ version: "0.33", headNumber: "26440000000000000018", kind: "special", isRed: false },
  ...{ sellerName: "深圳(甲)有限公司", sellerTaxNo: "91440300MA5SELLER1" },
  ...{ buyerName: "月结演练有限公司", buyerTaxNo: "91440300ma5yj00001" },
  items: [{ name: "*信息技术服务*渠道服务费", amount: "943.40", rate: "0.06" }],
  remarks: "结算单号：202610-P1-B1300F0600-01；账期：2026-10",
  hasSignature: true,
};

const right: SubmittedInvoice & { file: InvoiceFileFacts } = {
  ...{ invoiceNo: "26440000000000000018", issuedOn: "2026-11-19", rate: "0.06", file },
  ...{ netAmount: "943.40", taxAmount: "56.60", amount: "1000.00" },
};

function standingAt(
  point: InvoicePointName,
  invoices: readonly SubmittedInvoice[],
  of: Partial<InvoiceExpectation> = {},
): PointStanding | undefined {
  return checkInvoices({ ...expected, ...of }, invoices).find((it) => it.point === point)?.standing;
}

const withFile = (facts: Partial<InvoiceFileFacts>): SubmittedInvoice => ({
  ...right,
  file: { ...file, ...facts },
});
const items = (...rates: (string | null)[]) => ({
  items: rates.map((rate) => ({ name: "*现代服务*服务费", amount: "1.00", rate })),
});

describe("a whole electronic invoice", () => {
  test("is right in every point; its signature is not checked", () => {
    const points = checkInvoices(expected, [right]);
    expect(standingOfPoints(points)).toBe("right");
    expect(points.map(({ point, standing }) => `${point} ${standing}`)).toEqual([
      "amount right",
      "net right",
      "tax right",
      "number right",
      "date right",
      "rate right",
      "kind right",
      "item right",
      "sellerName right",
      "sellerTaxNo right",
      "buyerName right",
      "buyerTaxNo right",
      "remarks right",
      "signature not_checked",
    ]);
    expect(sayWrong(points, "en")).toBe("");
  });

  const cases: readonly (readonly [string, InvoicePointName, PointStanding, SubmittedInvoice])[] = [
    ["a cent too much", "amount", "wrong", { ...right, netAmount: "943.41", amount: "1000.01" }],
    ["a cent too little", "net", "wrong", { ...right, netAmount: "943.39", amount: "999.99" }],
    [
      "a cent of tax in the net",
      "tax",
      "wrong",
      { ...right, netAmount: "943.41", taxAmount: "56.59" },
    ],
    [
      "the amount itself is right then",
      "amount",
      "right",
      { ...right, netAmount: "943.41", taxAmount: "56.59" },
    ],
    [
      "another number in its head",
      "number",
      "wrong",
      withFile({ headNumber: "26440000000000000019" }),
    ],
    ["no number in its head", "number", "right", withFile({ headNumber: null })],
    ["dated on the day of the request", "date", "right", { ...right, issuedOn: "2026-11-18" }],
    ["dated the day before", "date", "wrong", { ...right, issuedOn: "2026-11-17" }],
    ["dated today", "date", "right", { ...right, issuedOn: "2026-11-20" }],
    ["dated tomorrow", "date", "wrong", { ...right, issuedOn: "2026-11-21" }],
    ["another rate in one line", "rate", "wrong", withFile(items("0.06", "0.13"))],
    ["a rate in words in one line", "rate", "by_eye", withFile(items("0.06", null))],
    ["no lines", "rate", "by_eye", withFile(items())],
    ["an ordinary invoice", "kind", "wrong", withFile({ kind: "ordinary" })],
    ["of a kind that is not told", "kind", "by_eye", withFile({ kind: null })],
    ["a red one", "kind", "wrong", withFile({ isRed: true })],
    ["not told whether red", "kind", "right", withFile({ isRed: null })],
    [
      "for hardware",
      "item",
      "wrong",
      withFile({ items: [{ name: "*硬件*服务器", amount: "1", rate: "0.06" }] }),
    ],
    ["by another seller", "sellerName", "wrong", withFile({ sellerName: "深圳（乙）有限公司" })],
    [
      "with another seller's number",
      "sellerTaxNo",
      "wrong",
      withFile({ sellerTaxNo: "91440300MA5SELLER2" }),
    ],
    ["to another buyer", "buyerName", "wrong", withFile({ buyerName: "月结有限公司" })],
    ["without the buyer's number", "buyerTaxNo", "by_eye", withFile({ buyerTaxNo: null })],
    ["with blank remarks", "remarks", "wrong", withFile({ remarks: "" })],
    ["without a place for remarks", "remarks", "by_eye", withFile({ remarks: null })],
    [
      "remarks of another statement",
      "remarks",
      "wrong",
      withFile({ remarks: "202610-P1-B1300F0600-011 2026-10" }),
    ],
    [
      "remarks without the period",
      "remarks",
      "wrong",
      withFile({ remarks: "202610-P1-B1300F0600-01" }),
    ],
    [
      "the period in Chinese",
      "remarks",
      "right",
      withFile({ remarks: "２０２６年10月 202610-P1-B1300F0600-01" }),
    ],
    ["another month", "remarks", "wrong", withFile({ remarks: "202610-P1-B1300F0600-01 2026-1" })],
    [
      "both statements named",
      "remarks",
      "right",
      withFile({ remarks: "202610-P1-B1300F0600-011 202610-P1-B1300F0600-01 202610" }),
    ],
  ];
  test.each(cases)("%s: %s is %s", (_, point, standing, invoice) => {
    expect(standingAt(point, [invoice])).toBe(standing);
  });

  test("a seller whose tax number we do not know is looked at", () => {
    const seller = { name: "深圳（甲）有限公司", taxNo: null };
    expect(standingAt("sellerTaxNo", [right], { seller })).toBe("by_eye");
  });

  test.each([
    ["2026Q3", true],
    ["2026年第三季度", true],
    ["2026年3季度", true],
    ["2026Q4", false],
    ["2026年第二季度", false],
  ])("of a quarter, %s in the remarks: %s", (words, isRight) => {
    const remarks = `2026Q3-P1-B1300F0600-01 ${words}`;
    const of = { statementNo: "2026Q3-P1-B1300F0600-01", period: "2026Q3" };
    expect(standingAt("remarks", [withFile({ remarks })], of)).toBe(isRight ? "right" : "wrong");
  });
});

describe("an invoice typed from paper", () => {
  const paper: SubmittedInvoice = { ...right, file: null };

  test("tells amounts, number, date and rate; the rest is looked at", () => {
    const points = checkInvoices(expected, [paper]);
    expect(standingOfPoints(points)).toBe("by_eye");
    const byEye = points.filter(({ standing }) => standing === "by_eye").map(({ point }) => point);
    const rest = ["sellerName", "sellerTaxNo", "buyerName", "buyerTaxNo", "remarks"];
    expect(byEye).toEqual(["kind", "item", ...rest]);
  });

  test("the rate too, where it is not typed; a wrong one is wrong", () => {
    expect(standingAt("rate", [{ ...paper, rate: null }])).toBe("by_eye");
    expect(standingAt("rate", [{ ...paper, rate: "0.03" }])).toBe("wrong");
  });
});

describe("several invoices", () => {
  const part = (invoiceNo: string, netAmount: string, taxAmount: string, amount: string) => ({
    ...withFile({ headNumber: invoiceNo }),
    ...{ invoiceNo, netAmount, taxAmount, amount },
  });
  const one = part("26440000000000000018", "600.00", "36.00", "636.00");

  test("add up to one statement", () => {
    const other = part("26440000000000000019", "343.40", "20.60", "364.00");
    expect(standingOfPoints(checkInvoices(expected, [one, other]))).toBe("right");
  });

  test("that add up to a cent too much are wrong together, and it is said in both languages", () => {
    const other = part("26440000000000000019", "343.41", "20.60", "364.01");
    const points = checkInvoices(expected, [one, other]);
    expect(standingOfPoints(points)).toBe("wrong");
    expect(reasonOfPoints(points)).toBe(
      "价税合计应为 1000.00，实为 1000.01；不含税金额应为 943.40，实为 943.41 / " +
        "amount: should be 1000.00, is 1000.01; net amount: should be 943.40, is 943.41",
    );
  });

  test("are each looked at: one that is an ordinary one spoils it, by its number", () => {
    const other = {
      ...part("26440000000000000019", "343.40", "20.60", "364.00"),
      file: { ...file, headNumber: null, kind: "ordinary" as const },
    };
    const points = checkInvoices(expected, [one, other]);
    expect(sayWrong(points, "en")).toBe(
      "kind of invoice of 26440000000000000019: should be special VAT invoice, is ordinary invoice",
    );
  });

  test("a reason is never longer than one may be", () => {
    const many = Array.from({ length: 100 }, (_, at) => ({
      ...withFile({ sellerName: "长".repeat(100) }),
      invoiceNo: String(26440000000000000000n + BigInt(at)),
    }));
    expect(reasonOfPoints(checkInvoices(expected, many)).length).toBe(2_000);
  });
});
