import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseInvoiceEntry } from "../../src/domain/invoice.js";
import type { ListedQuestion } from "../../src/lifecycle/list-questions.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { at, requested } from "../support/dues.js";
import { invoicing } from "../support/invoices.js";
import { statusOf, trailOf } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { atDesk, user } from "../support/people.js";
import { sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";

beforeEach(async () => {
  await emptyBooks(database);
  const orders = [sale("A", "1000.00"), sale("B", "1000.00", "2026-10-10", { partner_no: "P2" })];
  await loadFacts(database, { ...smallWorld, orders });
  await atDesk(database, at("2026-11-03"), (it) =>
    it.runPeriod({ period: "2026-10", actor: "operator" }),
  );
  await requested(database, "2026-11-03");
});

function ask(statementNo: string, text: string, day = "2026-11-20"): Promise<string> {
  return atDesk(database, at(day), async ({ lifecycle }) => {
    const question = { statementNo, lineNo: null, text, actor: "partner" };
    return (await lifecycle.ask(question)).questionId;
  });
}

function answer(questionId: string): Promise<unknown> {
  return atDesk(database, at("2026-11-21"), ({ lifecycle }) =>
    lifecycle.answer({ questionId, outcome: "stands", answer: "无误", actor: "operator" }),
  );
}

function handIn(statementNo: string, number: string) {
  const invoices = [parseInvoiceEntry(`${number},2026-11-20,88.50,5.31,93.81,0.06`)];
  return invoicing.submit(database, statementNo, { medium: "paper", invoices, trackingNo: "SF1" });
}

describe("a question (R-W4)", () => {
  test("may be asked until an invoice was submitted, and not again when that is refused", async () => {
    await answer(await ask(p1, "为什么"));
    await handIn(p1, "4400191130-12345678");
    await invoicing.refuse(database, [p1], { reason: "号码填错" });
    expect(await statusOf(database, p1)).toBe("invoice_requested");
    const before = await trailOf(database, p1);
    await expect(ask(p1, "再问")).rejects.toMatchObject({
      ...{ code: "question_after_invoice", rule: "R-W4" },
    });
    expect([await statusOf(database, p1), await trailOf(database, p1)]).toEqual([
      ...["invoice_requested", before],
    ]);
    // Nor once it was accepted and returned; another statement's invoice does not matter.
    await handIn(p1, "4400191130-12345679");
    await invoicing.receive(database, [p1]);
    await invoicing.accept(database, [p1], { checked: true });
    await invoicing.giveBack(database, [p1], { reason: "退票" });
    await expect(ask(p1, "三问")).rejects.toMatchObject({ code: "question_after_invoice" });
    await ask(p2, "为什么");
    expect(await statusOf(database, p2)).toBe("questioned");
  });
});

describe("questions are listed", () => {
  type Filter = { isOpen?: boolean; period?: string; settleeNo?: string };

  function list(filter: Filter, actor = "operator"): Promise<ListedQuestion[]> {
    return atDesk(database, at("2026-11-22"), async ({ lifecycle }) => {
      const rows: ListedQuestion[] = [];
      for await (const row of lifecycle.questions({ ...filter, actor })) rows.push(row);
      return rows;
    });
  }

  test("with their text and answer, by what is wanted of them", async () => {
    const [first, second] = [await ask(p1, "为什么\n少了"), await ask(p2, "Why?")];
    await answer(first);
    const answered: ListedQuestion = {
      ...{ questionId: first, statementNo: p1, settleeNo: "P1", lineNo: null },
      ...{ raisedBy: "partner", raisedAt: "2026-11-20T10:00:00+08:00", text: "为什么\n少了" },
      ...{ outcome: "stands", answer: "无误", answeredBy: "operator" },
      answeredAt: "2026-11-21T10:00:00+08:00",
    };
    expect(await list({})).toEqual([
      answered,
      {
        ...{ questionId: second, statementNo: p2, settleeNo: "P2", lineNo: null },
        ...{ raisedBy: "partner", raisedAt: "2026-11-20T10:00:00+08:00", text: "Why?" },
        ...{ outcome: null, answer: null, answeredBy: null, answeredAt: null },
      },
    ]);
    const of = async (filter: Filter) => (await list(filter)).map(({ questionId }) => questionId);
    expect(await of({ isOpen: true })).toEqual([second]);
    expect(await of({ settleeNo: "P1" })).toEqual([first]);
    expect(await of({ settleeNo: "P1", isOpen: true })).toEqual([]);
    expect(await of({ period: "2026-10" })).toEqual([first, second]);
    expect(await of({ period: "2026-11" })).toEqual([]);
    await expect(list({ period: "2026" })).rejects.toMatchObject({ code: "period_form" });
  });

  test("to a partner user its own only, whatever it asks for", async () => {
    const [first] = [await ask(p1, "为什么"), await ask(p2, "Why?")];
    await atDesk(database, at("2026-11-22"), async ({ people }) => {
      await people.add({ user: user("admin", ["admin"]), actor: "operator" });
      await people.add({ user: user("p", ["partner"], { settleeNo: "P1" }), actor: "admin" });
    });
    expect((await list({}, "p")).map(({ questionId }) => questionId)).toEqual([first]);
    expect(await list({ settleeNo: "P2" }, "p")).toEqual([]);
    await expect(list({}, "nobody")).rejects.toMatchObject({ code: "user_unknown" });
  });
});
