import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JobContext } from "../../jobs/job.js";
import { sweepDues } from "../../jobs/sweep-dues.job.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { at, importCalendarOf2027, requested, stands } from "../support/dues.js";
import { loadFacts } from "../support/load-facts.js";
import { atDesk, openDesk } from "../support/people.js";
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
  const orders = [sale("A", "1000.00"), sale("B", "500.00", "2026-10-10", { partner_no: "P2" })];
  await loadFacts(database, { ...smallWorld, orders });
  await atDesk(database, at("2026-11-03"), (it) =>
    it.runPeriod({ period: "2026-10", actor: "operator" }),
  );
});

/** The daily sweep on a day: `statement stage` of each reminder. */
async function sweep(day: string): Promise<string[]> {
  const { reminded } = await atDesk(database, at(day), ({ due }) => due.sweep());
  return reminded.map(({ statementNo, stage }) => `${statementNo} ${stage}`);
}

interface Told {
  readonly to: string;
  readonly at: string;
  readonly details: Record<string, unknown>;
}

/** What left, of one kind, in order. */
async function notices(kind: string): Promise<Told[]> {
  const { rows } = await database.pool.query<{ payload: Told }>(
    `select payload from outbox where topic = 'deliver-notice' and payload->>'kind' = $1
     order by outbox_id`,
    [kind],
  );
  return rows.map(({ payload }) => payload);
}

/** What staff were told of steps, in order: all of it, then each holder its own. */
async function stepsTold(): Promise<{ holder: unknown; steps: unknown }[]> {
  const told = await notices("steps_due");
  expect(new Set(told.map(({ to }) => to))).toEqual(new Set(["staff"]));
  return told.map(({ details: { holder, steps } }) => ({ holder, steps }));
}

describe("reminders of an invoice", () => {
  beforeEach(() => requested(database, "2026-11-03"));

  test("go seven days before, one day before, and when the month is over; each once", async () => {
    const told: string[] = [];
    for (const day of [
      "11-24",
      "11-25",
      "11-26",
      "11-27",
      "12-01",
      "12-02",
      "12-03",
      "12-04",
      "12-05",
    ]) {
      for (const stage of await sweep(`2026-${day}`)) told.push(`${day} ${stage}`);
      expect(await sweep(`2026-${day}`)).toEqual([]);
    }
    expect(told).toEqual([
      `11-26 ${p1} seven_days`,
      `11-26 ${p2} seven_days`,
      `12-02 ${p1} one_day`,
      `12-02 ${p2} one_day`,
      `12-04 ${p1} overdue`,
      `12-04 ${p2} overdue`,
    ]);
    const left = await notices("invoice_reminder");
    expect(left).toHaveLength(6);
    expect(left[0]).toMatchObject({
      to: "settlee:P1",
      at: "2026-11-26T10:00:00+08:00",
      details: {
        statementNo: p1,
        settleeNo: "P1",
        amount: "93.81",
        dueOn: "2026-12-03",
        stage: "seven_days",
      },
    });
    expect(left.map(({ to, details }) => `${to} ${details.stage}`)).toEqual([
      ...["settlee:P1 seven_days", "settlee:P2 seven_days"],
      ...["settlee:P1 one_day", "settlee:P2 one_day"],
      ...["settlee:P1 overdue", "settlee:P2 overdue"],
    ]);
  });

  test("where nothing ran for days, only the most urgent goes", async () => {
    expect(await sweep("2026-12-02")).toEqual([`${p1} one_day`, `${p2} one_day`]);
    expect(await sweep("2026-12-10")).toEqual([`${p1} overdue`, `${p2} overdue`]);
    // Nor does a mild one follow, should the clock of a machine go back.
    expect(await sweep("2026-11-27")).toEqual([]);
  });

  test("two that sweep at once remind once", async () => {
    const swept = await Promise.all([
      sweep("2026-11-26"),
      sweep("2026-11-26"),
      sweep("2026-11-26"),
    ]);
    expect(swept.flat().sort()).toEqual([`${p1} seven_days`, `${p2} seven_days`]);
    expect(await notices("invoice_reminder")).toHaveLength(2);
    expect(await stepsTold()).toMatchObject([{ holder: null }, { holder: "operator" }]);
  });

  test("a clock that stands reminds nobody; afterwards the day has moved", async () => {
    const { questionId } = await atDesk(database, at("2026-11-20"), ({ lifecycle }) =>
      lifecycle.ask({ statementNo: p1, lineNo: null, text: "为什么", actor: "partner" }),
    );
    await database.pool.query(
      "insert into certification_gap (partner_no, from_at) values ('P2', $1)",
      [at("2026-11-20")],
    );
    expect(await sweep("2026-12-04")).toEqual([]);
    const answer = { questionId, outcome: "stands", answer: "无误", actor: "operator" } as const;
    await atDesk(database, at("2026-12-05"), ({ lifecycle }) => lifecycle.answer(answer));
    // Fifteen days stood, so the month ends on 18 December.
    expect(await sweep("2026-12-10")).toEqual([]);
    expect(await sweep("2026-12-11")).toEqual([`${p1} seven_days`]);
  });

  test("a new due day is told anew, at each stage, once", async () => {
    const stages = { seven: `${p1} seven_days`, one: `${p1} one_day` };
    expect(await sweep("2026-11-26")).toContain(stages.seven);
    expect(await sweep("2026-12-02")).toContain(stages.one);
    const { questionId } = await atDesk(database, at("2026-12-02"), ({ lifecycle }) =>
      lifecycle.ask({ statementNo: p1, lineNo: null, text: "为什么", actor: "partner" }),
    );
    const answer = { questionId, outcome: "stands", answer: "无误", actor: "operator" } as const;
    await atDesk(database, at("2026-12-12"), ({ lifecycle }) => lifecycle.answer(answer));
    const told: string[] = [];
    for (const day of ["12", "13", "14", "15"]) {
      const swept = await Promise.all([sweep(`2026-12-${day}`), sweep(`2026-12-${day}`)]);
      for (const stage of swept.flat()) told.push(`${day} ${stage}`);
    }
    expect(told.filter((it) => it.includes(p1))).toEqual([
      ...[`12 ${stages.seven}`, `13 ${stages.one}`, `15 ${p1} overdue`],
    ]);
    const left = (await notices("invoice_reminder")).filter(({ to }) => to === "settlee:P1");
    expect(left.map(({ details }) => `${details.dueOn} ${details.stage}`)).toEqual([
      ...["2026-12-03 seven_days", "2026-12-03 one_day"],
      ...["2026-12-14 seven_days", "2026-12-14 one_day", "2026-12-14 overdue"],
    ]);
  });

  test("an invoice that has come needs none; one that is refused is reminded of anew", async () => {
    expect(await sweep("2026-12-02")).toEqual([`${p1} one_day`, `${p2} one_day`]);
    await stands(database, p1, ["invoice_received", "2026-12-03"]);
    expect(await sweep("2026-12-04")).toEqual([`${p2} overdue`]);
    await stands(database, p1, ["invoice_requested", "2026-12-04"]);
    // Until 11 December, five working days.
    expect(await sweep("2026-12-04")).toEqual([]);
    expect(await sweep("2026-12-05")).toEqual([`${p1} seven_days`]);
    expect(await sweep("2026-12-10")).toEqual([`${p1} one_day`]);
    expect(await sweep("2026-12-12")).toEqual([`${p1} overdue`]);
  });

  test("what the outbox has forgotten is not told again", async () => {
    await sweep("2026-12-04");
    await database.pool.query("delete from outbox");
    expect(await sweep("2026-12-05")).toEqual([]);
  });
});

describe("staff", () => {
  test("are told once a day what is due soon and what is late, the latest first", async () => {
    await sweep("2026-11-03");
    expect(await notices("steps_due")).toEqual([]);
    await atDesk(database, at("2026-11-04"), ({ lifecycle }) =>
      lifecycle.approve({ of: { statementNos: [p2] }, actor: "reviewer" }),
    );
    await sweep("2026-11-16");
    await sweep("2026-11-16");
    const late = { step: 2, holder: "reviewer", dueSoon: 0, overdue: 1, statementNos: [p1] };
    const toSign = (department: string) => ({
      ...{ step: 3, holder: `signer:${department}`, dueSoon: 1, overdue: 0, statementNos: [p2] },
    });
    expect(await stepsTold()).toEqual([
      { holder: null, steps: [late, toSign("业务部"), toSign("财务部")] },
      { holder: "reviewer", steps: [late] },
      { holder: "signer:业务部", steps: [toSign("业务部")] },
      { holder: "signer:财务部", steps: [toSign("财务部")] },
    ]);
    // Who has signed is not asked again.
    await atDesk(database, at("2026-11-16"), ({ lifecycle }) =>
      lifecycle.sign({ selection: { statementNos: [p2] }, actor: "li", department: "财务部" }),
    );
    await sweep("2026-11-17");
    expect((await stepsTold()).slice(4).map(({ holder }) => holder)).toEqual([
      ...[null, "reviewer", "signer:业务部"],
    ]);
  });

  test("are told of a settlee's steps where they can see to them", async () => {
    await requested(database, "2026-11-03");
    await sweep("2026-12-04");
    const steps = [{ step: 5, holder: "partner", dueSoon: 0, overdue: 2, statementNos: [p1, p2] }];
    expect(await stepsTold()).toEqual([
      { holder: null, steps },
      { holder: "operator", steps },
    ]);
  });

  test("are told of a year without a calendar from November on, once", async () => {
    await sweep("2026-10-31");
    expect(await notices("calendar_missing")).toEqual([]);
    await sweep("2026-11-01");
    await sweep("2026-11-02");
    await sweep("2026-12-20");
    const told = await notices("calendar_missing");
    expect(told).toMatchObject([{ to: "staff", details: { year: 2027, period: null } }]);
  });

  test("are told nothing of a year that was imported in time", async () => {
    await importCalendarOf2027(database, "2026-10-20");
    await sweep("2026-11-01");
    expect(await notices("calendar_missing")).toEqual([]);
  });
});

describe("the daily job", () => {
  test("is asked for once a day by the schedule, beside the other sweep", async () => {
    for (const day of ["2026-11-04", "2026-11-04", "2026-11-05"]) {
      await atDesk(database, at(day), (it) => it.unattended.tickSchedule());
    }
    const { rows } = await database.pool.query(
      "select topic || ' ' || key as asked from outbox where topic like 'sweep-%' order by 1",
    );
    expect(rows.map(({ asked }) => asked)).toEqual([
      ...["sweep-dues 2026-11-04", "sweep-dues 2026-11-05"],
      ...["sweep-exports 2026-11-04", "sweep-exports 2026-11-05"],
    ]);
  });

  test("reminds and seals; done twice, and twice at once, it comes to the same", async () => {
    await requested(database, "2026-11-03");
    const desk = openDesk(database, at("2026-11-26"));
    const context = { features: desk.features } as JobContext;
    const once = () => sweepDues.run({ day: "2026-11-26" }, context);
    await Promise.all([once(), once()]);
    await once();
    await desk.close();
    expect(await notices("invoice_reminder")).toHaveLength(2);
    expect(await stepsTold()).toMatchObject([{ holder: null }, { holder: "operator" }]);
    const { rows } = await database.pool.query(
      "select day, head_count from transition_seal order by seal_no",
    );
    expect(rows).toEqual([{ day: "2026-11-26", head_count: 2 }]);
    const verified = await atDesk(database, at("2026-11-26"), (it) => it.lifecycle.verifyRecord());
    expect(verified).toMatchObject({ seals: 1, faults: [] });
  });
});
