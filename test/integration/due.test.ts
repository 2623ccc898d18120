import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DueStep } from "../../src/lifecycle/due.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import {
  at,
  countersigned,
  dueOn,
  importCalendarOf2027,
  requested,
  stands,
} from "../support/dues.js";
import { loadFacts } from "../support/load-facts.js";
import { atDesk } from "../support/people.js";
import { refund, sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";
const a = sale("A", "1000.00");
const b = sale("B", "500.00", "2026-10-10", { partner_no: "P2" });

beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, { ...smallWorld, orders: [a, b] });
  await atDesk(database, at("2026-11-03"), (it) =>
    it.runPeriod({ period: "2026-10", actor: "operator" }),
  );
});

/** Of P1's statement: `step holder entered → due (left) urgency`. */
async function toldOf(day: string, statementNo = p1): Promise<string> {
  const step = (await dueOn(database, day)).find((it) => it.statementNo === statementNo);
  return step === undefined ? "nothing" : told(step);
}

function told({ step, holder, enteredOn, dueOn: due, daysLeft, urgency }: DueStep): string {
  return `${step} ${holder} ${enteredOn} → ${due} (${daysLeft}) ${urgency}`;
}

describe("each step has a holder and a day", () => {
  test("from draft to signed by all", async () => {
    const [first, second] = await dueOn(database, "2026-11-03");
    expect(first).toEqual({
      statementNo: p1,
      settleeNo: "P1",
      period: "2026-10",
      status: "draft",
      step: 2,
      holder: "reviewer",
      departments: [],
      enteredOn: "2026-11-03",
      dueOn: "2026-11-05",
      daysLeft: 2,
      urgency: "in_time",
      yearMissing: null,
      // 5, 17, 18 November; 18 December; 22, 30 December.
      expectedPayOn: "2026-12-30",
      amount: "93.81",
    });
    expect(second).toMatchObject({ statementNo: p2, amount: "46.90" });
    await atDesk(database, at("2026-11-04"), ({ lifecycle }) =>
      lifecycle.review({ selection: { period: "2026-10" }, actor: "reviewer" }),
    );
    // In review it is the same step still.
    expect(await toldOf("2026-11-05")).toBe("2 reviewer 2026-11-03 → 2026-11-05 (0) due_soon");
    expect(await toldOf("2026-11-06")).toBe("2 reviewer 2026-11-03 → 2026-11-05 (-1) overdue");
    await atDesk(database, at("2026-11-06"), async ({ lifecycle }) => {
      await lifecycle.approve({ of: { statementNos: [p1] }, actor: "reviewer" });
      const selection = { statementNos: [p1] };
      await lifecycle.sign({ selection, actor: "signer2", department: "财务部" });
    });
    expect(await toldOf("2026-11-17")).toBe("3 signer 2026-11-06 → 2026-11-18 (1) due_soon");
    const steps = await dueOn(database, "2026-11-17");
    expect(steps.map(({ statementNo, departments }) => [statementNo, departments])).toEqual([
      [p2, []],
      [p1, ["业务部"]],
    ]);
  });

  test("from the request to the payment", async () => {
    await countersigned(database, "2026-11-03");
    expect(await toldOf("2026-11-03")).toBe(
      "4 finance_preparer 2026-11-03 → 2026-11-04 (1) in_time",
    );
    await stands(database, p1, ["invoice_requested", "2026-11-04"]);
    expect(await toldOf("2026-11-04")).toBe("5 partner 2026-11-04 → 2026-12-04 (22) in_time");
    await stands(database, p1, ["invoice_submitted", "2026-11-10"]);
    // On its way by post nobody can hurry it.
    expect(await toldOf("2026-11-12")).toBe("6 finance_preparer 2026-11-10 → null (null) in_time");
    await stands(database, p1, ["invoice_received", "2026-11-12"]);
    expect(await toldOf("2026-11-12")).toBe(
      "6 finance_preparer 2026-11-12 → 2026-11-16 (2) in_time",
    );
    await stands(database, p1, ["invoice_verified", "2026-11-16"]);
    expect(await toldOf("2026-11-16")).toBe(
      "7 finance_preparer 2026-11-16 → 2026-11-24 (6) in_time",
    );
    await stands(database, p1, ["paying", "2026-11-16"]);
    expect(await toldOf("2026-11-18")).toBe(
      "7 finance_releaser 2026-11-16 → 2026-11-24 (4) in_time",
    );
    await stands(database, p1, ["payment_bounced", "2026-11-16"]);
    expect(await toldOf("2026-11-25")).toBe(
      "7 finance_preparer 2026-11-16 → 2026-11-24 (-1) overdue",
    );
    for (const status of ["paid", "closed", "deficit", "top_up_received", "void"] as const) {
      await stands(database, p1, [status, "2026-11-20"]);
      expect(await toldOf("2026-11-25")).toBe("nothing");
    }
  });

  test("an invoice that is refused near the end of its month has five working days", async () => {
    await requested(database, "2026-11-03");
    await stands(database, p1, ["invoice_received", "2026-12-01"]);
    await stands(database, p1, ["invoice_requested", "2026-12-02"]);
    expect(await toldOf("2026-12-02")).toBe("5 partner 2026-12-02 → 2026-12-09 (5) in_time");
  });

  test("what owes money and what is over wait for nobody's clock", async () => {
    await countersigned(database, "2026-11-03");
    await loadFacts(database, { orders: [refund(a, "A-R", "-1000.00", "2026-11-02")] });
    await atDesk(database, at("2026-12-03"), async (it) => {
      await it.runPeriod({ period: "2026-11", actor: "operator" });
      await it.lifecycle.approve({ of: { period: "2026-11" }, actor: "reviewer" });
    });
    const months = (await dueOn(database, "2026-12-03")).map(({ period }) => period);
    expect(months).not.toContain("2026-11");
    await atDesk(database, "2027-01-03T10:00:00+08:00", async (it) => {
      await it.runPeriod({ period: "2026-12", actor: "operator" });
      await it.lifecycle.approve({ of: { period: "2026-12" }, actor: "reviewer" });
    });
    const owed = (await dueOn(database, "2026-12-31")).find(({ period }) => period === "2026-12");
    expect(owed).toMatchObject({
      status: "top_up_due",
      step: null,
      holder: "partner",
      dueOn: null,
      urgency: "in_time",
      expectedPayOn: null,
      amount: "-93.81",
    });
  });
});

describe("clocks that stand", () => {
  beforeEach(async () => {
    await atDesk(database, at("2026-11-03"), ({ lifecycle }) =>
      lifecycle.approve({ of: { period: "2026-10" }, actor: "reviewer" }),
    );
  });

  const gap = (from: string, until: string | null, settlee = "P1") =>
    database.pool.query(
      "insert into certification_gap (partner_no, from_at, until_at) values ($1, $2, $3)",
      [settlee, at(from), until && at(until)],
    );

  test("a question stops one until it is answered; it is the operator's turn (R-W4)", async () => {
    const asking = { statementNo: p1, lineNo: null, text: "为什么", actor: "partner" };
    const { questionId } = await atDesk(database, at("2026-11-05"), ({ lifecycle }) =>
      lifecycle.ask(asking),
    );
    expect(await toldOf("2026-11-20")).toBe("3 operator 2026-11-03 → null (6) paused");
    expect(await toldOf("2026-11-20", p2)).toBe("3 signer 2026-11-03 → 2026-11-13 (-5) overdue");
    const answer = { questionId, outcome: "stands", answer: "无误", actor: "operator" } as const;
    await atDesk(database, at("2026-11-09"), ({ lifecycle }) => lifecycle.answer(answer));
    expect(await toldOf("2026-11-09")).toBe("3 signer 2026-11-03 → 2026-11-17 (6) in_time");
  });

  test("so does business info that is not certified, together with a question but once (R-W5)", async () => {
    await gap("2026-11-05", "2026-11-09");
    await gap("2026-11-10", null, "P2");
    expect(await toldOf("2026-11-09")).toBe("3 signer 2026-11-03 → 2026-11-17 (6) in_time");
    expect(await toldOf("2026-11-20", p2)).toBe("3 signer 2026-11-03 → null (3) paused");
    const asking = { statementNo: p1, lineNo: null, text: "为什么", actor: "partner" };
    const { questionId } = await atDesk(database, at("2026-11-06"), ({ lifecycle }) =>
      lifecycle.ask(asking),
    );
    const answer = { questionId, outcome: "stands", answer: "无误", actor: "operator" } as const;
    await atDesk(database, at("2026-11-10"), ({ lifecycle }) => lifecycle.answer(answer));
    expect(await toldOf("2026-11-10")).toBe("3 signer 2026-11-03 → 2026-11-18 (6) in_time");
  });

  test("what was certified before the step began does not matter", async () => {
    await gap("2026-09-05", "2026-10-09");
    expect(await toldOf("2026-11-03")).toBe("3 signer 2026-11-03 → 2026-11-13 (8) in_time");
  });

  test("questions of a version that was recalled do not stop the next one", async () => {
    const asking = { statementNo: p1, lineNo: null, text: "为什么", actor: "partner" };
    const { questionId } = await atDesk(database, at("2026-11-05"), ({ lifecycle }) =>
      lifecycle.ask(asking),
    );
    const answer = { questionId, outcome: "recalled", answer: "重出", actor: "operator" } as const;
    await atDesk(database, at("2026-11-09"), ({ lifecycle }) => lifecycle.answer(answer));
    expect(await toldOf("2026-11-09")).toBe("1 operator 2026-11-09 → 2026-11-10 (1) in_time");
    await atDesk(database, at("2026-11-09"), async (it) => {
      await it.runPeriod({ period: "2026-10", actor: "operator" });
      await it.lifecycle.approve({ of: { statementNos: [p1] }, actor: "reviewer" });
    });
    expect(await toldOf("2026-11-09")).toBe("3 signer 2026-11-09 → 2026-11-19 (8) in_time");
  });
});

describe("months and years", () => {
  test("a month whose time has come and that was not run is step 1 (R-W1)", async () => {
    await atDesk(database, "2026-11-30T10:00:00+08:00", (it) => it.unattended.tickSchedule());
    const months = async (day: string) =>
      (await dueOn(database, day)).filter(({ statementNo }) => statementNo === null);
    expect(await months("2026-12-02")).toEqual([]);
    expect(await months("2026-12-04")).toEqual([
      {
        statementNo: null,
        settleeNo: null,
        period: "2026-11",
        status: null,
        step: 1,
        holder: "operator",
        departments: [],
        enteredOn: "2026-12-03",
        dueOn: "2026-12-04",
        daysLeft: 0,
        urgency: "due_soon",
        yearMissing: null,
        expectedPayOn: null,
        amount: null,
      },
    ]);
    await atDesk(database, at("2026-12-05"), (it) =>
      it.runPeriod({ period: "2026-11", actor: "operator" }),
    );
    expect(await months("2026-12-07")).toEqual([]);
  });

  test("a year without a calendar is told, not guessed, until it is imported", async () => {
    await countersigned(database, "2026-12-14");
    await stands(database, p1, ["invoice_requested", "2026-12-15"]);
    const one = async () =>
      (await dueOn(database, "2026-12-15")).find((it) => it.statementNo === p1);
    expect(await one()).toMatchObject({
      step: 5,
      dueOn: null,
      daysLeft: null,
      urgency: "unknown",
      yearMissing: 2027,
      expectedPayOn: null,
    });
    await importCalendarOf2027(database, "2026-12-16");
    expect(await one()).toMatchObject({
      dueOn: "2027-01-15",
      urgency: "in_time",
      yearMissing: null,
      expectedPayOn: "2027-01-27",
    });
  });

  test("where only the payment lies in an unknown year, the step is due all the same", async () => {
    await stands(database, p1, ["in_review", "2026-11-03"]);
    const step = (await dueOn(database, "2026-12-10")).find((it) => it.statementNo === p1);
    expect(step).toMatchObject({ urgency: "overdue", expectedPayOn: null, yearMissing: 2027 });
  });
});

describe("the list", () => {
  test("is ordered by day, and is narrowed by step, holder, settlee, days and lateness", async () => {
    await atDesk(database, at("2026-11-03"), ({ lifecycle }) =>
      lifecycle.approve({ of: { statementNos: [p1] }, actor: "reviewer" }),
    );
    const list = (filter: object) =>
      atDesk(database, at("2026-11-09"), async ({ due }) =>
        (await due.list(filter)).map((it) => `${it.statementNo} ${it.dueOn} ${it.daysLeft}`),
      );
    const [late, soon] = [`${p2} 2026-11-05 -2`, `${p1} 2026-11-13 4`];
    expect(await list({})).toEqual([late, soon]);
    expect(await list({ step: 3 })).toEqual([soon]);
    expect(await list({ holder: "reviewer" })).toEqual([late]);
    expect(await list({ settleeNo: "P1" })).toEqual([soon]);
    expect(await list({ isOverdue: true })).toEqual([late]);
    expect(await list({ withinDays: 3 })).toEqual([late]);
    expect(await list({ withinDays: 4 })).toEqual([late, soon]);
    expect(await list({ step: 7 })).toEqual([]);
  });
});
