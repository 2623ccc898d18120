import { accountWithoutSpaces, looksLikeFormula, onOneLine } from "../../domain/payment.js";
import { type PaymentOrder, remittanceOf } from "./payment-order.js";

/** The columns of the payment file for banks without ISO 20022, in order. */
export const paymentCsvColumns = [
  "付款编号",
  "付款日期",
  "付款账号",
  "收款户名",
  "收款账号",
  "收款行联行号",
  "收款行名称",
  "金额",
  "币种",
  "附言",
] as const;

/**
 * The payment file as CSV: UTF-8 with a byte order mark, CRLF, every value between quotation marks. The same order
 * gives the same bytes. Only the bank's name can need an apostrophe against spreadsheets, and the bank goes by its
 * code: accounts and names of settlees that would need one are refused before.
 */
export function writePaymentCsv(order: PaymentOrder): string {
  const { executionDate, debtor, payments } = order;
  const rows = payments.map((payment) => [
    payment.endToEndId,
    executionDate,
    accountWithoutSpaces(debtor.account),
    onOneLine(payment.creditorName),
    accountWithoutSpaces(payment.creditorAccount),
    payment.creditorBankCode,
    onOneLine(payment.creditorBankName ?? ""),
    payment.amount,
    "CNY",
    remittanceOf(payment),
  ]);
  return `\ufeff${[[...paymentCsvColumns], ...rows].map(recordOf).join("")}`;
}

function recordOf(values: readonly string[]): string {
  return `${values.map(quoted).join(",")}\r\n`;
}

/** What a spreadsheet would take for a formula is text to it with an apostrophe before it. */
function quoted(value: string): string {
  const safe = looksLikeFormula(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
