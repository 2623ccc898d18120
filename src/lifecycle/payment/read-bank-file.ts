import { createHash } from "node:crypto";
import { basename } from "node:path";
import { YuejieError } from "../../domain/errors.js";
import { cutTo } from "../../domain/payment.js";
import { decodeText } from "../../platform/files/decode-whole.js";
import { openInputFile } from "../../platform/files/input-file.js";
import { nodeAt, readXml, textAt } from "../../platform/xml/read-xml.js";
import type { BankReport } from "./bank-answer.js";
import { readBankCsv } from "./read-bank-csv.js";
import { readCamt054 } from "./read-camt-054.js";
import { readPain002 } from "./read-pain-002.js";

export interface BankFile extends BankReport {
  /** Without its folder. */
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
}

const mostBytes = 64_000_000;

/**
 * Reads a file of the bank, whichever it is by its content.
 *
 * Errors: `input_file_unreadable`, `bank_file_not_text`, `bank_file_unknown`, `bank_file_value`, `xml_unreadable`,
 *         `xml_has_doctype`, `xml_too_large`.
 */
export async function readBankFile(path: string): Promise<BankFile> {
  const name = basename(path);
  const input = await openInputFile(path, name);
  try {
    if (input.sizeBytes > mostBytes) {
      throw new YuejieError("xml_too_large", { file: name, most: mostBytes });
    }
    const bytes = await input.handle.readFile();
    await input.refuseChanged();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const text = decodeText(bytes);
    if (text === null) throw new YuejieError("bank_file_not_text", { file: name });
    return { name, sha256, ...readReport(text, name) };
  } finally {
    await input.close();
  }
}

/**
 * Reads what a file of the bank says.
 *
 * Errors: as {@link readBankFile}, without those of files.
 */
export function readReport(text: string, file: string): BankReport {
  if (!text.trimStart().startsWith("<")) {
    const answers = readBankCsv(text, file);
    if (answers !== null) return { format: "csv", answers };
    const [found = ""] = text.trim().split(/\r\n|\n|\r/);
    throw new YuejieError("bank_file_unknown", { file, found: cutTo(found, 60) });
  }
  const document = readXml(text.trimStart(), { file });
  const namespace = textAt(document, "@xmlns");
  const report = nodeAt(document, "Document", "CstmrPmtStsRpt");
  if (report !== null && /:pain\.002\.001\.(03|10)$/.test(namespace)) {
    return { format: "pain.002", answers: readPain002(report, file) };
  }
  const notification = nodeAt(document, "Document", "BkToCstmrDbtCdtNtfctn");
  if (notification !== null && /:camt\.054\.001\.(02|08)$/.test(namespace)) {
    return { format: "camt.054", answers: readCamt054(notification, file) };
  }
  const [root = ""] = Object.keys(document);
  throw new YuejieError("bank_file_unknown", { file, found: cutTo(`${root} ${namespace}`, 60) });
}
