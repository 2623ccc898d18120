import { textAt, type XmlNode } from "../../platform/xml/read-xml.js";
import type { BankAnswer } from "./bank-answer.js";
import { readAmount, readDay, readId, readReason } from "./bank-values.js";
import { type FieldReader, fieldsOf } from "./field-path.js";

/** What is read of a camt.054, versions 02 and 08: paths below `BkToCstmrDbtCdtNtfctn`, listed in docs/formats.md. */
export const camt054Paths = {
  createdAt: "GrpHdr/CreDtTm",
  notification: "Ntfctn",
  notifiedAt: "Ntfctn/CreDtTm",
  entry: "Ntfctn/Ntry",
  entryAmount: "Ntfctn/Ntry/Amt",
  entryCurrency: "Ntfctn/Ntry/Amt/@Ccy",
  entryDirection: "Ntfctn/Ntry/CdtDbtInd",
  reversal: "Ntfctn/Ntry/RvslInd",
  entryStatus: "Ntfctn/Ntry/Sts",
  entryStatusCode: "Ntfctn/Ntry/Sts/Cd",
  bookedOn: "Ntfctn/Ntry/BookgDt/Dt",
  bookedAt: "Ntfctn/Ntry/BookgDt/DtTm",
  entryReference: "Ntfctn/Ntry/AcctSvcrRef",
  family: "Ntfctn/Ntry/BkTxCd/Domn/Fmly/SubFmlyCd",
  details: "Ntfctn/Ntry/NtryDtls",
  batchMessageId: "Ntfctn/Ntry/NtryDtls/Btch/MsgId",
  batchInstructionId: "Ntfctn/Ntry/NtryDtls/Btch/PmtInfId",
  transaction: "Ntfctn/Ntry/NtryDtls/TxDtls",
  reference: "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/AcctSvcrRef",
  instructedId: "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/InstrId",
  endToEndId: "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/EndToEndId",
  amount: "Ntfctn/Ntry/NtryDtls/TxDtls/Amt",
  direction: "Ntfctn/Ntry/NtryDtls/TxDtls/CdtDbtInd",
  instructedAmount: "Ntfctn/Ntry/NtryDtls/TxDtls/AmtDtls/InstdAmt/Amt",
  transactionAmount: "Ntfctn/Ntry/NtryDtls/TxDtls/AmtDtls/TxAmt/Amt",
  returned: "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf",
  returnCode: "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/Rsn/Cd",
  returnCodeOfBank: "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/Rsn/Prtry",
  returnText: "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/AddtlInf",
  transactionText: "Ntfctn/Ntry/NtryDtls/TxDtls/AddtlTxInf",
  entryText: "Ntfctn/Ntry/AddtlNtryInf",
} as const;

/** What all transactions of an entry have in common. */
interface Entry {
  readonly of: FieldReader;
  readonly where: { readonly file: string; readonly place: string };
  readonly isBooked: boolean;
  readonly bookedOn: string;
  readonly isReversal: boolean;
}

/**
 * Reads a notification of bookings: a booked debit paid, a credit, a reversal or return information brought the
 * money back. What is not booked yet is only noted.
 *
 * Errors: `bank_file_value`.
 * Source: docs/formats.md, camt.054.
 */
export function readCamt054(message: XmlNode, file: string): BankAnswer[] {
  const paths = camt054Paths;
  const createdAt = fieldsOf(message).text(paths.createdAt);
  const answers: BankAnswer[] = [];
  let number = 0;
  for (const node of fieldsOf(message).list(paths.notification)) {
    const notification = fieldsOf(node, paths.notification);
    for (const entryNode of notification.list(paths.entry)) {
      number += 1;
      const of = fieldsOf(entryNode, paths.entry);
      const where = { file, place: `Ntry ${number}` };
      const bookedOn =
        of.text(paths.bookedOn) ||
        of.text(paths.bookedAt) ||
        notification.text(paths.notifiedAt) ||
        createdAt;
      const status = of.text(paths.entryStatus) || of.text(paths.entryStatusCode);
      const isReturn = of.text(paths.family) === "RRTN";
      const entry: Entry = {
        of,
        where,
        isBooked: status === "BOOK",
        bookedOn: readDay(bookedOn, where),
        isReversal: isReturn || ["true", "1"].includes(of.text(paths.reversal)),
      };
      answers.push(...readEntry(entry));
    }
  }
  return answers;
}

function readEntry(entry: Entry): BankAnswer[] {
  const paths = camt054Paths;
  const details = entry.of.list(paths.details).map((node) => fieldsOf(node, paths.details));
  const transactions = details.flatMap((of) => of.list(paths.transaction));
  if (transactions.length === 0) return details.flatMap((of) => readBatch(of, entry));
  const isOnly = transactions.length === 1;
  return transactions.map((node, index) => {
    const place = isOnly ? entry.where.place : `${entry.where.place}, TxDtls ${index + 1}`;
    const own = { ...entry, where: { ...entry.where, place } };
    return readTransaction(node, own, isOnly);
  });
}

function readTransaction(node: XmlNode, entry: Entry, isOnly: boolean): BankAnswer {
  const paths = camt054Paths;
  const { where } = entry;
  const of = fieldsOf(node, paths.transaction);
  const id = readId(of.text(paths.endToEndId), where) ?? readId(of.text(paths.instructedId), where);
  const amount =
    of.node(paths.amount) ??
    of.node(paths.transactionAmount) ??
    of.node(paths.instructedAmount) ??
    (isOnly ? entry.of.node(paths.entryAmount) : null);
  const direction = of.text(paths.direction) || entry.of.text(paths.entryDirection);
  const isReturn = entry.isReversal || of.node(paths.returned) !== null;
  const isBack = isReturn || direction === "CRDT";
  // Bookings without an id are other business, unless something came back.
  const matters = id !== null || isReturn;
  return {
    place: where.place,
    about: id === null ? null : { endToEndId: id },
    ...movementOf(entry, isBack, matters),
    amount: amount === null ? null : readAmount(textAt(amount), where),
    currency: amount === null ? null : textAt(amount, "@Ccy") || null,
    bankReference: of.text(paths.reference) || entry.of.text(paths.entryReference) || null,
    reason: isBack ? reasonOf(of, entry) : null,
  };
}

/** Some banks book a file as one sum, whatever it asks for. */
function readBatch(of: FieldReader, entry: Entry): BankAnswer[] {
  const paths = camt054Paths;
  const { where } = entry;
  const batchNo =
    readId(of.text(paths.batchMessageId), where) ??
    readId(of.text(paths.batchInstructionId), where);
  if (batchNo === null) return [];
  const isBack = entry.isReversal || entry.of.text(paths.entryDirection) === "CRDT";
  return [
    {
      place: where.place,
      about: {
        batchNo,
        except: new Set(),
        total: readAmount(entry.of.text(paths.entryAmount), where),
      },
      ...movementOf(entry, isBack, true),
      amount: null,
      currency: entry.of.text(paths.entryCurrency) || null,
      bankReference: entry.of.text(paths.entryReference) || null,
      reason: isBack ? readReason([entry.of.text(paths.entryText)]) : null,
    },
  ];
}

function movementOf({ isBooked, bookedOn }: Entry, isBack: boolean, matters: boolean) {
  const status = isBack ? "returned" : "booked";
  const verdict = isBack ? ("bounced" as const) : ("paid" as const);
  if (!isBooked) return { status: `${status} (pending)`, verdict: null, isBooked, at: bookedOn };
  return { status, verdict: matters ? verdict : null, isBooked, at: bookedOn };
}

function reasonOf(of: FieldReader, entry: Entry): string | null {
  const paths = camt054Paths;
  const told = readReason([
    of.text(paths.returnCode),
    of.text(paths.returnCodeOfBank),
    // Banks break lines in the middle of words.
    of
      .list(paths.returnText)
      .map((line) => textAt(line))
      .join(""),
  ]);
  return told ?? readReason([of.text(paths.transactionText) || entry.of.text(paths.entryText)]);
}
