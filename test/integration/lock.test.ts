import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withTransaction } from "../../src/platform/database/database.js";
import { lockEverything, lockSettlees } from "../../src/platform/database/lock.js";
import { dumpBooks, dumpEverything, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run, statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { sale, smallWorld, usage } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    orders: [
      sale("A", "1000.00"),
      sale("B", "500.00", "2026-10-10", { partner_no: "P2" }),
      usage("U", "5.00"),
    ],
  });
});

/** Lets work begin and stops it where it first writes outcomes, until `meanwhile` is over. */
async function whileHalted<T>(work: () => Promise<T>, meanwhile: () => Promise<void>): Promise<T> {
  const gate = await database.pool.connect();
  try {
    await gate.query("begin; lock table order_outcome in share row exclusive mode");
    const working = work();
    await untilSomeoneWaits(gate);
    await meanwhile().finally(() => gate.query("rollback"));
    return await working;
  } finally {
    gate.release();
  }
}

async function untilSomeoneWaits(gate: pg.PoolClient): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await gate.query(
      `select 1 from pg_locks where relation = 'order_outcome'::regclass and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nothing came to the gate");
}

const underWay = (holder: string) => ({
  code: "work_under_way",
  rule: "R-R2",
  kind: "refused",
  details: { holder: expect.stringContaining(holder) },
});

describe("R-R2: no two at once", () => {
  test("a second run is refused, naming the first; the first ends well", async () => {
    const told = await whileHalted(
      () => run(database, "2026-10", { actor: "li" }),
      async () => {
        const holder = underWay("run 2026-10 by li");
        await expect(run(database, "2026-10", { actor: "wang" })).rejects.toMatchObject(holder);
        await expect(run(database, "2026-11")).rejects.toMatchObject(holder);
        await expect(run(database, "2026-10", { partners: ["P2"] })).rejects.toMatchObject(holder);
      },
    );
    expect(told).toMatchObject({ changed: true, orders: { settled: 3 } });
    expect((await run(database, "2026-10")).changed).toBe(false);
  });

  test("a refused run leaves no trace in the history of runs", async () => {
    await whileHalted(
      () => run(database, "2026-10"),
      async () => {
        await expect(run(database, "2026-10")).rejects.toThrow();
      },
    );
    const { rows } = await database.pool.query("select state from run");
    expect(rows).toEqual([{ state: "completed" }]);
  });

  test("an import is refused while a run goes on, and stores nothing", async () => {
    await whileHalted(
      () => run(database, "2026-10"),
      async () => {
        await expect(loadFacts(database, { orders: [sale("C", "1.00")] })).rejects.toMatchObject(
          underWay("run 2026-10 by operator"),
        );
      },
    );
    const { rows } = await database.pool.query("select from sales_order where order_no = 'C'");
    expect(rows).toEqual([]);
  });

  test("a run is refused while an import merges", async () => {
    await withTransaction(database, async (connection) => {
      await lockEverything(connection, "import by zhao");
      await expect(run(database, "2026-10")).rejects.toMatchObject(underWay("import by zhao"));
    });
    expect((await run(database, "2026-10")).changed).toBe(true);
  });

  test("approving is refused while a run goes on: the statement stays a draft", async () => {
    await run(database, "2026-10");
    await whileHalted(
      () => run(database, "2026-11"),
      async () => {
        const { sent, refused } = await approve(database, "2026-10");
        expect(sent).toEqual([]);
        expect(refused.map(({ error }) => error)).toMatchObject([
          underWay("run 2026-11 by operator"),
          underWay("run 2026-11 by operator"),
        ]);
      },
    );
    expect((await approve(database, "2026-10")).sent).toHaveLength(2);
  });

  test("runs of other settlees go on beside each other", async () => {
    await whileHalted(
      () => run(database, "2026-10", { partners: ["P1"] }),
      async () => {
        await withTransaction(database, async (connection) => {
          await lockSettlees(connection, ["P2"], "approve something of P2");
        });
        const holder = underWay("run 2026-10 by operator");
        await expect(run(database, "2026-10", { partners: ["P1"] })).rejects.toMatchObject(holder);
        await expect(run(database, "2026-10")).rejects.toMatchObject(holder);
      },
    );
  });

  test("a dry run takes no lock: it goes on beside a run and sees the books before it", async () => {
    await whileHalted(
      () => run(database, "2026-10"),
      async () => {
        const dry = await run(database, "2026-10", { dryRun: true });
        expect(dry).toMatchObject({ changed: true, statements: { created: 2 } });
      },
    );
    const dry = await run(database, "2026-10", { dryRun: true });
    expect(dry).toMatchObject({ changed: false, statements: { created: 0, unchanged: 2 } });
  });

  test("many runs started together: one does the work, the others are refused or find nothing to do", async () => {
    const tries = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => run(database, "2026-10", { actor: `user ${n}` })),
    );
    const done = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const refused = tries.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(done.filter(({ changed }) => changed)).toHaveLength(1);
    for (const error of refused) expect(error).toMatchObject({ code: "work_under_way" });
    expect(await dumpBooks(database)).toEqual(
      await run(database, "2026-10").then(() => dumpBooks(database)),
    );
  });
});

describe("R-R1: what was sent never changes", () => {
  beforeEach(async () => {
    await run(database, "2026-10");
    await approve(database, "2026-10");
  });

  test.each([
    ["a line", "update locked_line set amount = amount + 1"],
    ["a line, in nothing", "update locked_line set amount = amount"],
    ["a line away", "delete from locked_line"],
    ["all lines away", "truncate locked_line"],
    ["usage", "update locked_usage_item set share_base = 0"],
    ["usage away", "delete from locked_usage_item"],
    ["all usage away", "truncate locked_usage_item"],
    ["an amount", "update statement set amount = amount + 1, tax_amount = tax_amount + 1"],
    ["a number", "update statement set statement_no = statement_no || 'x'"],
    ["a settlee", "update statement set settlee_no = 'P2' where settlee_no = 'P1'"],
    ["a period", "update statement set run_period = '2026-11'"],
    ["a statement away", "delete from statement"],
  ])("%s", async (_, sql) => {
    const before = await dumpEverything(database);
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: "YJ001" });
    expect(await dumpEverything(database)).toEqual(before);
  });
});

describe("R-R2: an order is on one open line at most", () => {
  test("a second draft line of an order is refused by the database", async () => {
    await run(database, "2026-10");
    const copy = (reversal: boolean) =>
      database.pool.query(
        `insert into draft_line
         select (jsonb_populate_record(d, jsonb_build_object('line_no', 90, 'reversal', $1::boolean))).*
         from draft_line d where order_id is not null limit 1`,
        [reversal],
      );
    await expect(copy(false)).rejects.toMatchObject({
      code: "23505",
      constraint: "draft_line_order_uq",
    });
    // A changed tax rate has two lines, one of them the reversal.
    await copy(true);
  });

  test("and so is a second open line of a usage order", async () => {
    await run(database, "2026-10");
    await expect(
      database.pool.query(
        "insert into draft_usage_item select statement_id, line_no + 1, order_id, share_base from draft_usage_item",
      ),
    ).rejects.toMatchObject({ code: "23505", constraint: "draft_usage_item_pk" });
  });

  test("a deficit comes forward once", async () => {
    await run(database, "2026-10");
    await approve(database, "2026-10");
    const bring = () =>
      database.pool.query(
        `insert into draft_line (statement_id, line_no, kind, reversal, output_tax_rate, service_fee_rate,
           earlier_amount, amount, source_statement_id, run_id)
         select 1, (select count(*) from draft_line) + 1, 'brought_forward', false, 0, 0, 0, -1,
           min(statement_id), 1 from statement`,
      );
    await bring();
    await expect(bring()).rejects.toMatchObject({ code: "23505" });
  });
});

describe("approving beside a run (R-R2)", () => {
  test("is refused while other settlees are run: an order may be moving to them", async () => {
    await run(database, "2026-10");
    await loadFacts(database, {
      orders: [sale("A", "1000.00", "2026-10-10", { partner_no: "P2" })],
    });
    await whileHalted(
      () => run(database, "2026-10", { partners: ["P2"] }),
      async () => {
        const { sent, refused } = await approve(database, "2026-10");
        expect(sent).toEqual([]);
        expect(new Set(refused.map(({ error }) => error.code))).toEqual(
          new Set(["work_under_way"]),
        );
      },
    );
    await run(database, "2026-10");
    expect((await approve(database, "2026-10")).refused).toEqual([]);
    const { rows } = await database.pool.query(
      "select count(*)::int as lines, sum(amount) as amount from locked_line l join sales_order o using (order_id) where o.order_no = 'A'",
    );
    expect(rows).toEqual([{ lines: 1, amount: "93.81" }]);
  });

  test("refuses a draft whose order was paid since it was computed", async () => {
    await run(database, "2026-10");
    const [first] = (await statementsOf(database, "2026-10")).map((each) => each.statementNo);
    // As if a lock had failed: the same order stands on a sent statement too.
    await database.pool.query(
      `with copied as (
         insert into statement (statement_no, run_period, period, settlee_no, type, output_tax_rate,
           service_fee_rate, sequence_no, line_count, amount, net_amount, tax_amount, status, made_by_run,
           entered_at)
         select statement_no || 'x', run_period, period, settlee_no, type, output_tax_rate, service_fee_rate,
           sequence_no + 50, line_count, amount, net_amount, tax_amount, 'sent', made_by_run, now()
         from statement where statement_no = $1 returning statement_id, statement_no, status
       ), recorded as (
         insert into transition (statement_no, event, to_status, actor, at, details)
         select statement_no, 'adopt', status, 'test', now(), '{}' from copied)
       insert into locked_line
       select c.statement_id, l.line_no, l.kind, l.reversal, l.order_id, l.product_no, l.partner_no,
         l.usage_month, l.rule, l.deal_amount, l.floor_amount, l.cash_consumption, l.share_base, l.ratio,
         l.output_tax_rate, l.service_fee_rate, l.settleable_ratio, l.completes_amount, l.earlier_amount,
         l.amount, l.settleable_at, l.source_statement_id, l.source_line_no, l.run_id
       from copied c, draft_line l join statement s using (statement_id)
       where s.statement_no = $1 and l.order_id is not null`,
      [first],
    );
    const { refused } = await approve(database, [first as string]);
    expect(refused).toMatchObject([{ error: { code: "does_not_verify" } }]);
  });
});
