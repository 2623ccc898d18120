import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { departments } from "../support/lifecycle.js";
import {
  type Action,
  forward,
  type ModelStatement,
  newStatement,
  play,
} from "../support/lifecycle-model.js";
import { type Office, openOffice } from "../support/office.js";
import { partner, product, sale, terms } from "../support/story.js";

// Random legal and illegal paths of several statements, held against a plain model of the rules: no path pays
// twice, none skips a signature, none loses a statement.

const settlees = ["P1", "P2", "P3"];
const month = "2026-05";
const people = ["signer-1", "signer-2", "signer-3"];

let database: TestDatabase;
let office: Office;
beforeAll(async () => {
  database = await testDatabase();
  office = openOffice(database, { at: "2026-06-03 10:00" });
});
afterAll(async () => {
  await office.close();
  await database.drop();
});

const partnerOf = (no: string, businessInfo = "certified") =>
  partner(no, {
    business_info: businessInfo,
    tax_no: `91440300MA00000${no}`,
    bank_name: "测试银行",
    bank_account: `62220000000000${no.slice(1)}`,
    bank_code: "102584000002",
  });

const numberOf = (settlee: string, { sequence }: ModelStatement): string =>
  `202605-${settlee}-B1300F0600-${String(sequence).padStart(2, "0")}`;

async function begin(): Promise<void> {
  await emptyBooks(database);
  office.setClock("2026-06-03 10:00");
  await office.importFacts({
    partners: settlees.map((no) => partnerOf(no)),
    products: [product("SAAS")],
    productTerms: [terms("SAAS", "0.1")],
    orders: settlees.map((no, index) =>
      sale(`O${index}`, `${1000 * (index + 1)}.00`, "2026-05-10", { partner_no: no }),
    ),
  });
  await office.features.runPeriod({ period: month, actor: "operator" });
}

/** Each action is on a day of its own, so that words of the bank have an order. */
let day = 0;
function nextDay(): string {
  day += 1;
  return new Date(Date.UTC(2026, 5, 3 + day)).toISOString().slice(0, 10);
}

/** Does to the books what the model did; true where it was done. */
async function act(settlee: string, before: ModelStatement, action: Action): Promise<boolean> {
  const today = nextDay();
  office.setClock(`${today} 10:00`);
  const { features } = office;
  const statementNo = numberOf(settlee, before);
  const selection = { statementNos: [statementNo] };
  const wasDone = (result: { done: readonly unknown[] }): boolean => result.done.length > 0;
  switch (action.kind) {
    case "run":
      await features.runPeriod({ period: month, partners: [settlee], actor: "operator" });
      return true;
    case "lapse":
    case "certify": {
      const info = action.kind === "lapse" ? "changing" : "certified";
      await office.importFacts({ partners: [partnerOf(settlee, info)] });
      return true;
    }
    case "review":
      return wasDone(await features.lifecycle.review({ selection, actor: "reviewer" }));
    case "approve": {
      const { sent } = await features.lifecycle.approve({ of: selection, actor: "reviewer" });
      return sent.length > 0;
    }
    case "sign":
    case "refuse": {
      const asked = before.signed.indexOf(null);
      const department = departments[asked < 0 ? 0 : asked];
      const by = { selection, actor: people[action.by] ?? "", department };
      const result =
        action.kind === "sign"
          ? await features.lifecycle.sign(by)
          : await features.lifecycle.giveBack({ ...by, reason: "不同意" });
      return wasDone(result);
    }
    case "resend":
      return wasDone(await features.lifecycle.resend({ selection, actor: "reviewer" }));
    case "recall":
      return wasDone(
        await features.lifecycle.recall({ selection, actor: "reviewer", reason: "重做" }),
      );
    case "ask":
      return succeeds(
        features.lifecycle.ask({ statementNo, lineNo: null, text: "为何", actor: settlee }),
      );
    case "answer": {
      const outcome = action.recalls ? "recalled" : "stands";
      const questionId = await oldestQuestion(statementNo);
      if (questionId === null) return false;
      return succeeds(
        features.lifecycle.answer({ questionId, outcome, answer: "核对", actor: "operator" }),
      );
    }
    default:
      return actLater(statementNo, action, today);
  }
}

async function actLater(statementNo: string, action: Action, today: string): Promise<boolean> {
  const { invoices, payments } = office.features;
  const selection = { statementNos: [statementNo] };
  const by = { selection, actor: "preparer" };
  const wasDone = (result: { done: readonly unknown[] }): boolean => result.done.length > 0;
  switch (action.kind) {
    case "request":
      return wasDone(await invoices.request(by));
    case "submit":
      return submit(statementNo, action.isRight, today);
    case "receive":
      return wasDone(await invoices.receive(by));
    case "accept":
      return wasDone(await invoices.accept({ ...by, checked: true }));
    case "refuseInvoice":
      return wasDone(await invoices.refuse({ ...by, reason: "有误" }));
    case "return":
      return wasDone(await invoices.giveBack({ ...by, reason: "退票" }));
    case "prepare":
      return (await payments.prepare({ ...by, on: null })).prepared.length > 0;
    case "release": {
      const { rows } = await database.pool.query(
        `select batch_no from payment_attempt where statement_no = $1 and state = 'prepared'`,
        [statementNo],
      );
      if (rows.length === 0) return false;
      const actor = action.byPreparer ? "Preparer " : "releaser";
      const batchNo: string = rows[0].batch_no;
      let released = false;
      await succeeds(
        payments.release({ batchNo, actor }).then((result) => {
          released = result.released.length > 0;
        }),
      );
      return released;
    }
    case "bank":
      return hearBank(statementNo, action, today);
    default:
      throw new Error(`not an action: ${action.kind}`);
  }
}

async function submit(statementNo: string, isRight: boolean, today: string): Promise<boolean> {
  const { rows } = await database.pool.query(
    "select net_amount, tax_amount, amount from statement where statement_no = $1",
    [statementNo],
  );
  const { net_amount: net = "1.00", tax_amount: tax = "0.00", amount = "1.00" } = rows[0] ?? {};
  const sums = isRight ? [net, tax, amount] : ["1.00", "0.06", "1.06"];
  const entry = [`4400191130${10_000_000 + day}`, today, ...sums].join(",");
  const handedIn = { entries: [entry], trackingNo: "SF1" };
  return succeeds(office.features.invoices.submit({ statementNo, handedIn, actor: "preparer" }));
}

async function hearBank(
  statementNo: string,
  { word, which }: Extract<Action, { kind: "bank" }>,
  today: string,
): Promise<boolean> {
  const { rows } = await database.pool.query(
    "select end_to_end_id, amount from payment_attempt where statement_no = $1 order by batch_no",
    [statementNo],
  );
  const attempt = rows[which % Math.max(rows.length, 1)];
  if (attempt === undefined) return false;
  const path = join(office.home, "answers.csv");
  const line = [attempt.end_to_end_id, word, attempt.amount, today].join(",");
  writeFileSync(path, `end_to_end_id,status,amount,date\n${line}\n`);
  const result = await office.features.payments.importBank({ path, actor: "preparer" });
  return result.applied.length > 0;
}

async function oldestQuestion(statementNo: string): Promise<string | null> {
  const { rows } = await database.pool.query(
    "select min(question_id) as id from question where statement_no = $1 and outcome is null",
    [statementNo],
  );
  return rows[0].id;
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof YuejieError && (error.kind === "refused" || error.kind === "not_found"))
      return false;
    throw error;
  }
}

/** What must hold of the books whatever happened. */
async function checkBooks(models: readonly ModelStatement[]): Promise<void> {
  const { rows: paidTwice } = await database.pool.query(
    `select statement_no from payment_attempt where state in ('released', 'paid')
     group by statement_no having count(*) > 1`,
  );
  expect(paidTwice).toEqual([]);
  const { rows: unsigned } = await database.pool.query(
    `select s.statement_no from statement s
     where s.status in ('countersigned', 'invoice_requested', 'invoice_submitted', 'invoice_received',
       'invoice_verified', 'paying', 'paid', 'payment_bounced')
     and (select count(distinct lower(btrim(g.signer))) from signature g
       where g.statement_no = s.statement_no and g.version = s.version and g.sign_round = s.sign_round
         and g.decision = 'signed') <> ${departments.length}`,
  );
  expect(unsigned).toEqual([]);
  expect((await office.features.lifecycle.verifyRecord()).faults).toEqual([]);
  // Every order is on one line of its settlee, or waits; none is on two.
  const { rows: lines } = await database.pool.query(
    `select o.partner_no, count(l.order_id)::int as lines from sales_order o
     left join line l using (order_id) group by 1 order by 1`,
  );
  const expected = models.map(({ status }, index) => ({
    partner_no: settlees[index],
    lines: status === null ? 0 : 1,
  }));
  expect(lines).toEqual(expected);
}

const of = fc.nat({ max: settlees.length - 1 });
const by = fc.constantFrom(0, 1, 2) as fc.Arbitrary<0 | 1 | 2>;
const plain = (...kinds: Action["kind"][]) =>
  fc.record({ kind: fc.constantFrom(...kinds), of }) as fc.Arbitrary<Action>;

const isMostly = (value: boolean) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, fc.constant(!value));
const word = fc.constantFrom("paid" as const, "returned" as const);
const kindOf = <Kind extends Action["kind"]>(kind: Kind) => fc.constant(kind);

/** Anything at any time, most of it refused. */
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  plain("approve", "request", "receive", "accept", "prepare", "run", "review", "resend"),
  plain("ask", "refuseInvoice", "return", "recall", "lapse", "certify"),
  fc.record({ kind: fc.constantFrom("sign" as const, "refuse" as const), of, by }),
  fc.record({ kind: kindOf("submit"), of, isRight: isMostly(true) }),
  fc.record({ kind: kindOf("release"), of, byPreparer: isMostly(false) }),
  fc.record({ kind: kindOf("bank"), of, word, which: fc.nat({ max: 3 }) }),
  fc.record({ kind: kindOf("answer"), of, recalls: isMostly(false) }),
);

/** What takes a statement on from where it is, and in between anything: so that paths get far. */
const nextAction = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("forward" as const), of, word }) },
  { weight: 2, arbitrary: anyAction },
);

type Next =
  | Action
  | { readonly kind: "forward"; readonly of: number; readonly word: "paid" | "returned" };

async function walk(actions: readonly Next[]): Promise<void> {
  await begin();
  day = 0;
  const models = settlees.map(newStatement);
  for (const next of actions) {
    const settlee = settlees[next.of] ?? "";
    const model = models[next.of] as ModelStatement;
    const action = next.kind === "forward" ? forward(model, next.of, next.word) : next;
    const before = structuredClone(model);
    const expected = play(model, action);
    const done = await act(settlee, before, action);
    const { rows } = await database.pool.query(
      "select status from statement where statement_no = $1",
      [numberOf(settlee, model)],
    );
    const status: string | null = rows[0]?.status ?? null;
    expect({ action, before, done, status }).toEqual({
      ...{ action, before, done: expected, status: model.status },
    });
  }
  await checkBooks(models);
  for (const { status } of models) reached.add(status ?? "none");
}

const reached = new Set<string>();

test("random paths end where a plain model ends", { timeout: 300_000 }, async () => {
  const options = { numRuns: 12, endOnFailure: true };
  const paths = fc.array(nextAction, { minLength: 60, maxLength: 90, size: "max" });
  await fc.assert(fc.asyncProperty(paths, walk), options);
  // Paths that all end early would prove nothing.
  expect([...reached]).toEqual(expect.arrayContaining(["paid"]));
});
