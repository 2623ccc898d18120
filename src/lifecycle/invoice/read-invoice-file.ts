import { createHash } from "node:crypto";
import { YuejieError } from "../../domain/errors.js";
import {
  type InvoiceFileFacts,
  type InvoiceItem,
  readAmount,
  readDay,
  readRate,
  requireSums,
  type SubmittedInvoice,
} from "../../domain/invoice.js";
import { listOf, nodeAt, readXml, textAt, type XmlNode } from "../../platform/xml/read-xml.js";

/** The file of an electronic invoice (数电票), as it was handed in. */
export interface InvoiceFile {
  /** As messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ReadInvoice {
  readonly invoice: SubmittedInvoice & { readonly file: InvoiceFileFacts };
  /** Hexadecimal; of the bytes as they came. */
  readonly sha256: string;
}

/** Real ones have some ten kilobytes, with hundreds of lines some hundreds. */
export const mostInvoiceBytes = 2_000_000;

/**
 * Reads the fields of the national standard, root `EInvoice`, by their paths from the root; what else stands in the
 * file is not read. Of the signature only its presence is told: nothing here can check it.
 *
 * Errors: `invoice_file_too_large`, `invoice_file_unreadable` for its encoding, those of XML, `invoice_file_foreign`
 *         where a number, day or amount is missing, `invoice_sums`, `invoice_not_positive`.
 * Source: docs/formats.md, "数电票".
 */
export function readInvoiceFile({ name, bytes }: InvoiceFile): ReadInvoice {
  if (bytes.byteLength > mostInvoiceBytes) {
    const details = { file: name, bytes: bytes.byteLength, most: mostInvoiceBytes };
    throw new YuejieError("invoice_file_too_large", details);
  }
  const foreign = (what: string): never => {
    throw new YuejieError("invoice_file_foreign", { file: name, what });
  };
  const text = decodeFile(name, bytes);
  if (!/^\s*</.test(text)) foreign("XML");
  const root = nodeAt(readXml(text, { file: name }), "EInvoice") ?? foreign("EInvoice");
  const number = textAt(root, "TaxSupervisionInfo", "InvoiceNumber");
  if (!/^\d{20}$/.test(number)) foreign("TaxSupervisionInfo/InvoiceNumber");
  const totals = nodeAt(root, "EInvoiceData", "BasicInformation") ?? foreign("BasicInformation");
  const issued = textAt(root, "TaxSupervisionInfo", "IssueTime") || textAt(totals, "RequestTime");
  const amountOf = (field: string) => readAmount(textAt(totals, field)) ?? foreign(field);
  const items = itemsOf(root);
  const rates = new Set(items.map((item) => item.rate));
  const [rate = null] = rates;
  const invoice = {
    invoiceNo: number,
    issuedOn: readDay(issued) ?? foreign("TaxSupervisionInfo/IssueTime"),
    netAmount: amountOf("TotalAmWithoutTax"),
    taxAmount: amountOf("TotalTaxAm"),
    amount: amountOf("TotalTax-includedAmount"),
    rate: rates.size === 1 ? rate : null,
    file: factsOf(root, items),
  };
  requireSums(invoice);
  return { invoice, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function factsOf(root: XmlNode, items: readonly InvoiceItem[]): InvoiceFileFacts {
  const head = (...path: string[]) => told(textAt(root, "Header", ...path));
  const data = (...path: string[]) => told(textAt(root, "EInvoiceData", ...path));
  const remarks = nodeAt(root, "EInvoiceData", "AdditionalInformation", "Remark");
  return {
    version: head("Version"),
    headNumber: head("EIid"),
    kind: kindOf(
      head("InherentLabel", "GeneralOrSpecialVAT", "LabelName"),
      head("InherentLabel", "GeneralOrSpecialVAT", "LabelCode"),
    ),
    isRed: isRed(root, head("InherentLabel", "InIssuType", "LabelCode")),
    sellerName: data("SellerInformation", "SellerName"),
    sellerTaxNo: data("SellerInformation", "SellerIdNum"),
    buyerName: data("BuyerInformation", "BuyerName"),
    buyerTaxNo: data("BuyerInformation", "BuyerIdNum"),
    items,
    remarks: remarks === null ? null : textAt(remarks, "#text"),
    hasSignature: textAt(root, "TaxBureauSignature", "SignatureValue") !== "",
  };
}

/** Labels differ among provinces: the name goes before the code. */
function kindOf(name: string | null, code: string | null): InvoiceFileFacts["kind"] {
  if (name !== null && /专用发票/.test(name)) return "special";
  if (name !== null && /普通发票/.test(name)) return "ordinary";
  return code === "01" ? "special" : code === "02" ? "ordinary" : null;
}

function isRed(root: XmlNode, label: string | null): boolean | null {
  const red = textAt(
    root,
    ...["EInvoiceData", "SpecificInformation", "RedEInvoice", "OriginalInvoiceCode"],
  );
  if (red !== "" || label === "N") return true;
  return label === "Y" ? false : null;
}

function itemsOf(root: XmlNode): InvoiceItem[] {
  const data = nodeAt(root, "EInvoiceData");
  if (data === null) return [];
  return listOf(data, "IssuItemInformation").map((item) => ({
    name: textAt(item, "ItemName"),
    amount: readAmount(textAt(item, "Amount")),
    rate: readRate(textAt(item, "TaxRate")),
  }));
}

function told(text: string): string | null {
  return text === "" ? null : text;
}

/** By its first bytes, else by what the document says of itself, else UTF-8; never by guessing. */
function decodeFile(file: string, bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const named = /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/i.exec(start)?.[1];
  const encoding = start.startsWith("\u00ff\u00fe")
    ? "utf-16le"
    : start.startsWith("\u00fe\u00ff")
      ? "utf-16be"
      : (named ?? "utf-8");
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new YuejieError("invoice_file_unreadable", { file, reason: encoding }, error);
  }
}
