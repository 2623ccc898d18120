import { YuejieError } from "../../domain/errors.js";
import { cutTo } from "../../domain/payment.js";
import type { PaymentVerdict } from "../../domain/payment-evidence.js";
import { createCsvScanner, recordLimit } from "../../platform/files/scan-csv.js";
import type { BankAnswer } from "./bank-answer.js";
import { readAmount, readDay, readId, readReason, saysDuplicate } from "./bank-values.js";

/** The columns of a CSV file of answers, in any order, under either name; docs/formats.md lists them. */
export const bankCsvColumns = {
  endToEndId: { names: ["end_to_end_id", "付款编号"], isRequired: true },
  status: { names: ["status", "状态"], isRequired: true },
  amount: { names: ["amount", "金额"], isRequired: true },
  day: { names: ["date", "日期"], isRequired: true },
  currency: { names: ["currency", "币种"], isRequired: false },
  reference: { names: ["reference", "银行流水号"], isRequired: false },
  reason: { names: ["reason", "原因"], isRequired: false },
} as const;

type Column = keyof typeof bankCsvColumns;

interface CsvStatus {
  readonly status: string;
  readonly verdict: PaymentVerdict | null;
  /** Money that moved; a refusal moved none. */
  readonly isBooked: boolean;
}

/** Words of the status column. */
export const bankCsvStatuses: Readonly<Record<string, CsvStatus>> = {
  paid: { status: "booked", verdict: "paid", isBooked: true },
  已付款: { status: "booked", verdict: "paid", isBooked: true },
  成功: { status: "booked", verdict: "paid", isBooked: true },
  returned: { status: "returned", verdict: "bounced", isBooked: true },
  退汇: { status: "returned", verdict: "bounced", isBooked: true },
  rejected: { status: "rejected", verdict: "bounced", isBooked: false },
  失败: { status: "rejected", verdict: "bounced", isBooked: false },
  pending: { status: "pending", verdict: null, isBooked: false },
  处理中: { status: "pending", verdict: null, isBooked: false },
};

/**
 * Reads answers from CSV; null where it has not the columns.
 *
 * Errors: `bank_file_value`, `csv_quote_open`, `csv_row_too_long`.
 */
export function readBankCsv(text: string, file: string): BankAnswer[] | null {
  const scanner = createCsvScanner((trouble, row) => {
    throw trouble === "quote_open"
      ? new YuejieError("csv_quote_open", { file, row })
      : new YuejieError("csv_row_too_long", { file, row, limit: recordLimit });
  });
  const [header, ...rows] = scanner.push(text, true);
  const places = placesOf(header?.fields ?? []);
  if (places === null) return null;
  return rows.map(({ rowNo, fields, flaws }) => {
    const where = { file, place: `row ${rowNo}` };
    if (flaws !== null) {
      const value = cutTo(flaws[0]?.value ?? "", 60);
      throw new YuejieError("bank_file_value", { ...where, value, expected: '"…""…"' });
    }
    const of = (column: Column): string => (fields[places[column]] ?? "").trim();
    const status = bankCsvStatuses[of("status").toLowerCase()];
    if (status === undefined) {
      const expected = Object.keys(bankCsvStatuses).join(", ");
      throw new YuejieError("bank_file_value", { ...where, value: of("status"), expected });
    }
    const id = readId(of("endToEndId"), where);
    const day = readDay(of("day"), where);
    const reasons = of("reason").split(/[\s:：,，;；/|-]+/);
    return {
      place: where.place,
      about: id === null ? null : { endToEndId: id },
      ...status,
      // Of a second copy; the first one may have been paid.
      verdict: !status.isBooked && saysDuplicate(reasons) ? null : status.verdict,
      // What is not booked is compared with reports, which tell an instant.
      at: status.isBooked ? day : new Date(`${day}T00:00:00+08:00`).toISOString(),
      amount: readAmount(of("amount"), where),
      currency: of("currency") || null,
      bankReference: of("reference") || null,
      reason: readReason([of("reason")]),
    };
  });
}

function placesOf(header: readonly string[]): Record<Column, number> | null {
  const titles = header.map((title) => title.trim().toLowerCase());
  const places: Partial<Record<Column, number>> = {};
  for (const [column, { names, isRequired }] of Object.entries(bankCsvColumns)) {
    const place = titles.findIndex((title) => (names as readonly string[]).includes(title));
    if (place < 0 && isRequired) return null;
    places[column as Column] = place;
  }
  return places as Record<Column, number>;
}
