import type { PaymentVerdict } from "../../domain/payment-evidence.js";
import { textAt, type XmlNode } from "../../platform/xml/read-xml.js";
import type { BankAnswer } from "./bank-answer.js";
import { readAmount, readId, readInstant, readReason, saysDuplicate } from "./bank-values.js";
import { fieldsOf } from "./field-path.js";

/** What is read of a pain.002, versions 03 and 10 alike: paths below `CstmrPmtStsRpt`, listed in docs/formats.md. */
export const pain002Paths = {
  createdAt: "GrpHdr/CreDtTm",
  group: "OrgnlGrpInfAndSts",
  messageId: "OrgnlGrpInfAndSts/OrgnlMsgId",
  groupStatus: "OrgnlGrpInfAndSts/GrpSts",
  instruction: "OrgnlPmtInfAndSts",
  instructionId: "OrgnlPmtInfAndSts/OrgnlPmtInfId",
  instructionStatus: "OrgnlPmtInfAndSts/PmtInfSts",
  transaction: "OrgnlPmtInfAndSts/TxInfAndSts",
  instructedId: "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlInstrId",
  endToEndId: "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlEndToEndId",
  status: "OrgnlPmtInfAndSts/TxInfAndSts/TxSts",
  reference: "OrgnlPmtInfAndSts/TxInfAndSts/AcctSvcrRef",
  amount: "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlTxRef/Amt/InstdAmt",
  currency: "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlTxRef/Amt/InstdAmt/@Ccy",
} as const;

/** The same on each of the three levels, below its element. */
export const pain002ReasonPaths = {
  reason: "StsRsnInf",
  code: "StsRsnInf/Rsn/Cd",
  codeOfBank: "StsRsnInf/Rsn/Prtry",
  text: "StsRsnInf/AddtlInf",
} as const;

/** Codes that decide; every other one only says how far a payment is. */
const verdicts: Readonly<Record<string, PaymentVerdict>> = {
  ACSC: "paid",
  ACCC: "paid",
  RJCT: "bounced",
  CANC: "bounced",
};

interface Reason {
  readonly reason: string | null;
  /** The bank had it before: it says nothing of what it had. */
  readonly isDuplicate: boolean;
}

interface Level extends Reason {
  readonly status: string;
}

interface Reading {
  readonly file: string;
  readonly saidAt: string;
  /** Payments that the report names. */
  readonly named: Set<string>;
  readonly answers: BankAnswer[];
  /** How many transactions were read. */
  transactions: number;
}

/**
 * Reads a payment status report. A level that says nothing takes the status of the one above it: a rejected group
 * rejects all of its payments, also where it names none. What is rejected as a duplicate, on its own level or above,
 * decides nothing: the first copy of it may have been paid.
 *
 * Errors: `bank_file_value`.
 * Source: docs/formats.md, pain.002.
 */
export function readPain002(report: XmlNode, file: string): BankAnswer[] {
  const paths = pain002Paths;
  const of = fieldsOf(report);
  const saidAt = readInstant(of.text(paths.createdAt), { file, place: paths.createdAt });
  const reading: Reading = { file, saidAt, named: new Set(), answers: [], transactions: 0 };
  const group: Level = {
    status: of.text(paths.groupStatus),
    ...reasonOf(of.node(paths.group)),
  };
  const batches: (readonly [string | null, Level])[] = [];
  for (const node of of.list(paths.instruction)) {
    const instruction = fieldsOf(node, paths.instruction);
    const own = instruction.text(paths.instructionStatus);
    const level = { status: own || group.status, ...below(group, reasonOf(node)) };
    for (const transaction of instruction.list(paths.transaction)) {
      readTransaction(transaction, level, reading);
    }
    const where = { file, place: paths.instructionId };
    const batchNo = readId(instruction.text(paths.instructionId), where);
    if (own !== "") batches.push([batchNo, level]);
  }
  const where = { file, place: paths.messageId };
  batches.push([readId(of.text(paths.messageId), where), group]);
  const rest = batches.flatMap(([batchNo, level]) => ofBatch(batchNo, level, reading));
  return [...reading.answers, ...rest];
}

function readTransaction(node: XmlNode, above: Level, reading: Reading): void {
  const paths = pain002Paths;
  const of = fieldsOf(node, paths.transaction);
  reading.transactions += 1;
  const where = { file: reading.file, place: `TxInfAndSts ${reading.transactions}` };
  const id = readId(of.text(paths.endToEndId), where) ?? readId(of.text(paths.instructedId), where);
  const own = of.text(paths.status);
  // Without an id and a status it only repeats what its batch says.
  if (id === null && own === "") return;
  if (id !== null) reading.named.add(id);
  const amount = of.text(paths.amount);
  const { reason, isDuplicate } = below(above, reasonOf(node));
  reading.answers.push({
    place: where.place,
    about: id === null ? null : { endToEndId: id },
    ...statusOf(own || above.status, isDuplicate, reading),
    amount: amount === "" ? null : readAmount(amount, where),
    currency: of.text(paths.currency) || null,
    bankReference: of.text(paths.reference) || null,
    reason,
  });
}

/** Only what decides is said of payments that are not named: the rest would say nothing new. */
function ofBatch(
  batchNo: string | null,
  { status, reason, isDuplicate }: Level,
  reading: Reading,
): BankAnswer[] {
  if (batchNo === null || verdicts[status] === undefined) return [];
  return [
    {
      place: pain002Paths.group,
      about: { batchNo, except: reading.named, total: null },
      ...statusOf(status, isDuplicate, reading),
      ...{ amount: null, currency: null, bankReference: null },
      reason,
    },
  ];
}

function statusOf(status: string, isDuplicate: boolean, { saidAt }: Reading) {
  const said = verdicts[status] ?? null;
  const verdict = said === "bounced" && isDuplicate ? null : said;
  return { status: status || "?", verdict, isBooked: false, at: saidAt };
}

function below(above: Reason, own: Reason): Reason {
  return {
    reason: own.reason ?? above.reason,
    isDuplicate: own.isDuplicate || above.isDuplicate,
  };
}

function reasonOf(level: XmlNode | null): Reason {
  if (level === null) return { reason: null, isDuplicate: false };
  const paths = pain002ReasonPaths;
  const parts = fieldsOf(level)
    .list(paths.reason)
    .flatMap((node) => {
      const of = fieldsOf(node, paths.reason);
      // Banks break lines in the middle of words.
      const text = of.list(paths.text).map((line) => textAt(line));
      return [of.text(paths.code), of.text(paths.codeOfBank), text.join("")];
    });
  return { reason: readReason(parts), isDuplicate: saysDuplicate(parts) };
}
