/** What banks answer, made up: each file says what its arguments say and is right otherwise. */

export interface StatusOfPayment {
  readonly id?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly text?: string;
  readonly amount?: string;
  readonly currency?: string;
}

export interface StatusReport {
  readonly version?: "03" | "10" | string;
  readonly at?: string;
  readonly batchNo?: string;
  readonly group?: string;
  readonly instruction?: string;
  readonly reason?: string;
  readonly payments?: readonly StatusOfPayment[];
}

/** A pain.002. */
export function statusReport(report: StatusReport): string {
  const {
    version = "10",
    at = "2027-02-06T09:00:00+08:00",
    batchNo = "YJ20270204-00000000",
  } = report;
  const { group, instruction, payments = [] } = report;
  const reason =
    report.reason === undefined
      ? ""
      : `<StsRsnInf><Rsn><Cd>${report.reason}</Cd></Rsn></StsRsnInf>`;
  const status = (name: string, value?: string) =>
    value === undefined ? "" : `<${name}>${value}</${name}>`;
  const details =
    payments.length + (instruction === undefined ? 0 : 1) === 0
      ? ""
      : `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${batchNo}</OrgnlPmtInfId>${status("PmtInfSts", instruction)}
          ${payments.map(paymentStatus).join("\n")}</OrgnlPmtInfAndSts>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt>
  <GrpHdr><MsgId>R1</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr>
  <OrgnlGrpInfAndSts><OrgnlMsgId>${batchNo}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
    ${status("GrpSts", group)}${reason}</OrgnlGrpInfAndSts>
  ${details}
</CstmrPmtStsRpt></Document>`;
}

function paymentStatus({ id, status, reason, text, amount, currency }: StatusOfPayment): string {
  const code = reason === undefined ? "" : `<Rsn><Cd>${reason}</Cd></Rsn>`;
  const info = text === undefined ? "" : `<AddtlInf>${text}</AddtlInf>`;
  return `<TxInfAndSts>${id === undefined ? "" : `<OrgnlEndToEndId>${id}</OrgnlEndToEndId>`}
    ${status === undefined ? "" : `<TxSts>${status}</TxSts>`}
    ${code + info === "" ? "" : `<StsRsnInf>${code}${info}</StsRsnInf>`}
    ${amount === undefined ? "" : `<OrgnlTxRef><Amt><InstdAmt Ccy="${currency ?? "CNY"}">${amount}</InstdAmt></Amt></OrgnlTxRef>`}
  </TxInfAndSts>`;
}

export interface Booking {
  readonly id?: string;
  readonly amount: string;
  readonly currency?: string;
  readonly day?: string;
  readonly direction?: "DBIT" | "CRDT";
  readonly status?: string;
  readonly reversal?: boolean;
  readonly returned?: string;
  readonly reference?: string;
  /** Booked as one sum: the message id of the file. */
  readonly batchNo?: string;
}

/** A camt.054. */
export function notification(bookings: readonly Booking[], version: "02" | "08" = "08"): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.${version}"><BkToCstmrDbtCdtNtfctn>
  <GrpHdr><MsgId>N1</MsgId><CreDtTm>2027-02-07T08:00:00</CreDtTm></GrpHdr>
  <Ntfctn><Id>N1-1</Id><CreDtTm>2027-02-07T08:00:00</CreDtTm>
    <Acct><Id><Othr><Id>4000000000000000001</Id></Othr></Id></Acct>
    ${bookings.map((booking) => entry(booking, version)).join("\n")}
  </Ntfctn>
</BkToCstmrDbtCdtNtfctn></Document>`;
}

function entry(booking: Booking, version: "02" | "08"): string {
  const { amount, currency = "CNY", day = "2027-02-06", direction = "DBIT" } = booking;
  const { status = "BOOK", reversal, reference, returned, id, batchNo } = booking;
  const money = `<Amt Ccy="${currency}">${amount}</Amt>`;
  const own = version === "08" ? money : `<AmtDtls><TxAmt>${money}</TxAmt></AmtDtls>`;
  const back = returned === undefined ? "" : `<RtrInf><Rsn><Cd>${returned}</Cd></Rsn></RtrInf>`;
  const details =
    batchNo === undefined
      ? `<TxDtls>${id === undefined ? "" : `<Refs><EndToEndId>${id}</EndToEndId></Refs>`}${own}${back}</TxDtls>`
      : `<Btch><MsgId>${batchNo}</MsgId></Btch>`;
  return `<Ntry>${money}<CdtDbtInd>${direction}</CdtDbtInd>
    ${reversal === undefined ? "" : `<RvslInd>${reversal}</RvslInd>`}
    <Sts>${version === "08" ? `<Cd>${status}</Cd>` : status}</Sts><BookgDt><Dt>${day}</Dt></BookgDt>
    ${reference === undefined ? "" : `<AcctSvcrRef>${reference}</AcctSvcrRef>`}
    <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls>${details}</NtryDtls></Ntry>`;
}

/** Answers as CSV. */
export function bankCsv(rows: readonly (readonly string[])[], header?: readonly string[]): string {
  const titles = header ?? ["付款编号", "状态", "金额", "日期", "原因"];
  return [titles, ...rows].map((row) => row.join(",")).join("\n");
}
