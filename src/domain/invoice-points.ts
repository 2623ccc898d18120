import type { InvoiceFileFacts, SubmittedInvoice } from "./invoice.js";
import { Decimal, formatAmount } from "./money.js";
import { parsePeriod } from "./period.js";

/** What is looked at, in the order in which it is shown (R-W8). */
export const invoicePoints = {
  amount: { zh: "价税合计", en: "amount" },
  net: { zh: "不含税金额", en: "net amount" },
  tax: { zh: "税额", en: "tax" },
  number: { zh: "发票号码", en: "number" },
  date: { zh: "开票日期", en: "date" },
  rate: { zh: "税率", en: "rate" },
  kind: { zh: "发票种类", en: "kind of invoice" },
  item: { zh: "项目名称", en: "item" },
  sellerName: { zh: "销售方名称", en: "seller's name" },
  sellerTaxNo: { zh: "销售方税号", en: "seller's tax number" },
  buyerName: { zh: "购买方名称", en: "buyer's name" },
  buyerTaxNo: { zh: "购买方税号", en: "buyer's tax number" },
  remarks: { zh: "备注", en: "remarks" },
  signature: { zh: "电子签章", en: "signature" },
} as const;

export type InvoicePointName = keyof typeof invoicePoints;

/**
 * `by_eye`: what was submitted does not tell, somebody has to look. `not_checked`: nobody here can tell, and
 * nothing waits for it.
 */
export type PointStanding = "right" | "wrong" | "by_eye" | "not_checked";

export interface InvoicePoint {
  readonly point: InvoicePointName;
  /** Null: about all invoices of the statement together. */
  readonly invoiceNo: string | null;
  readonly standing: PointStanding;
  readonly expected: string | null;
  /** Null: not told. */
  readonly found: string | null;
}

/** What a statement's invoices are held against. */
export interface InvoiceExpectation {
  readonly statementNo: string;
  /** A month or a quarter. */
  readonly period: string;
  readonly amount: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly serviceFeeRate: string;
  /** First day that an invoice may bear: that of the first request. */
  readonly requestedOn: string;
  readonly today: string;
  readonly seller: { readonly name: string; readonly taxNo: string | null };
  readonly buyer: { readonly name: string; readonly taxNo: string };
  /** With the short name of its code before it: `*现代服务*服务费`. */
  readonly item: string;
}

/**
 * Holds the invoices of a statement against it, point by point.
 *
 * Shape:  three points about all of them together, then those of each in the order given.
 * Units:  amounts to the cent, without tolerance; days of Shanghai.
 * Source: R-W8. That a number pays one statement only is kept by the database.
 */
export function checkInvoices(
  expected: InvoiceExpectation,
  invoices: readonly SubmittedInvoice[],
): InvoicePoint[] {
  const sum = (of: (invoice: SubmittedInvoice) => string) =>
    formatAmount(invoices.reduce((total, invoice) => total.plus(of(invoice)), new Decimal(0)));
  const whole = [
    ["amount", expected.amount, sum((it) => it.amount)],
    ["net", expected.netAmount, sum((it) => it.netAmount)],
    ["tax", expected.taxAmount, sum((it) => it.taxAmount)],
  ] as const;
  return [
    ...whole.map(([point, want, found]) => ({
      point,
      invoiceNo: null,
      standing: new Decimal(want).equals(found) ? ("right" as const) : ("wrong" as const),
      expected: want,
      found,
    })),
    ...invoices.flatMap((invoice) => pointsOf(expected, invoice)),
  ];
}

/** The whole: wrong where a point is, else by eye where one is. */
export function standingOfPoints(points: readonly InvoicePoint[]): "right" | "wrong" | "by_eye" {
  const has = (standing: PointStanding) => points.some((it) => it.standing === standing);
  if (has("wrong")) return "wrong";
  return has("by_eye") ? "by_eye" : "right";
}

type Told = Omit<InvoicePoint, "invoiceNo">;

function pointsOf(expected: InvoiceExpectation, invoice: SubmittedInvoice): InvoicePoint[] {
  const { file } = invoice;
  const points: Told[] = [
    numberPoint(invoice),
    datePoint(expected, invoice),
    ratePoint(expected, invoice),
    kindPoint(file),
    itemPoint(expected, file),
    textPoint("sellerName", expected.seller.name, file?.sellerName),
    textPoint("sellerTaxNo", expected.seller.taxNo, file?.sellerTaxNo),
    textPoint("buyerName", expected.buyer.name, file?.buyerName),
    textPoint("buyerTaxNo", expected.buyer.taxNo, file?.buyerTaxNo),
    remarksPoint(expected, file),
  ];
  if (file !== null) {
    const found = file.hasSignature ? "present" : "absent";
    points.push({ point: "signature", standing: "not_checked", expected: null, found });
  }
  return points.map((point) => ({ ...point, invoiceNo: invoice.invoiceNo }));
}

/** What an electronic invoice calls itself in its head is what the tax bureau calls it. */
function numberPoint({ invoiceNo, file }: SubmittedInvoice): Told {
  const found = file?.headNumber ?? invoiceNo;
  const standing = found === invoiceNo ? "right" : "wrong";
  return { point: "number", standing, expected: invoiceNo, found };
}

function datePoint(
  { requestedOn, today }: InvoiceExpectation,
  { issuedOn }: SubmittedInvoice,
): Told {
  const isRight = issuedOn >= requestedOn && issuedOn <= today;
  const expected = `${requestedOn}/${today}`;
  return { point: "date", standing: isRight ? "right" : "wrong", expected, found: issuedOn };
}

/** Every line of a file bears the rate; a rate that is told as a word is for somebody to read. */
function ratePoint(
  { serviceFeeRate: expected }: InvoiceExpectation,
  { rate, file }: SubmittedInvoice,
): Told {
  const told = file === null ? [rate] : file.items.map((item) => item.rate);
  const rates = [...new Set(told.filter((it) => it !== null))];
  const found = rates.length === 0 ? null : rates.join("、");
  const isWrong = rates.some((it) => !new Decimal(it).equals(expected));
  const isTold = rates.length > 0 && !told.includes(null);
  const standing = isWrong ? "wrong" : isTold ? "right" : "by_eye";
  return { point: "rate", standing, expected, found };
}

function kindPoint(file: InvoiceFileFacts | null): Told {
  const expected = "special";
  if (file === null) return { point: "kind", standing: "by_eye", expected, found: null };
  if (file.isRed === true) return { point: "kind", standing: "wrong", expected, found: "red" };
  const standing = file.kind === null ? "by_eye" : file.kind === "special" ? "right" : "wrong";
  return { point: "kind", standing, expected, found: file.kind };
}

/** The name without the short name of its code, which sellers of other trades write differently. */
function itemPoint({ item: expected }: InvoiceExpectation, file: InvoiceFileFacts | null): Told {
  if (file === null || file.items.length === 0) {
    return { point: "item", standing: "by_eye", expected, found: null };
  }
  const wanted = bareItem(expected);
  const names = [...new Set(file.items.map(({ name }) => name))];
  const isRight = names.every((name) => bareItem(name).includes(wanted));
  const standing = isRight ? "right" : "wrong";
  return { point: "item", standing, expected, found: names.slice(0, 3).join("、") };
}

function bareItem(name: string): string {
  return plain(name).replace(/^\*[^*]+\*/, "");
}

/** Names and tax numbers: what differs in blanks or in the width of brackets only is the same. */
function textPoint(
  point: InvoicePointName,
  expected: string | null,
  found: string | null | undefined,
): Told {
  if (expected === null || found === null || found === undefined) {
    return { point, standing: "by_eye", expected, found: found ?? null };
  }
  return { point, standing: plain(expected) === plain(found) ? "right" : "wrong", expected, found };
}

function remarksPoint(
  { statementNo, period }: InvoiceExpectation,
  file: InvoiceFileFacts | null,
): Told {
  const expected = `${statementNo} ${period}`;
  if (file === null || file.remarks === null) {
    return { point: "remarks", standing: "by_eye", expected, found: null };
  }
  // Blanks stay: they tell where a number ends.
  const remarks = file.remarks.normalize("NFKC").toUpperCase();
  const number = plain(statementNo);
  // A longer number that begins alike is another statement's.
  const hasNumber = remarks
    .split(number)
    .slice(1)
    .some((after) => !/^\d/.test(after));
  const rest = remarks.replaceAll(number, " ");
  const hasPeriod = periodForms(period).some((form) => form.test(rest));
  const standing = hasNumber && hasPeriod ? "right" : "wrong";
  return { point: "remarks", standing, expected, found: shorten(file.remarks) };
}

/** `2026-10`, `2026年10月`, `202610`; `2026Q3`, `2026年第3季度`, `2026年三季度`. */
function periodForms(label: string): RegExp[] {
  const { kind } = parsePeriod(label);
  const year = label.slice(0, 4);
  if (kind === "month") {
    const month = Number(label.slice(5));
    return [new RegExp(`(?<!\\d)${year}(?:[-/.年]0?|0?)${month}(?!\\d)`)];
  }
  const quarter = label.slice(5);
  const word = "一二三四".charAt(Number(quarter) - 1);
  return [new RegExp(`(?<!\\d)${year}年?-?(?:Q${quarter}(?!\\d)|第?[${quarter}${word}]季度?)`)];
}

function plain(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
