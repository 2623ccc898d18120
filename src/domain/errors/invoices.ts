import type { ErrorEntry } from "./entry.js";

/** Invoices of settlees: requested, submitted, verified, returned. */
export const invoiceErrors = {
  rate_changed_recalled: {
    kind: "refused",
    rule: "R-W7",
    en: "Statement {statementNo} has the service fee rate {statementRate}, the settlee's of the day is {rate}. It was recalled: run {period} again, and it is made at the new rate.",
    zh: "结算单 {statementNo} 的服务费税率为 {statementRate}，结算对象当日税率为 {rate}。该结算单已撤回：请重新执行 {period} 的出账，将按新税率生成。",
  },
  rate_changed_rested_on: {
    kind: "refused",
    rule: "R-W7",
    en: "Statement {statementNo} has the service fee rate {statementRate}, the settlee's of the day is {rate}. It could not be recalled either: sent statements rest on its lines, the first is {first}; nothing was changed. Recall those that can be, the last one first.",
    zh: "结算单 {statementNo} 的服务费税率为 {statementRate}，结算对象当日税率为 {rate}；但也不能撤回：有已发送的结算单依据其明细，第一张是 {first}；未作任何更改。请从最后一张起先撤回可以撤回的结算单。",
  },
  invoice_entry: {
    kind: "usage",
    en: "An invoice is written NUMBER,DATE,NET,TAX,TOTAL[,RATE], for instance 4400191130-12345678,2026-11-20,943.40,56.60,1000.00,0.06; '{value}' is not, see {part}.",
    zh: "发票写作 号码,日期,不含税,税额,价税合计[,税率]，例如 4400191130-12345678,2026-11-20,943.40,56.60,1000.00,0.06；“{value}”不符，见 {part}。",
  },
  invoice_code_missing: {
    kind: "usage",
    rule: "R-W8",
    en: "{number} is the number of a paper invoice without its code, and other invoices have it too. Type the code (10 or 12 digits) before it: 4400191130-{number}, with the code that is on yours; of an electronic invoice all 20 digits.",
    zh: "{number} 是纸质发票的号码，缺少发票代码，其他发票也可能有同一号码。请在号码前填写发票代码（10 或 12 位），如 4400191130-{number}（代码以票面为准）；数电票请填写全部 20 位号码。",
  },
  invoice_sums: {
    kind: "input",
    en: "Invoice {invoiceNo}: {netAmount} and {taxAmount} do not add up to {amount}; nothing was submitted. Write the amounts as they stand on it.",
    zh: "发票 {invoiceNo}：{netAmount} 与 {taxAmount} 之和不等于 {amount}；没有提交任何发票。请按票面填写金额。",
  },
  invoice_not_positive: {
    kind: "input",
    en: "Invoice {invoiceNo} is for {amount}: a red invoice or one for nothing pays no statement; nothing was submitted.",
    zh: "发票 {invoiceNo} 的金额为 {amount}：红字发票或零金额发票不能用于结算；没有提交任何发票。",
  },
  invoice_twice: {
    kind: "refused",
    rule: "R-W8",
    en: "Invoice {invoiceNo} is given twice for {statementNo}; nothing was submitted.",
    zh: "发票 {invoiceNo} 在 {statementNo} 的提交中出现两次；没有提交任何发票。",
  },
  invoice_used: {
    kind: "refused",
    rule: "R-W8",
    en: "Invoice {invoiceNo} was given for another statement before; one invoice never pays several. Nothing was submitted for {statementNo}: issue another one.",
    zh: "发票 {invoiceNo} 已用于其他结算单；一张发票不能用于多张结算单。{statementNo} 没有提交任何发票：请另行开具。",
  },
  tracking_missing: {
    kind: "usage",
    en: "Invoices on paper need the tracking number of their letter: --tracking NO (at most 64 characters).",
    zh: "纸质发票须填写快递单号：--tracking 单号（最多 64 个字符）。",
  },
  invoice_missing: {
    kind: "refused",
    rule: "R-W8",
    en: "No invoice of statement {statementNo} waits or stands; yuejie invoices --statement {statementNo} lists what there was.",
    zh: "结算单 {statementNo} 没有待审核或已通过的发票；yuejie invoices --statement {statementNo} 可列出以往的发票。",
  },
  invoice_wrong: {
    kind: "refused",
    rule: "R-W8",
    en: "The invoices of {statementNo} cannot be accepted: {wrong}. Refuse them: yuejie verify-invoice {statementNo} --refuse",
    zh: "结算单 {statementNo} 的发票不能通过：{wrongZh}。请退回：yuejie verify-invoice {statementNo} --refuse",
  },
  invoice_unchecked: {
    kind: "refused",
    rule: "R-W8",
    en: "What was submitted for {statementNo} does not tell: {points}. Look at the invoices and confirm with --checked.",
    zh: "结算单 {statementNo} 提交的内容未载明：{pointsZh}。请目视核对发票，并用 --checked 确认。",
  },
  invoice_not_requested: {
    kind: "refused",
    rule: "R-W8",
    en: "No invoice of {statementNo} is requested yet, so there is no invoice list; yuejie request-invoice {statementNo}",
    zh: "结算单 {statementNo} 尚未通知开票，没有开票清单；请先执行 yuejie request-invoice {statementNo}",
  },
  invoice_file_foreign: {
    kind: "input",
    en: "{file} is no electronic invoice as the tax bureau issues it ({what}); nothing was submitted. The XML file is wanted, not the PDF or OFD.",
    zh: "{file} 不是税务局开具的数电票 XML（{what}）；没有提交任何发票。请提交 XML 文件，而非 PDF 或 OFD。",
  },
  invoice_file_unreadable: {
    kind: "input",
    en: "{file} cannot be read ({reason}); nothing was submitted.",
    zh: "{file} 无法读取（{reason}）；没有提交任何发票。",
  },
  invoice_list_columns: {
    kind: "input",
    en: "{file} has no column {column}; nothing was submitted.",
    zh: "{file} 没有“{column}”一列；没有提交任何发票。",
  },
  invoice_list_letters: {
    kind: "input",
    en: "{file}, row {row}: the invoices of {statementNo} come in one letter, with one tracking number; nothing was submitted.",
    zh: "{file} 第 {row} 行：{statementNo} 的发票须在同一快递单号下寄出；没有提交任何发票。",
  },
  invoice_list_too_large: {
    kind: "input",
    en: "{file} is larger than {most} bytes; split it. Nothing was submitted.",
    zh: "{file} 超过 {most} 字节；请拆分。没有提交任何发票。",
  },
  invoice_list_not_text: {
    kind: "input",
    en: "{file} is neither UTF-8 nor GB18030 text; nothing was submitted.",
    zh: "{file} 不是 UTF-8 或 GB18030 文本；没有提交任何发票。",
  },
  invoice_file_too_large: {
    kind: "input",
    en: "{file} has {bytes} bytes; an electronic invoice has at most {most}. Nothing was submitted.",
    zh: "{file} 有 {bytes} 字节；数电票文件最多 {most} 字节。没有提交任何发票。",
  },
} as const satisfies Record<string, ErrorEntry>;
