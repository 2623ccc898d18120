import { statutoryYears } from "../../src/domain/statutory-years.js";
import { createCalendar } from "../../src/domain/working-days.js";
import {
  type GiveBackInvoiceOptions,
  refuseInvoices,
  returnInvoices,
} from "../../src/lifecycle/invoice/give-back-invoice.js";
import type { InvoiceFile } from "../../src/lifecycle/invoice/read-invoice-file.js";
import {
  type RequestInvoiceOptions,
  requestInvoices,
} from "../../src/lifecycle/invoice/request.js";
import {
  receiveInvoices,
  type Submission,
  submitInvoices,
} from "../../src/lifecycle/invoice/submit.js";
import { acceptInvoices, showInvoicePoints } from "../../src/lifecycle/invoice/verify.js";
import { withdrawAttempt } from "../../src/lifecycle/payment/withdraw-attempt.js";
import type { Database } from "../../src/platform/database/database.js";
import { defaultSettings, serviceFeeRatesOn } from "../../src/settings.js";
import { tellSettlee } from "../../src/tell-settlee.js";
import { emptyBooks } from "./books-dump.js";
import { approve, run } from "./engine.js";
import { of, signAll } from "./lifecycle.js";
import { loadFacts } from "./load-facts.js";
import { partner, sale, smallWorld } from "./story.js";

export const { company } = defaultSettings;

/** Within the years whose holidays came with the project. */
export const invoiceNow = new Date("2026-11-20T10:00:00+08:00");
export const invoiceCalendar = createCalendar(statutoryYears);

/** A month anew: a statement of 93.81, net 88.50 and tax 5.31, of each of two settlees, signed by all. */
export async function countersignedMonth(database: Database): Promise<void> {
  await emptyBooks(database);
  const orders = [sale("A", "1000.00"), sale("B", "1000.00", "2026-10-10", { partner_no: "P2" })];
  await loadFacts(database, { ...smallWorld, partners: sellers, orders });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await signAll(database, "2026-10");
}

export const sellers = [
  partner("P1", { tax_no: "91440300MA5SELLER1" }),
  partner("P2", { tax_no: "91440300MA5SELLER2" }),
];

type What = string | readonly string[];
interface By {
  readonly actor?: string;
  readonly now?: Date;
}

function giving(what: What, by: Partial<GiveBackInvoiceOptions>): GiveBackInvoiceOptions {
  return {
    selection: of(what),
    actor: "finance",
    now: invoiceNow,
    buyer: company,
    calendar: invoiceCalendar,
    tell: tellSettlee,
    ...by,
  };
}

/** Steps 4 to 6 as `finance`, unless somebody else is named. */
export const invoicing = {
  request: (database: Database, what: What, by: Partial<RequestInvoiceOptions> = {}) =>
    requestInvoices(database, {
      selection: of(what),
      actor: "finance",
      now: invoiceNow,
      serviceFeeRates: serviceFeeRatesOn("2026-11-20", defaultSettings),
      calendar: invoiceCalendar,
      tell: tellSettlee,
      ...by,
    }),
  submit: (database: Database, statementNo: string, submission: Submission, by: By = {}) =>
    submitInvoices(database, {
      ...{ statementNo, submission, buyer: company, actor: "partner", now: invoiceNow },
      ...by,
    }),
  receive: (database: Database, what: What, by: By = {}) =>
    receiveInvoices(database, { selection: of(what), actor: "finance", now: invoiceNow, ...by }),
  show: (database: Database, what: What, by: By = {}) =>
    showInvoicePoints(database, {
      ...{ selection: of(what), buyer: company, actor: "finance", now: invoiceNow },
      ...by,
    }),
  accept: (database: Database, what: What, by: By & { checked?: boolean } = {}) =>
    acceptInvoices(database, {
      ...{ selection: of(what), buyer: company, actor: "finance", now: invoiceNow },
      ...{ checked: false, ...by },
    }),
  refuse: (database: Database, what: What, by: Partial<GiveBackInvoiceOptions> = {}) =>
    refuseInvoices(database, giving(what, by)),
  giveBack: (database: Database, what: What, by: Partial<GiveBackInvoiceOptions> = {}) =>
    returnInvoices(database, { ...giving(what, { reason: "抬头有误", ...by }), withdrawAttempt }),
};

/** What stands in an electronic invoice; every point of it is right unless it says otherwise. */
export interface InvoiceText {
  readonly number?: string;
  readonly headNumber?: string;
  readonly issuedAt?: string;
  readonly net?: string;
  readonly tax?: string;
  readonly total?: string;
  readonly rate?: string;
  readonly kind?: string;
  readonly label?: string;
  readonly item?: string;
  readonly seller?: string;
  readonly sellerTaxNo?: string;
  readonly buyer?: string;
  readonly buyerTaxNo?: string;
  /** Of the element `AdditionalInformation`. */
  readonly additional?: string;
  readonly signature?: string;
  readonly head?: string;
}

/** An electronic invoice with the structure of the national standard, all of it made up. */
export function invoiceXml(text: InvoiceText): string {
  const number = text.number ?? "26440000000000000018";
  const issuedAt = text.issuedAt ?? "2026-11-20 09:00:05";
  const [net, tax] = [text.net ?? "94.34", text.tax ?? "5.66"];
  const total = text.total ?? "100.00";
  const { kind = "增值税专用发票", rate = "0.06" } = text;
  const signature = text.signature ?? "<SignatureValue>00</SignatureValue>";
  const head = text.head ?? '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return `${head}<EInvoice>
  <Header><EIid>${text.headNumber ?? number}</EIid><EInvoiceTag>SWEI4400</EInvoiceTag><Version>0.33</Version>
    <InherentLabel>
      <InIssuType><LabelCode>${text.label ?? "Y"}</LabelCode><LabelName>是否蓝字发票标志</LabelName></InIssuType>
      <EInvoiceType><LabelCode>01</LabelCode><LabelName>电子发票</LabelName></EInvoiceType>
      <GeneralOrSpecialVAT><LabelCode>01</LabelCode><LabelName>${kind}</LabelName></GeneralOrSpecialVAT>
    </InherentLabel><UndefinedLabel/></Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>${text.sellerTaxNo ?? "91440300MA5SELLER1"}</SellerIdNum>
      <SellerName>${text.seller ?? "伙伴 P1"}</SellerName><SellerBankAccNum>6000700080009000</SellerBankAccNum></SellerInformation>
    <BuyerInformation><BuyerIdNum>${text.buyerTaxNo ?? company.taxNo}</BuyerIdNum>
      <BuyerName>${text.buyer ?? company.title}</BuyerName></BuyerInformation>
    <BasicInformation><TotalAmWithoutTax>${net}</TotalAmWithoutTax><TotalTaxAm>${tax}</TotalTaxAm>
      <TotalTax-includedAmount>${total}</TotalTax-includedAmount><Drawer>测试员</Drawer>
      <RequestTime>2026-11-20 09:00:00</RequestTime></BasicInformation>
    <IssuItemInformation><ItemName>${text.item ?? "*现代服务*服务费"}</ItemName><Amount>${net}</Amount>
      <TaxRate>${rate}</TaxRate><ComTaxAm>${tax}</ComTaxAm></IssuItemInformation>
    <SpecificInformation/>
    <AdditionalInformation>${text.additional ?? "<Remark>202610-P1-B1300F0600-01 2026-10</Remark>"}</AdditionalInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>${number}</InvoiceNumber><IssueTime>${issuedAt}</IssueTime></TaxSupervisionInfo>
  <TaxBureauSignature>${signature}</TaxBureauSignature>
</EInvoice>
`;
}

export function fileOf(text: string | Uint8Array, name = "invoice.xml"): InvoiceFile {
  return { name, bytes: typeof text === "string" ? Buffer.from(text) : text };
}
