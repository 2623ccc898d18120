import { describe, expect, it } from "vitest";
import type { NoticeDetails, NoticeKind, StatementNotice } from "../../src/domain/notice.js";
import { audienceOf, isReminder } from "../../src/notices/audience.js";
import { renderMail } from "../../src/notices/render-mail.js";
import { smsOf } from "../../src/notices/sms-sentences.js";
import { maskEmail } from "../../src/platform/crypto/mask.js";

const statement: StatementNotice = {
  statementNo: "202610-P00001-B1300F0600-01",
  period: "2026-10",
  settleeNo: "P00001",
  settleeName: "云<b>&\"科技'",
  amount: "1234567.80",
  netAmount: "1164686.60",
  taxAmount: "69881.20",
  serviceFeeRate: "0.06",
};
const wanted = { ...statement, dueOn: "2026-12-07" };
const consoleUrl = "https://yuejie.example/";

describe("a mail", () => {
  it("tells the amounts in the recipient's language first, and in the other", () => {
    const { subject, text, html } = renderMail(
      { kind: "invoice_wanted", details: wanted },
      { locale: "zh-CN", consoleUrl },
    );
    expect(subject).toBe("请为结算单 202610-P00001-B1300F0600-01 开具发票（2026-12-07 前）");
    expect(text).toBe(`${subject}

结算单 202610-P00001-B1300F0600-01，账期 2026-10，结算对象 云<b>&"科技'（P00001），金额 1,234,567.80 元（含税）。
会签已完成。请于 2026-12-07 24:00 前按服务费开具增值税专用发票，税率 6%，不含税 1,164,686.60 元，税额 69,881.20 元，价税合计 1,234,567.80 元。
发票抬头、税号、地址及备注要求见开票清单；请与开票清单一并邮寄，或提交数电票文件。

结算单号: 202610-P00001-B1300F0600-01
账期: 2026-10
不含税（元）: 1,164,686.60
税额（元）: 69,881.20
价税合计（元）: 1,234,567.80

在结算平台查看: https://yuejie.example/statements/202610-P00001-B1300F0600-01

月结 · 本邮件由系统自动发出。

--------

Please invoice statement 202610-P00001-B1300F0600-01 by 2026-12-07

Statement 202610-P00001-B1300F0600-01, period 2026-10, 云<b>&"科技' (P00001), CNY 1,234,567.80 tax included.
All signatures are there. Please issue a special VAT invoice for the service fee by 2026-12-07, 24:00: rate 6%, net CNY 1,164,686.60, tax CNY 69,881.20, total CNY 1,234,567.80.
The invoice list shows title, tax number, address and remarks. Post it with the list, or submit the e-invoice file.
`);
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain("云&lt;b&gt;&amp;&quot;科技&#39;");
    expect(html).not.toContain("<b>");
    const cells = [...html.matchAll(/<td align="(\w+)"[^>]*>([^<]*)</g)].map(
      ([, align, cell]) => `${align} ${cell}`,
    );
    expect(cells).toEqual([
      "left 202610-P00001-B1300F0600-01",
      "left 2026-10",
      "right 1,164,686.60",
      "right 69,881.20",
      "right 1,234,567.80",
    ]);
    expect(html).toContain('href="https://yuejie.example/statements/202610-P00001-B1300F0600-01"');
  });

  it("begins in English for who reads English, and has no links where there is no console", () => {
    const { subject, text, html } = renderMail(
      { kind: "invoice_wanted", details: wanted },
      { locale: "en", consoleUrl: null },
    );
    expect(subject).toBe("Please invoice statement 202610-P00001-B1300F0600-01 by 2026-12-07");
    expect(text.indexOf("All signatures are there")).toBeLessThan(text.indexOf("会签已完成"));
    expect(text).toContain("Total (CNY): 1,234,567.80");
    expect(html).not.toContain("<a ");
  });

  it("keeps what others wrote on one line, and one subject short", () => {
    const reason = `a\r\nBcc: x@y.cn\u2028\u202eb${"长".repeat(400)}`;
    const details = { ...statement, reason, invoiceNos: ["1"], dueOn: "2026-12-07" };
    const settleeName = "A\r\nSubject: other";
    const { subject, text } = renderMail(
      { kind: "invoice_refused", details: { ...details, settleeName } },
      { locale: "en", consoleUrl: null },
    );
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text.split("\n").filter((line) => /^(Bcc|Subject):/.test(line))).toEqual([]);
    expect(text).not.toMatch(/[\u2028\u202e\r]/);
  });

  it("to staff has no table", () => {
    const details = { period: "2026-10", earlier: "2026-09" };
    const { html, text } = renderMail(
      { kind: "run_held", details },
      { locale: "zh-CN", consoleUrl },
    );
    expect(html).not.toContain("<table");
    expect(text).toContain("在结算平台查看: https://yuejie.example\n");
  });
});

describe("a short message", () => {
  const told: readonly { [Kind in NoticeKind]?: NoticeDetails[Kind] }[] = [
    { statement_sent: { ...statement, status: "sent" } },
    { statement_returned: statement },
    { statement_recalled: { ...statement, reason: "不对" } },
    { invoice_wanted: wanted },
    { invoice_reminder: { ...wanted, stage: "one_day" } },
    { invoice_refused: { ...wanted, invoiceNos: ["1"], reason: "不对" } },
    { payment_made: { ...statement, paidOn: "2026-12-09", endToEndId: "E1" } },
    { payment_failed: { ...statement, bankReason: "AC01" } },
    { top_up_wanted: { ...statement, owed: "1234567.80" } },
    { question_answered: { ...statement, questionId: "1", outcome: "stands", answer: "好" } },
  ];

  it("fits one part in both languages and names the statement", () => {
    for (const [kind, details] of told.flatMap((it) => Object.entries(it))) {
      const of = (language: "zh-CN" | "en") => smsOf(kind as NoticeKind, details, language);
      const chinese = of("zh-CN")?.text ?? "";
      expect([...chinese].length, chinese).toBeLessThanOrEqual(70);
      expect(chinese).toContain(statement.statementNo);
      const english = of("en")?.text ?? "";
      expect(english).toMatch(/^[\x20-\x7e]{1,160}$/);
      expect(english).toContain(statement.statementNo);
      for (const parameter of of("en")?.parameters ?? []) expect(english).toContain(parameter);
    }
  });

  it("tells amounts and days, and nothing that others wrote", () => {
    expect(smsOf("invoice_wanted", wanted, "zh-CN")).toEqual({
      text: "请为结算单202610-P00001-B1300F0600-01开票，价税合计1,234,567.80元，2026-12-07前提交。",
      parameters: ["202610-P00001-B1300F0600-01", "1,234,567.80", "2026-12-07"],
    });
    const recalled = smsOf("statement_recalled", { ...statement, reason: "SECRET" }, "en");
    expect(JSON.stringify(recalled)).not.toMatch(/SECRET|科技/);
  });

  it("is none for staff", () => {
    expect(smsOf("run_held", { period: "2026-10", earlier: "2026-09" }, "en")).toBeNull();
  });
});

describe("who is told", () => {
  const run = {} as NoticeDetails["run_finished"];
  const step = { step: 3, dueSoon: 1, overdue: 0, statementNos: ["S"] };
  const due = (holder: string | null): NoticeDetails["steps_due"] => ({
    ...{ day: "2026-12-07", holder, steps: [{ ...step, holder: holder ?? "signer:业务部" }] },
  });

  it("is whose turn it is", () => {
    const everybody = { department: null, hasAddresses: true };
    expect(audienceOf("run_finished", run)).toEqual({
      ...{ ...everybody, roles: ["operator", "reviewer"] },
    });
    // Each holder its own steps; the addresses of the settings all of them.
    expect(audienceOf("steps_due", due("finance_releaser"))).toEqual({
      ...{ roles: ["finance_releaser"], department: null, hasAddresses: false },
    });
    expect(audienceOf("steps_due", due("signer:业务部"))).toEqual({
      ...{ roles: ["signer"], department: "业务部", hasAddresses: false },
    });
    expect(audienceOf("steps_due", due(null))).toEqual({ ...everybody, roles: [] });
  });

  it("may decline reminders only", () => {
    expect(isReminder("invoice_reminder")).toBe(true);
    expect(isReminder("steps_due")).toBe(true);
    expect(isReminder("invoice_wanted")).toBe(false);
    expect(isReminder("top_up_wanted")).toBe(false);
  });
});

it.each([
  ["wang@example.com", "w***@example.com"],
  ["w@x.cn", "w***@x.cn"],
  ["nobody", "***"],
])("%s is shown as %s", (email, masked) => expect(maskEmail(email)).toBe(masked));
