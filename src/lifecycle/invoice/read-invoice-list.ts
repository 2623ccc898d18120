import { basename } from "node:path";
import { YuejieError } from "../../domain/errors.js";
import { parseInvoiceEntry, type SubmittedInvoice } from "../../domain/invoice.js";
import { decodeText } from "../../platform/files/decode-whole.js";
import { openInputFile } from "../../platform/files/input-file.js";
import { createCsvScanner, recordLimit } from "../../platform/files/scan-csv.js";
import type { Submission } from "./submit.js";

/** The columns of a list of invoices on paper, in any order, under either name; docs/formats.md lists them. */
export const invoiceListColumns = {
  statementNo: { names: ["statement_no", "结算单号"], isRequired: true },
  invoiceNo: { names: ["invoice_no", "发票号码"], isRequired: true },
  issuedOn: { names: ["issued_on", "开票日期"], isRequired: true },
  netAmount: { names: ["net_amount", "不含税金额"], isRequired: true },
  taxAmount: { names: ["tax_amount", "税额"], isRequired: true },
  amount: { names: ["amount", "价税合计"], isRequired: true },
  trackingNo: { names: ["tracking_no", "快递单号"], isRequired: true },
  rate: { names: ["service_fee_rate", "税率"], isRequired: false },
} as const;

type Column = keyof typeof invoiceListColumns;

const mostBytes = 64_000_000;

/**
 * Reads a list of invoices on paper, one a row: those of one statement are one submission, in one letter.
 *
 * Shape:  by statement number, in order of first mention.
 * Errors: `input_file_unreadable`, `invoice_list_columns`, `invoice_list_letters`, `invoice_entry`, `invoice_code_missing`, `csv_quote_open`,
 *         `csv_row_too_long`, `invoice_list_too_large`, `invoice_list_not_text`; nothing of the list is taken then.
 */
export async function readInvoiceList(path: string): Promise<ReadonlyMap<string, Submission>> {
  const name = basename(path);
  const input = await openInputFile(path, name);
  try {
    if (input.sizeBytes > mostBytes) {
      throw new YuejieError("invoice_list_too_large", { file: name, most: mostBytes });
    }
    const text = decodeText(await input.handle.readFile());
    await input.refuseChanged();
    if (text === null) throw new YuejieError("invoice_list_not_text", { file: name });
    return parseInvoiceList(text, name);
  } finally {
    await input.close();
  }
}

export function parseInvoiceList(text: string, file: string): ReadonlyMap<string, Submission> {
  const scanner = createCsvScanner((trouble, row) => {
    throw trouble === "quote_open"
      ? new YuejieError("csv_quote_open", { file, row })
      : new YuejieError("csv_row_too_long", { file, row, limit: recordLimit });
  });
  const [header, ...rows] = scanner.push(text.replace(/^\ufeff/, ""), true);
  const places = placesOf(header?.fields ?? [], file);
  const submissions = new Map<string, { invoices: SubmittedInvoice[]; trackingNo: string }>();
  for (const { rowNo, fields } of rows) {
    const of = (column: Column): string => (fields[places[column]] ?? "").trim();
    const rate = of("rate");
    const entry = [
      ...[of("invoiceNo"), of("issuedOn"), of("netAmount"), of("taxAmount"), of("amount")],
      ...(rate === "" ? [] : [rate]),
    ].join(",");
    const [statementNo, trackingNo] = [of("statementNo"), of("trackingNo")];
    const own = submissions.get(statementNo) ?? { invoices: [], trackingNo };
    if (own.trackingNo !== trackingNo) {
      throw new YuejieError("invoice_list_letters", { file, row: rowNo, statementNo });
    }
    own.invoices.push(parseInvoiceEntry(entry));
    submissions.set(statementNo, own);
  }
  return new Map(
    [...submissions].map(([statementNo, own]) => [statementNo, { medium: "paper", ...own }]),
  );
}

function placesOf(header: readonly string[], file: string): Record<Column, number> {
  const titles = header.map((title) => title.trim().toLowerCase());
  const places: Partial<Record<Column, number>> = {};
  for (const [column, { names, isRequired }] of Object.entries(invoiceListColumns)) {
    const place = titles.findIndex((title) => (names as readonly string[]).includes(title));
    if (place < 0 && isRequired) {
      throw new YuejieError("invoice_list_columns", { file, column: names.join(" / ") });
    }
    places[column as Column] = place;
  }
  return places as Record<Column, number>;
}
