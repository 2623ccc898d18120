import { accountWithoutSpaces, cutTo, onOneLine } from "../../domain/payment.js";
import { element, nested, writeXml, type XmlElement } from "../../platform/xml/write-xml.js";
import { type Payment, type PaymentOrder, remittanceOf } from "./payment-order.js";

const namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

/**
 * The payment file as pain.001.001.09: elements, order and limits as docs/formats.md has them. The same order gives
 * the same bytes.
 */
export function writePain001(order: PaymentOrder): string {
  const { batchNo, createdAt, executionDate, controlSum, debtor, payments } = order;
  const count = String(payments.length);
  const debtorName = cutTo(onOneLine(debtor.name), 140);
  const header = element("GrpHdr", [
    element("MsgId", batchNo),
    element("CreDtTm", createdAt),
    element("NbOfTxs", count),
    element("CtrlSum", controlSum),
    nested("InitgPty/Nm", debtorName),
  ]);
  const instruction = element("PmtInf", [
    element("PmtInfId", batchNo),
    element("PmtMtd", "TRF"),
    // A booking for each payment, or the bank's notification could not tell which of them it is about.
    element("BtchBookg", "false"),
    element("NbOfTxs", count),
    element("CtrlSum", controlSum),
    nested("ReqdExctnDt/Dt", executionDate),
    nested("Dbtr/Nm", debtorName),
    element("DbtrAcct", [
      nested("Id/Othr/Id", accountWithoutSpaces(debtor.account)),
      element("Ccy", "CNY"),
    ]),
    nested("DbtrAgt/FinInstnId", [clearingMember(debtor.bankCode)]),
    ...payments.map(transferOf),
  ]);
  const root = element("Document", [nested("CstmrCdtTrfInitn", [header, instruction])], {
    xmlns: namespace,
  });
  return writeXml(root);
}

function transferOf(payment: Payment): XmlElement {
  const { endToEndId, amount, creditorName, creditorAccount, creditorBankCode } = payment;
  const bankName = cutTo(onOneLine(payment.creditorBankName ?? ""), 140);
  return element("CdtTrfTxInf", [
    element("PmtId", [element("InstrId", endToEndId), element("EndToEndId", endToEndId)]),
    element("Amt", [element("InstdAmt", amount, { Ccy: "CNY" })]),
    nested("CdtrAgt/FinInstnId", [
      clearingMember(creditorBankCode),
      bankName === "" ? null : element("Nm", bankName),
    ]),
    nested("Cdtr/Nm", onOneLine(creditorName)),
    nested("CdtrAcct/Id/Othr/Id", accountWithoutSpaces(creditorAccount)),
    nested("RmtInf/Ustrd", cutTo(remittanceOf(payment), 140)),
  ]);
}

function clearingMember(bankCode: string): XmlElement {
  return element("ClrSysMmbId", [nested("ClrSysId/Cd", "CNAPS"), element("MmbId", bankCode)]);
}
