import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/domain/lifecycle/states.js";
import type { UserForm } from "../../src/domain/lifecycle/user-form.js";
import { trailOf } from "../support/lifecycle.js";
import type { Row } from "../support/model/facts.js";
import { type Office, officeKeys, openOffice } from "../support/office.js";
import { type QueueHome, queueHome } from "../support/queue.js";
import { until } from "../support/queue-work.js";
import { type TestMailServer, testMailServer } from "../support/smtp.js";
import { partner, product, refund, sale, terms } from "../support/story.js";
import { type Machine, machine } from "../support/worker.js";

/**
 * A month from run to paid, by the people whose turn it is, with mail through a real SMTP server: P1 questions a
 * line, a department refuses, the first invoice is wrong and the first payment comes back; P2 goes straight
 * through, in English; P3 owes more than it is due, and pays it back.
 */

let home: QueueHome;
let mail: TestMailServer;
let office: Office;
let worker: Machine;

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";
const p3 = "202610-P3-B1300F0600-01";
const p3Later = "202611-P3-B1300F0600-01";

const mailbox = (no: string): string => `${no.toLowerCase()}@partner.example`;

function settlee(no: string, columns: Row = {}): Row {
  return partner(no, {
    name: `伙伴${no}有限公司`,
    tax_no: `91440300MA000000${no}`,
    bank_name: "测试银行",
    bank_account: `62220000000000${no.slice(1)}1`,
    bank_code: "102584000002",
    ...columns,
  });
}

const september = sale("S3", "1000.00", "2026-09-10", { partner_no: "P3" });
const first = sale("A1", "10000.00");
const second = sale("A2", "20000.00", "2026-10-12", { partner_no: "P2" });

beforeAll(async () => {
  [home, mail] = await Promise.all([queueHome("postgres"), testMailServer()]);
  const environment = {
    YUEJIE_KEYS: officeKeys,
    SMTP_URL: mail.url,
    MAIL_FROM: "月结 <settle@our.example>",
  };
  office = openOffice(home.database, { at: "2026-10-09 10:00", environment });
  worker = machine(home, environment);
  worker.start("worker");
});
afterAll(async () => {
  await worker.stop();
  await office.close();
  await Promise.all([home.close(), mail.stop()]);
});

async function addUser(userName: string, roles: Role[], more: object = {}): Promise<void> {
  const user: UserForm = {
    ...{ userName, displayName: userName, email: `${userName}@our.example` },
    ...{ locale: "zh-CN", roles, departments: [], settleeNo: null, ...more },
  };
  await office.features.people.add({ user, actor: "admin" });
}

/** Waits until nothing is on its way any more; subjects to one mailbox, oldest first. */
async function mailTo(no: string): Promise<string[]> {
  await until("every notice is done with", async () => {
    const { rows } = await home.database.pool.query("select from outbox where state <> 'done'");
    return rows.length === 0;
  });
  return mail.taken
    .filter(({ envelopeTo }) => envelopeTo.includes(no.includes("@") ? no : mailbox(no)))
    .map(({ subject }) => subject ?? "");
}

const textOf = (subject: string): string =>
  mail.taken.find((it) => it.subject === subject)?.text?.replaceAll(/\s+/g, " ") ?? "";

const only = (...statementNos: string[]) => ({ statementNos });

async function statusOf(statementNo: string): Promise<string> {
  const { rows } = await home.database.pool.query(
    "select status from statement where statement_no = $1",
    [statementNo],
  );
  return rows[0]?.status;
}

/** What the bank says of the newest payment of a statement, in a file as banks without ISO 20022 send them. */
async function bankSays(statementNo: string, word: string, day: string): Promise<unknown> {
  const { rows } = await home.database.pool.query(
    `select end_to_end_id, amount from payment_attempt where statement_no = $1
     order by batch_no desc limit 1`,
    [statementNo],
  );
  const path = join(office.home, `bank-${day}.csv`);
  const reason = word === "returned" ? "账号户名不符" : "";
  writeFileSync(
    path,
    `付款编号,状态,金额,日期,原因\n${rows[0].end_to_end_id},${word},${rows[0].amount},${day},${reason}\n`,
  );
  return office.features.payments.importBank({ path, actor: "preparer" });
}

async function pay(statementNo: string): Promise<void> {
  const { payments } = office.features;
  const prepared = await payments.prepare({
    selection: only(statementNo),
    on: null,
    actor: "preparer",
  });
  expect(prepared.refused).toEqual([]);
  const batchNo = prepared.batchNo ?? "";
  await expect(payments.release({ batchNo, actor: "preparer" })).rejects.toThrow("R-W2");
  const released = await payments.release({ batchNo, actor: "releaser" });
  expect(released.released).toHaveLength(1);
}

async function submit(statementNo: string, invoiceNo: string, sums: string): Promise<unknown> {
  const day = office.now().toISOString().slice(0, 10);
  const handedIn = { entries: [`${invoiceNo},${day},${sums},0.06`], trackingNo: "SF1001" };
  const actor = statementNo === p1 ? "p1-user" : "p2-user";
  return office.features.invoices.submit({ statementNo, handedIn, actor });
}

describe("a month from run to paid", () => {
  test("people and facts are there; September is settled and sent", async () => {
    await addUser("admin", ["admin"]);
    await addUser("operator", ["operator"]);
    await addUser("reviewer", ["reviewer"]);
    await addUser("li", ["signer"], { departments: ["业务部"] });
    await addUser("wang", ["signer"], { departments: ["财务部"] });
    await addUser("preparer", ["finance_preparer"]);
    await addUser("releaser", ["finance_releaser"]);
    await office.importFacts({
      partners: [settlee("P1"), settlee("P2", { locale: "en" }), settlee("P3")],
      products: [product("SAAS")],
      productTerms: [terms("SAAS", "0.1")],
      orders: [september],
    });
    await addUser("p1-user", ["partner"], { settleeNo: "P1" });
    await addUser("p2-user", ["partner"], { settleeNo: "P2" });
    const { features } = office;
    await features.runPeriod({ period: "2026-09", actor: "operator" });
    await features.lifecycle.approve({ of: { period: "2026-09" }, actor: "reviewer" });
    expect(await mailTo("P3")).toEqual(["2026-09 结算单 202609-P3-B1300F0600-01 已发送"]);
  });

  test("the run is the operator's, its review somebody else's; each settlee is told", async () => {
    office.setClock("2026-11-03 10:00");
    const back = refund(september, "R3", "-1000.00", "2026-10-20");
    await office.importFacts({ orders: [first, second, back] });
    const { features } = office;
    await features.runPeriod({ period: "2026-10", actor: "operator" });
    const own = features.lifecycle.approve({ of: { period: "2026-10" }, actor: "operator" });
    await expect(own).rejects.toThrow("R-W2");
    const { sent } = await features.lifecycle.approve({
      of: { period: "2026-10" },
      actor: "reviewer",
    });
    expect(sent).toEqual([
      { statementNo: p1, status: "sent" },
      { statementNo: p2, status: "sent" },
      { statementNo: p3, status: "deficit" },
    ]);
    expect(await mailTo("P1")).toEqual([`2026-10 结算单 ${p1} 已发送`]);
    expect(await mailTo("P2")).toEqual([`2026-10: statement ${p2} was sent`]);
    expect(textOf(`2026-10 结算单 ${p1} 已发送`)).toContain("938.05");
    expect(textOf(`2026-10: statement ${p2} was sent`)).toContain("1,876.11");
    expect((await mailTo("P3")).at(-1)).toBe(`2026-10 结算单 ${p3} 已发送`);
    expect(textOf(`2026-10 结算单 ${p3} 已发送`)).toContain("下一账期");
  });

  test("P1 questions a line: the clock stands, staff are told, and the answer is", async () => {
    const { lifecycle, due } = office.features;
    const question = { lineNo: 1, text: "金额为何不是 1000？" };
    const foreign = lifecycle.ask({ ...question, statementNo: p2, actor: "p1-user" });
    await expect(foreign).rejects.toThrow("no statement");
    const { questionId } = await lifecycle.ask({ ...question, statementNo: p1, actor: "p1-user" });
    const standing: Record<string, unknown> = {};
    for (const row of await due.list({})) standing[row.statementNo ?? ""] = row.urgency;
    expect(standing).toMatchObject({ [p1]: "paused", [p2]: "in_time" });
    expect(await mailTo("operator@our.example")).toEqual([`结算单 ${p1} 有问题反馈`]);
    const answer = "按税率折算后为 938.05";
    await lifecycle.answer({ questionId, outcome: "stands", answer, actor: "operator" });
    expect((await mailTo("P1")).at(-1)).toBe(`关于结算单 ${p1} 的问题已答复`);
    expect(textOf(`关于结算单 ${p1} 的问题已答复`)).toContain(answer);
  });

  test("a department refuses P1; sent to all again, every department signs", async () => {
    office.setClock("2026-11-05 10:00");
    const { lifecycle } = office.features;
    await lifecycle.sign({ selection: only(p1, p2), actor: "li" });
    const reason = "合同待核";
    await lifecycle.giveBack({ selection: only(p1), actor: "wang", reason });
    expect(await statusOf(p1)).toBe("returned");
    expect((await mailTo("P1")).at(-1)).toBe(`结算单 ${p1} 会签被驳回`);
    expect(textOf(`结算单 ${p1} 会签被驳回`)).not.toContain(reason);
    await lifecycle.resend({ selection: only(p1), actor: "reviewer" });
    for (const actor of ["li", "wang"]) {
      await lifecycle.sign({ selection: only(p1, p2), actor });
    }
    expect([await statusOf(p1), await statusOf(p2)]).toEqual(["countersigned", "countersigned"]);
  });

  test("the invoice is wanted, with what has to stand on it and until when", async () => {
    office.setClock("2026-11-13 10:00");
    const { invoices } = office.features;
    await invoices.request({ selection: only(p1, p2), actor: "preparer" });
    // 13 December is a Sunday.
    const subject = `请为结算单 ${p1} 开具发票（2026-12-14 前）`;
    expect((await mailTo("P1")).at(-1)).toBe(subject);
    expect(textOf(subject)).toMatch(/6%.*884\.95.*53\.10.*938\.05/);
    const wanted = mail.taken.find((it) => it.subject === subject);
    expect(wanted?.attachments.map(({ mimeType }) => mimeType)).toEqual(["application/pdf"]);
    expect((await mailTo("P2")).at(-1)).toBe(`Please invoice statement ${p2} by 2026-12-14`);
  });

  test("P1's first invoice is wrong by a cent, and refused with the point; the second is right", async () => {
    office.setClock("2026-11-16 10:00");
    const { invoices } = office.features;
    await submit(p1, "4400191130-12345678", "884.95,53.11,938.06");
    await submit(p2, "4400191130-12345679", "1769.92,106.19,1876.11");
    await invoices.receive({ selection: only(p1, p2), actor: "preparer" });
    const accepted = await invoices.accept({
      selection: only(p1, p2),
      actor: "preparer",
      checked: true,
    });
    expect(accepted.done).toEqual([{ statementNo: p2, status: "invoice_verified" }]);
    expect(accepted.refused).toMatchObject([{ statementNo: p1, rule: "R-W8" }]);
    await invoices.refuse({ selection: only(p1), actor: "preparer" });
    const subject = `结算单 ${p1} 的发票未通过审核`;
    expect((await mailTo("P1")).at(-1)).toBe(subject);
    expect(textOf(subject)).toMatch(/12345678.*938\.06.*2026-12-14/);
    await expect(submit(p1, "4400191130-12345679", "884.95,53.10,938.05")).rejects.toThrow("R-W8");
    await submit(p1, "4400191130-12345680", "884.95,53.10,938.05");
    await invoices.receive({ selection: only(p1), actor: "preparer" });
    await invoices.accept({ selection: only(p1), actor: "preparer", checked: true });
    expect(await statusOf(p1)).toBe("invoice_verified");
  });

  test("payments are prepared by one and released by another; P1's comes back", async () => {
    office.setClock("2026-11-17 10:00");
    await pay(p2);
    await pay(p1);
    await bankSays(p2, "已付款", "2026-11-18");
    await bankSays(p1, "returned", "2026-11-18");
    expect([await statusOf(p1), await statusOf(p2)]).toEqual(["payment_bounced", "paid"]);
    expect((await mailTo("P2")).at(-1)).toBe(`CNY 1,876.11 were paid for statement ${p2}`);
    expect((await mailTo("P1")).at(-1)).toBe(`结算单 ${p1} 的付款被银行退回`);
    expect(textOf(`结算单 ${p1} 的付款被银行退回`)).toContain("账号户名不符");
  });

  test("it is paid once its bank details are certified anew, and only once", async () => {
    office.setClock("2026-11-20 10:00");
    const { payments } = office.features;
    const again = { selection: only(p1), on: null, actor: "preparer" };
    expect((await payments.prepare(again)).refused).toMatchObject([{ statementNo: p1 }]);
    await office.importFacts({ partners: [settlee("P1", { business_info: "changing" })] });
    office.setClock("2026-11-23 10:00");
    await office.importFacts({ partners: [settlee("P1", { bank_account: "6222999900001111" })] });
    await pay(p1);
    expect((await payments.prepare(again)).refused).toMatchObject([{ statementNo: p1 }]);
    await bankSays(p1, "已付款", "2026-11-24");
    expect(await statusOf(p1)).toBe("paid");
    expect((await mailTo("P1")).at(-1)).toBe(`结算单 ${p1} 已付款 938.05 元`);
    const { rows } = await home.database.pool.query(
      `select statement_no, count(*) filter (where state = 'paid')::int as paid, count(*)::int as attempts
       from payment_attempt group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { statement_no: p1, paid: 1, attempts: 2 },
      { statement_no: p2, paid: 1, attempts: 1 },
    ]);
  });

  test("P3's deficit comes forward, is owed, and is paid back in two parts", async () => {
    office.setClock("2026-12-03 10:00");
    const { features } = office;
    await features.runPeriod({ period: "2026-11", actor: "operator" });
    await features.lifecycle.approve({ of: { period: "2026-11" }, actor: "reviewer" });
    expect(await statusOf(p3Later)).toBe("top_up_due");
    expect((await mailTo("P3")).slice(-2).sort()).toEqual([
      `2026-11 结算单 ${p3Later} 已发送`,
      `结算单 ${p3Later} 须补付 93.81 元`,
    ]);
    const part = { statementNo: p3Later, receivedOn: "2026-12-02", actor: "preparer" };
    await features.payments.recordTopUp({ ...part, amount: "50.00", reference: "B1" });
    expect(await statusOf(p3Later)).toBe("top_up_due");
    await features.payments.recordTopUp({ ...part, amount: "43.81", reference: "B2" });
    expect(await statusOf(p3Later)).toBe("top_up_received");
  });

  test("all of it stands on record, which proves itself", async () => {
    expect(await trailOf(home.database, p1)).toEqual([
      "generate: null → draft by operator",
      "approve: draft → sent by reviewer",
      "question: sent → questioned by p1-user",
      "answer: questioned → sent by operator",
      "sign: sent → countersigning by li",
      "refuse: countersigning → returned by wang",
      "resend: returned → sent by reviewer",
      "sign: sent → countersigning by li",
      "sign: countersigning → countersigned by wang",
      "request_invoice: countersigned → invoice_requested by preparer",
      "submit_invoice: invoice_requested → invoice_submitted by p1-user",
      "receive_invoice: invoice_submitted → invoice_received by preparer",
      "refuse_invoice: invoice_received → invoice_requested by preparer",
      "submit_invoice: invoice_requested → invoice_submitted by p1-user",
      "receive_invoice: invoice_submitted → invoice_received by preparer",
      "accept_invoice: invoice_received → invoice_verified by preparer",
      "release_payment: invoice_verified → paying by releaser",
      "bounce_payment: paying → payment_bounced by preparer",
      "release_payment: payment_bounced → paying by releaser",
      "confirm_payment: paying → paid by preparer",
    ]);
    await office.features.lifecycle.sealRecord();
    expect(await office.features.lifecycle.verifyRecord()).toMatchObject({ seals: 1, faults: [] });
  });
});
