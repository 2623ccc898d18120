import { inCapitals } from "../../domain/invoice-capitals.js";
import { Decimal, formatAmount, formatAmountGrouped, formatRate } from "../../domain/money.js";
import { shanghaiDay } from "../../domain/period.js";
import type {
  BothLanguages,
  PrintedFact,
  PrintedPage,
  PrintedPart,
} from "../../platform/pdf/printed-page.js";
import type { Buyer, InvoicedStatement } from "./expectation.js";

/** Who we are on invoices, and where paper is posted to. */
export interface InvoiceCompany extends Buyer {
  readonly address: string;
  readonly phone: string;
  readonly bankName: string;
  readonly bankAccount: string;
  readonly invoiceMail: {
    readonly recipient: string;
    readonly phone: string;
    readonly address: string;
  };
}

/**
 * The invoice list (开票清单) of one settlee's statements: what each invoice has to say, and where it goes.
 *
 * Shape:  at least one statement, all of one settlee, all requested.
 * Source: spec §7 step 5, R-W8.
 */
export function invoiceListPage(
  statements: readonly InvoicedStatement[],
  company: InvoiceCompany,
): PrintedPage {
  const [first] = statements;
  const requestedOn = statements
    .map(({ requestedAt }) => (requestedAt === null ? "" : shanghaiDay(requestedAt)))
    .sort()
    .at(-1);
  const foot = `开票清单 ${statements
    .map((it) => it.statementNo)
    .slice(0, 3)
    .join("、")}`;
  return {
    title: { zh: "开票清单", en: "Invoice list" },
    marks: [
      fact("结算对象", "Settlee", `${first?.settleeNo ?? ""} ${first?.settleeName ?? ""}`),
      fact("通知开票日期", "Requested on", requestedOn ?? ""),
      fact("结算单", "Statements", String(statements.length)),
    ],
    parts: [
      statementTable(statements),
      {
        kind: "facts",
        heading: { zh: "发票内容", en: "What each invoice says" },
        facts: invoiceFacts(statements, company),
      },
      remarksTable(statements),
      {
        kind: "facts",
        heading: { zh: "购买方信息", en: "Buyer" },
        facts: [
          fact("名称（抬头）", "Title", company.title),
          fact("纳税人识别号", "Tax number", company.taxNo),
          fact("地址", "Address", company.address),
          fact("电话", "Phone", company.phone),
          fact("开户银行", "Bank", company.bankName),
          fact("银行账号", "Account", company.bankAccount),
        ],
      },
      {
        kind: "facts",
        heading: { zh: "纸质发票邮寄地址", en: "Where paper is posted to" },
        facts: [
          fact("收件人", "Recipient", company.invoiceMail.recipient),
          fact("联系电话", "Phone", company.invoiceMail.phone),
          fact("邮寄地址", "Address", company.invoiceMail.address),
        ],
      },
      { kind: "notes", heading: { zh: "开票要求", en: "What is asked" }, notes },
    ],
    foot: foot + (statements.length > 3 ? " …" : ""),
  };
}

const notes: readonly BothLanguages[] = [
  {
    zh: "请按认证的纳税人身份开具增值税专用发票，金额、税率须与上表逐分一致；开票日期不得早于通知开票日期。",
    en: "A special VAT invoice by your certified taxpayer status; amounts and rate exactly as above, to the cent; dated from the day of the request on.",
  },
  {
    zh: "一张结算单可以由多张发票合计组成，一张发票不能用于多张结算单；备注栏须注明结算单号和账期。",
    en: "Several invoices may make up one statement; one invoice never pays several. The remarks bear the statement's number and period.",
  },
  {
    zh: "纸质发票请与本清单一并邮寄，并提交发票号码和快递单号；数电票请提交 XML 文件。",
    en: "Post paper invoices together with this list and submit their numbers and the tracking number; of electronic invoices submit the XML file.",
  },
];

function statementTable(statements: readonly InvoicedStatement[]): PrintedPart {
  const column = (zh: string, en: string, weight: number, align: "left" | "right" = "right") => ({
    title: { zh, en },
    align,
    weight,
  });
  const total = (of: (it: InvoicedStatement) => string) => grouped(sumOf(statements, of));
  return {
    kind: "table",
    heading: { zh: "开票金额（人民币元）", en: "Amounts to invoice (CNY)" },
    columns: [
      column("结算单号", "Statement", 32, "left"),
      column("账期", "Period", 11, "left"),
      column("不含税金额", "Without tax", 17),
      column("税率", "Rate", 9),
      column("税额", "Tax", 14),
      column("价税合计", "With tax", 17),
    ],
    rows: statements.map((it) => [
      it.statementNo,
      it.period,
      grouped(it.netAmount),
      percent(it.serviceFeeRate),
      grouped(it.taxAmount),
      grouped(it.amount),
    ]),
    total:
      statements.length > 1
        ? [
            "合计 Total",
            "",
            total((it) => it.netAmount),
            "",
            total((it) => it.taxAmount),
            total((it) => it.amount),
          ]
        : null,
  };
}

function invoiceFacts(
  statements: readonly InvoicedStatement[],
  { invoiceItem }: InvoiceCompany,
): PrintedFact[] {
  const [first] = statements;
  const facts = [
    fact("发票种类", "Kind", "增值税专用发票 Special VAT invoice"),
    fact("项目名称", "Item", invoiceItem),
    fact("销售方名称", "Seller", first?.settleeName ?? ""),
    fact("销售方税号", "Tax number", first?.settleeTaxNo ?? "以认证的商业信息为准 as certified"),
  ];
  if (first === undefined || statements.length > 1) return facts;
  return [fact("价税合计大写", "In capitals", inCapitals(first.amount)), ...facts];
}

/** Word for word what stands in the remarks, and the amount as it is written out. */
function remarksTable(statements: readonly InvoicedStatement[]): PrintedPart {
  const isOne = statements.length === 1;
  return {
    kind: "table",
    heading: { zh: "备注栏内容", en: "Remarks on the invoice" },
    columns: [
      { title: { zh: "备注（请照录）", en: "Remarks, word for word" }, align: "left", weight: 60 },
      ...(isOne
        ? []
        : [
            {
              title: { zh: "价税合计大写", en: "Amount in capitals" },
              align: "left" as const,
              weight: 50,
            },
          ]),
    ],
    rows: statements.map((it) => [
      `结算单号：${it.statementNo}；账期：${it.period}`,
      ...(isOne ? [] : [inCapitals(it.amount)]),
    ]),
    total: null,
  };
}

function sumOf(
  statements: readonly InvoicedStatement[],
  of: (statement: InvoicedStatement) => string,
): string {
  const total = statements.reduce((sum, it) => sum.plus(of(it)), new Decimal(0));
  return formatAmount(total);
}

function grouped(amount: string): string {
  return formatAmountGrouped(amount);
}

function percent(rate: string): string {
  return `${formatRate(new Decimal(rate).times(100))}%`;
}

function fact(zh: string, en: string, value: string): PrintedFact {
  return { label: { zh, en }, value };
}
