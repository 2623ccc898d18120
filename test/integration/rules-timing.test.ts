import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reasonsOf } from "../../src/domain/reasons.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { Facts, type Row } from "../support/model/facts.js";
import { timingOf } from "../support/model/timing.js";

// When an order counts of its own (R-E1 to R-E5): the functions in SQL against the table of R-E4 written
// out by hand, and against the model in every combination of what they read.

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const categories = [
  "image",
  "saas",
  "stored_value_card",
  "license",
  "service",
  "orchestration",
  "hardware",
  "api",
] as const;

interface Status {
  order_type: "new" | "renewal" | "usage";
  category: (typeof categories)[number];
  paid_at: string | null;
  repayment_status: string;
  repaid_at: string | null;
  supervision_status: string;
  supervised_at: string | null;
  provisioned_at: string | null;
  effective_at: string | null;
}

interface Judged {
  waiting: number;
  /** ISO, UTC; null where something is waited for. */
  at: string | null;
}

async function judge(statuses: readonly Status[]): Promise<Judged[]> {
  const { rows } = await database.pool.query(
    `select w.waiting, case when w.waiting = 0 then to_char(own_settleable_at(order_type, category, paid_at,
         repayment_status, repaid_at, supervision_status, supervised_at, provisioned_at, effective_at)
         at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end as at
     from jsonb_to_recordset($1) as x(n integer, order_type order_type, category category,
       paid_at timestamptz, repayment_status repayment_status, repaid_at timestamptz,
       supervision_status supervision_status, supervised_at timestamptz, provisioned_at timestamptz,
       effective_at timestamptz)
     cross join lateral (select own_waiting(order_type, category, paid_at, repayment_status,
       supervision_status, provisioned_at, effective_at) as waiting) w
     order by n`,
    [JSON.stringify(statuses.map((status, n) => ({ n, ...status })))],
  );
  return rows;
}

const times = {
  paid_at: "2026-10-01T00:00:00.000Z",
  effective_at: "2026-10-02T00:00:00.000Z",
  provisioned_at: "2026-10-03T00:00:00.000Z",
  supervised_at: "2026-10-04T00:00:00.000Z",
  repaid_at: "2026-10-05T00:00:00.000Z",
};

const plain: Status = {
  order_type: "new",
  category: "saas",
  ...times,
  repayment_status: "none",
  repaid_at: null,
  supervision_status: "not_involved",
  supervised_at: null,
};
const supervised = { supervision_status: "completed", supervised_at: times.supervised_at };
const { paid_at: paid, effective_at: effective, provisioned_at: provisioned } = times;

describe("R-E4, the table by category", () => {
  // category, type, then settleable-at unsupervised, and unsupervised without provisioned_at
  const unsupervised: [string, Status["order_type"], string | null, string | null][] = [
    ["image", "new", provisioned, null],
    ["saas", "new", provisioned, null],
    ["stored_value_card", "new", provisioned, null],
    ["license", "new", provisioned, null],
    ["service", "new", provisioned, null],
    ["orchestration", "new", provisioned, null],
    ["hardware", "new", provisioned, null],
    ["api", "new", provisioned, null],
    ["saas", "renewal", effective, effective],
    ["stored_value_card", "renewal", effective, effective],
    ["license", "renewal", effective, effective],
    ["hardware", "renewal", provisioned, null],
    ["api", "renewal", provisioned, null],
    ["saas", "usage", effective, effective],
    ["license", "usage", effective, effective],
    ["hardware", "usage", provisioned, null],
    ["api", "usage", effective, effective],
  ];
  test.each(unsupervised)("%s, %s: settles at %s; not provisioned: %s", async (...row) => {
    const [category, order_type, at, atUnprovisioned] = row;
    const status = { ...plain, category, order_type } as Status;
    const [whole, lacking] = await judge([status, { ...status, provisioned_at: null }]);
    expect(whole?.at).toBe(at);
    expect(lacking?.at).toBe(atUnprovisioned);
    expect(reasonsOf(lacking?.waiting ?? 0)).toEqual(atUnprovisioned ? [] : ["not_effective"]);
  });

  test.each(categories)(
    "%s, new, supervised: what was never provisioned counts, an API apart",
    async (category) => {
      const status = { ...plain, ...supervised, category } as Status;
      const [whole, lacking] = await judge([status, { ...status, provisioned_at: null }]);
      expect(whole?.at).toBe(times.supervised_at);
      expect(lacking?.at).toBe(category === "api" ? null : times.supervised_at);
    },
  );

  test("a trigger that only waits for supervision to end is told by R-E3 alone", async () => {
    const waiting = { ...plain, supervision_status: "in_progress", provisioned_at: null } as Status;
    const judged = await judge([
      { ...waiting, category: "license" },
      { ...waiting, category: "saas" },
      { ...waiting, category: "api" },
      { ...waiting, category: "license", effective_at: null },
    ]);
    expect(judged.map((each) => reasonsOf(each.waiting))).toEqual([
      ["supervision_in_progress"],
      ["supervision_in_progress"],
      ["supervision_in_progress", "not_effective"],
      ["supervision_in_progress", "not_effective"],
    ]);
  });
});

describe("R-E1 to R-E3, R-E5", () => {
  test("every reason that holds is told, in order", async () => {
    const [judged] = await judge([
      {
        ...plain,
        paid_at: null,
        repayment_status: "outstanding",
        supervision_status: "in_progress",
        effective_at: null,
      },
    ]);
    expect(reasonsOf(judged?.waiting ?? 0)).toEqual([
      "unpaid",
      "not_repaid",
      "supervision_in_progress",
      "not_effective",
    ]);
  });

  test("settleable-at is the latest of what is involved, and of nothing else", async () => {
    const repaid = { repayment_status: "repaid", repaid_at: times.repaid_at };
    const judged = await judge([
      { ...plain, ...repaid },
      { ...plain, repaid_at: times.repaid_at },
      { ...plain, supervised_at: times.supervised_at },
      { ...plain, order_type: "renewal" },
      { ...plain, order_type: "renewal", ...supervised },
      { ...plain, paid_at: "2026-11-01T00:00:00.000Z" },
    ]);
    expect(judged.map(({ at }) => at)).toEqual([
      times.repaid_at,
      provisioned,
      provisioned,
      effective,
      times.supervised_at,
      "2026-11-01T00:00:00.000Z",
    ]);
    expect(paid < effective).toBe(true);
  });

  test("all combinations: SQL and the model agree", async () => {
    const statuses = allStatuses();
    const judged = await judge(statuses);
    const different = statuses.flatMap((status, index) => {
      const { at, reasons } = modelTiming(status);
      const got = judged[index];
      const isSame =
        got?.at === at && JSON.stringify(reasonsOf(got.waiting)) === JSON.stringify(reasons);
      return isSame ? [] : [{ status, sql: got, model: { at, reasons } }];
    });
    expect(statuses).toHaveLength(3 * 8 * 2 * 3 * 3 * 2 * 2);
    expect(different.slice(0, 3)).toEqual([]);
  });
});

function allStatuses(): Status[] {
  const found: Status[] = [];
  const maybe = (time: string) => [time, null];
  for (const order_type of ["new", "renewal", "usage"] as const)
    for (const category of categories)
      for (const paid_at of maybe(times.paid_at))
        for (const repayment_status of ["none", "outstanding", "repaid"])
          for (const supervision_status of ["not_involved", "in_progress", "completed"])
            for (const provisioned_at of maybe(times.provisioned_at))
              for (const effective_at of maybe(times.effective_at))
                found.push({
                  order_type,
                  category,
                  paid_at,
                  repayment_status,
                  // Times stay where a status went back: they must not count then.
                  repaid_at: repayment_status === "none" ? null : times.repaid_at,
                  supervision_status,
                  supervised_at: supervision_status === "not_involved" ? null : times.supervised_at,
                  provisioned_at,
                  effective_at,
                });
  return found;
}

function modelTiming(status: Status): { at: string | null; reasons: readonly string[] } {
  const { category, ...order } = status;
  const row = Object.fromEntries(
    Object.entries(order).map(([key, value]) => [key, value ?? ""]),
  ) as Row;
  const facts = new Facts();
  facts.import({
    products: [{ product_no: "D1", category, output_tax_rate: "0.06" }],
    orders: [{ order_no: "O1", product_no: "D1", ordered_at: "2026-10-01 00:00", ...row }],
  });
  const { at, reasons } = timingOf(facts, facts.order("O1"), () => false);
  return { at: at === null ? null : new Date(at).toISOString(), reasons };
}
