import { YuejieError } from "./errors.js";
import { Decimal, formatAmount, formatRate } from "./money.js";

/** What an electronic invoice's file says, as far as it is read; a text that the file does not tell is null. */
export interface InvoiceFileFacts {
  /** Version of the file's form, as it names itself. */
  readonly version: string | null;
  /** The number in the head of the file; normally the same as that of the tax bureau. */
  readonly headNumber: string | null;
  readonly kind: "special" | "ordinary" | null;
  /** A red invoice takes an earlier one back. Null: the file does not tell. */
  readonly isRed: boolean | null;
  readonly sellerName: string | null;
  readonly sellerTaxNo: string | null;
  readonly buyerName: string | null;
  readonly buyerTaxNo: string | null;
  readonly items: readonly InvoiceItem[];
  /** Null: the file has no place for remarks; empty: it has, and they are blank. */
  readonly remarks: string | null;
  /** A signature stands in the file. Whether it is genuine is not checked: only the tax bureau can tell. */
  readonly hasSignature: boolean;
}

export interface InvoiceItem {
  readonly name: string;
  /** CNY without tax; negative in a line that grants a discount. */
  readonly amount: string | null;
  /** A fraction; null: not told as a number. */
  readonly rate: string | null;
}

/** One invoice as it is submitted; amounts CNY with 2 places, net and tax add up to the amount. */
export interface SubmittedInvoice {
  /** Digits only: of an electronic one 20; of a paper one its code (10 or 12) and its number (8). */
  readonly invoiceNo: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly amount: string;
  /** A fraction; null: not told, or not the same in every line. */
  readonly rate: string | null;
  /** Null: typed from paper. */
  readonly file: InvoiceFileFacts | null;
}

/**
 * Reads an invoice as somebody types it: `NUMBER,DATE,NET,TAX,TOTAL[,RATE]`, commas of either width. The rate is
 * a fraction or a percentage. What is on paper is typed with its code: its number alone is on others, too.
 *
 * Errors: `invoice_entry` naming the part that is wrong, `invoice_code_missing`, `invoice_sums`,
 *         `invoice_not_positive`.
 */
export function parseInvoiceEntry(text: string): SubmittedInvoice {
  const parts = text
    .normalize("NFKC")
    .split(",")
    .map((part) => part.trim());
  const [number = "", day = "", net = "", tax = "", total = "", rate] = parts;
  if (parts.length < 5 || parts.length > 6) {
    throw new YuejieError("invoice_entry", {
      value: text,
      part: "NUMBER,DATE,NET,TAX,TOTAL[,RATE]",
    });
  }
  if (/^\d{8}$/.test(number.replace(/[\s-]/g, ""))) {
    throw new YuejieError("invoice_code_missing", { number });
  }
  const invoice = {
    invoiceNo: readInvoiceNo(number) ?? wrong(text, `NUMBER ${number}`),
    issuedOn: readDay(day) ?? wrong(text, `DATE ${day}`),
    netAmount: readAmount(net) ?? wrong(text, `NET ${net}`),
    taxAmount: readAmount(tax) ?? wrong(text, `TAX ${tax}`),
    amount: readAmount(total) ?? wrong(text, `TOTAL ${total}`),
    rate: rate === undefined ? null : (readRate(rate) ?? wrong(text, `RATE ${rate}`)),
    file: null,
  };
  requireSums(invoice);
  return invoice;
}

/**
 * Refuses amounts that do not add up, and what takes money back instead of asking for it.
 *
 * Errors: `invoice_sums`, `invoice_not_positive`.
 */
export function requireSums({ invoiceNo, netAmount, taxAmount, amount }: SubmittedInvoice): void {
  if (!new Decimal(netAmount).plus(taxAmount).equals(amount)) {
    throw new YuejieError("invoice_sums", { invoiceNo, netAmount, taxAmount, amount });
  }
  const isPositive = new Decimal(netAmount).greaterThan(0) && !new Decimal(taxAmount).isNegative();
  if (!isPositive) throw new YuejieError("invoice_not_positive", { invoiceNo, amount });
}

/**
 * Digits of a number as it is written: of a paper invoice its code and its number, `CODE-NUMBER` or together, of an
 * electronic one 20; blanks do not matter. Null where it is none.
 */
export function readInvoiceNo(text: string): string | null {
  const written = text.normalize("NFKC").replace(/\s/g, "");
  const isNumber = /^(\d{20}|(\d{10}|\d{12})-?\d{8})$/.test(written);
  return isNumber ? written.replace("-", "") : null;
}

/** An amount with at most 2 places, written with 2; null where it is none. */
export function readAmount(text: string): string | null {
  if (!/^-?\d{1,15}(\.\d+)?$/.test(text)) return null;
  const value = new Decimal(text);
  return value.decimalPlaces() > 2 ? null : formatAmount(value);
}

/** `0.06`, `0.060000`, `6%`; null where it is none. */
export function readRate(text: string): string | null {
  const percent = /^(\d{1,2}(?:\.\d{1,4})?)%$/.exec(text)?.[1];
  if (percent !== undefined) return formatRate(new Decimal(percent).dividedBy(100));
  return /^0(\.\d{1,6})?$/.test(text) ? formatRate(text) : null;
}

/** A day of the calendar, `YYYY-MM-DD`, also where a time stands behind it; null where it is none. */
export function readDay(text: string): string | null {
  const day = /^(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/.exec(text)?.[1];
  if (day === undefined) return null;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null;
}

function wrong(value: string, part: string): never {
  throw new YuejieError("invoice_entry", { value, part });
}
