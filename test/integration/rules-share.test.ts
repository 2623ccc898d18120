import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatAmount } from "../../src/domain/money.js";
import {
  entitlementOf,
  ruleOf,
  type SalesScenario,
  type ShareInputs,
  type ShareModel,
  type ShareRule,
  type Sourcing,
  shareBaseOfSale,
} from "../../src/domain/share.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { amountText, divide, rational, roundToCent } from "../support/model/rational.js";
import { decimal, shareInputs, tiedShareInputs } from "../support/share-cases.js";

// What settles (SQL) and what explains and verifies (TypeScript) say the same rules twice; here they are
// held against each other. Thousands of cases go in one query.

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const thousands = { minLength: 1_000, maxLength: 3_000, size: "max" } as const;

async function column(sql: string, parameters: readonly unknown[]): Promise<string[]> {
  const { rows } = await database.pool.query(sql, [...parameters]);
  return rows.map((row) => row.value);
}

/** The first case that both sides answer differently, so that a failure is readable. */
function firstDifference<T>(
  cases: readonly T[],
  got: readonly (string | null)[],
  want: (one: T) => string | null,
): unknown {
  for (const [index, one] of cases.entries()) {
    const expected = want(one);
    if (got[index] !== expected) return { case: one, sql: got[index], typescript: expected };
  }
  return null;
}

describe("entitlement (R-A1 to R-A5, R-A8, R-ROUND)", () => {
  const inSql = (cases: readonly ShareInputs[]): Promise<string[]> =>
    column(
      `select entitlement(rule, base, ratio, t, s, q)::text as value
       from unnest($1::text[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[])
         with ordinality as c(rule, base, ratio, t, s, q, n) order by n`,
      [
        cases.map(({ rule }) => rule),
        cases.map(({ shareBase }) => shareBase),
        cases.map(({ ratio }) => ratio),
        cases.map(({ outputTaxRate }) => outputTaxRate),
        cases.map(({ serviceFeeRate }) => serviceFeeRate),
        cases.map(({ settleableRatio }) => settleableRatio),
      ],
    );
  const inTypeScript = (inputs: ShareInputs): string => formatAmount(entitlementOf(inputs));

  test("both engines agree, ties, near ties, negative amounts and extreme rates included", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(shareInputs, thousands), async (cases) => {
        expect(firstDifference(cases, await inSql(cases), inTypeScript)).toBeNull();
      }),
      { numRuns: 5 },
    );
  });

  test("both take a tie away from zero", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tiedShareInputs, thousands), async (cases) => {
        expect(firstDifference(cases, await inSql(cases), inTypeScript)).toBeNull();
      }),
      { numRuns: 3 },
    );
  });
});

describe("divide_to_cent (R-ROUND)", () => {
  const numerator = fc.oneof(
    fc.bigInt(-(10n ** 30n), 10n ** 30n),
    fc.bigInt(-1_000_000n, 1_000_000n),
  );
  const denominator = fc.oneof(
    fc.bigInt(1n, 2_000_000n),
    fc.bigInt(1n, 10n ** 17n),
    fc.constantFrom(1_000_000n, 1_130_000n, 1_999_999n, 3n, 7n),
  );

  test("is that of exact fractions", async () => {
    const pairs = fc.tuple(
      numerator.map((units) => decimal(units, 12)),
      denominator.map((units) => decimal(units, 6)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pairs, thousands), async (cases) => {
        const got = await column(
          `select divide_to_cent(a, b)::text as value
           from unnest($1::numeric[], $2::numeric[]) with ordinality as c(a, b, n) order by n`,
          [cases.map(([a]) => a), cases.map(([, b]) => b)],
        );
        const exact = ([a, b]: (typeof cases)[number]): string =>
          amountText(roundToCent(divide(rational(a), rational(b))));
        expect(firstDifference(cases, got, exact)).toBeNull();
      }),
      { numRuns: 3 },
    );
  });
});

const sourcings = [
  "joint",
  "self_operated",
  "selected",
  "selected_self_operated",
  "general",
] as const;

describe("sale_share_base with joint_factor (B, D − F, C; R-A6)", () => {
  const amount = fc
    .oneof(
      fc.bigInt(0n, 10n ** 17n - 1n),
      fc.bigInt(0n, 500n),
      fc.constantFrom(0n, 1n, 10n ** 17n - 1n),
    )
    .map((cents) => decimal(cents, 2));
  const sale = fc.record({
    rule: fc.constantFrom<ShareRule>("R-A1", "R-A2", "R-A3", "R-A4", "R-A5"),
    sourcing: fc.constantFrom<Sourcing>(...sourcings),
    cashConsumption: amount,
    dealAmount: amount,
    floorAmount: amount,
  });

  test("both engines agree", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, thousands), async (cases) => {
        const got = await column(
          `select trim_scale(sale_share_base(rule, c, joint_factor(sourcing), d, f))::text as value
           from unnest($1::text[], $2::sourcing[], $3::numeric[], $4::numeric[], $5::numeric[])
             with ordinality as x(rule, sourcing, c, d, f, n) order by n`,
          [
            cases.map(({ rule }) => rule),
            cases.map(({ sourcing }) => sourcing),
            cases.map(({ cashConsumption }) => cashConsumption),
            cases.map(({ dealAmount }) => dealAmount),
            cases.map(({ floorAmount }) => floorAmount),
          ],
        );
        const inTypeScript = ({ rule, sourcing, ...amounts }: (typeof cases)[number]) =>
          shareBaseOfSale(rule, sourcing, amounts)?.toFixed() ?? null;
        expect(firstDifference(cases, got, inTypeScript)).toBeNull();
      }),
      { numRuns: 3 },
    );
  });

  test("joint_factor is half for joint products, none for general ones", async () => {
    const got = await column(
      "select trim_scale(joint_factor(s))::text as value from unnest($1::sourcing[]) s",
      [[...sourcings]],
    );
    expect(got).toEqual(["0.5", "1", "1", "1", null]);
  });
});

describe("settlement_rule (§4)", () => {
  test("both engines agree on every scenario and share model", async () => {
    const scenarios: SalesScenario[] = [
      "provider",
      "dealer_alone",
      "dealer_joint",
      "merchant_joint",
    ];
    const models: ShareModel[] = ["deal_price", "floor_discount"];
    const cases = scenarios.flatMap((scenario) => models.map((model) => ({ scenario, model })));
    const got = await column(
      `select settlement_rule(scenario, model) as value
       from unnest($1::sales_scenario[], $2::share_model[]) with ordinality as c(scenario, model, n)
       order by n`,
      [cases.map(({ scenario }) => scenario), cases.map(({ model }) => model)],
    );
    expect(firstDifference(cases, got, (one) => ruleOf(one.scenario, one.model))).toBeNull();
  });
});

describe("what is written on statements", () => {
  test.each([
    ["0", "0000"],
    ["0.01", "0100"],
    ["0.0001", "0001"],
    ["0.06", "0600"],
    ["0.13", "1300"],
    ["0.9999", "9999"],
  ])("R-S2: the rate %s is %s in basis points", async (rate, expected) => {
    expect(await column("select basis_points($1) as value", [rate])).toEqual([expected]);
  });

  test.each([
    ["2026-10", "2026-11-01"],
    ["2026-12", "2027-01-01"],
    ["2028-02", "2028-03-01"],
    ["2026Q1", "2026-04-01"],
    ["2026Q4", "2027-01-01"],
  ])("after %s comes %s", async (label, day) => {
    expect(await column("select period_end_day($1)::text as value", [label])).toEqual([day]);
  });
});
