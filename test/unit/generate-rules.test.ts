import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseMonth } from "../../src/domain/period.js";
import { type ReasonCode, reasonCodes } from "../../src/domain/reasons.js";
import { generateDataSet } from "../../src/rehearsal/generate.js";
import { taxNumber } from "../../src/rehearsal/partners.js";
import type { FactRows } from "../support/model/facts.js";
import { Model } from "../support/model/model.js";
import { judgeFirstRun, type Outcome } from "../support/rehearsal-outcomes.js";
import {
  cents,
  type DeliveryRows,
  mergeDeliveries,
  of,
  type Row,
  readDelivery,
} from "../support/rehearsal-reading.js";
import { findViolations } from "../support/rehearsal-validity.js";

const scratch = mkdtempSync(join(tmpdir(), "yuejie-generate-rules-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

interface Wanted {
  readonly orders: number;
  readonly seed: number;
  readonly period?: string;
  readonly months?: number;
}

async function generate(wanted: Wanted): Promise<DeliveryRows[]> {
  const out = join(scratch, `out-${++count}`);
  const made = await generateDataSet({ period: "2026-10", ...wanted, out });
  return made.deliveries.map(({ folder }) => readDelivery(join(out, folder)));
}

/** Counts an order under its first reason, an excluded one under its first excluding (interface.md). */
const excludingCodes = new Set<string>([
  "no_partner",
  "reseller_incentive",
  "operations_base",
  "stored_value_card",
  "general_product",
]);
function firstReason({ outcome, reasons }: Outcome): string | undefined {
  return outcome === "excluded" ? reasons.find((reason) => excludingCodes.has(reason)) : reasons[0];
}

/** What rests on earlier statements or on a failure, a first run cannot show. */
const never: ReadonlySet<ReasonCode> = new Set(["partly_settled", "parked"]);

describe("every row is one that the import takes (R-IN1 to R-IN7)", () => {
  test.each([
    { orders: 1, seed: 1 },
    { orders: 60, seed: 2 },
    { orders: 200, seed: 3 },
    { orders: 7_777, seed: 4 },
    { orders: 3_000, seed: 5, period: "2028-02" },
    { orders: 30_000, seed: 6 },
  ])("$orders orders, seed $seed", async (wanted) => {
    const deliveries = await generate(wanted);
    expect(findViolations(mergeDeliveries(deliveries))).toEqual([]);
  });

  test.each([
    { orders: 77, seed: 1, months: 4 },
    { orders: 2_050, seed: 2, months: 4, period: "2027-01" },
  ])("$orders orders over $months months, after every delivery", async (wanted) => {
    const deliveries = await generate(wanted);
    for (let known = 1; known <= deliveries.length; known += 1) {
      const facts = mergeDeliveries(deliveries.slice(0, known));
      expect(findViolations(facts)).toEqual([]);
    }
  });

  test("a second-tier partner keeps its distributor from delivery to delivery (R-IN7)", async () => {
    const deliveries = await generate({ orders: 2_000, seed: 9, months: 3 });
    const parents = deliveries.map(({ partners }) =>
      partners.map((partner) => [of(partner, "partner_no"), of(partner, "parent_partner_no")]),
    );
    expect(parents[1]).toEqual(parents[0]);
    expect(parents[2]).toEqual(parents[0]);
    expect(parents[0]?.filter(([, parent]) => parent !== "").length).toBeGreaterThanOrEqual(4);
  });

  test("no order number stands twice in one file", async () => {
    for (const { orders } of await generate({ orders: 2_050, seed: 8, months: 2 })) {
      expect(new Set(orders.map((order) => of(order, "order_no"))).size).toBe(orders.length);
    }
  });
});

describe("a first run", () => {
  const sets = [
    { orders: 200, seed: 1, period: "2026-10" },
    { orders: 200, seed: 2, period: "2026-09" },
    { orders: 201, seed: 3, period: "2026-12" },
    { orders: 399, seed: 4, period: "2026-02" },
    { orders: 10_000, seed: 5, period: "2026-10" },
  ];

  test.each(sets)(
    "settles four fifths of $orders orders in $period, seed $seed",
    async (wanted) => {
      const period = parseMonth(wanted.period);
      const [delivery] = await generate(wanted);
      const outcomes = [
        ...judgeFirstRun(mergeDeliveries([delivery as DeliveryRows]), period).values(),
      ];
      const settled = outcomes.filter(({ outcome }) => outcome === "settled");
      if (wanted.orders % 200 === 0) expect(settled).toHaveLength(wanted.orders * 0.8);
      expect(Math.abs(settled.length / wanted.orders - 0.8)).toBeLessThan(0.03);
      for (const { settleableAt } of settled) {
        expect(settleableAt).toBeGreaterThanOrEqual(period.start.getTime());
        expect(settleableAt).toBeLessThan(period.end.getTime());
      }
    },
  );

  test.each(sets)("shows every reason in $period, seed $seed", async (wanted) => {
    const period = parseMonth(wanted.period);
    const [delivery] = await generate(wanted);
    const outcomes = [
      ...judgeFirstRun(mergeDeliveries([delivery as DeliveryRows]), period).values(),
    ];
    const shown = new Set(outcomes.filter((one) => one.outcome !== null).map(firstReason));
    const endsQuarter = ["09", "12"].includes(wanted.period.slice(5));
    const wantedReasons = reasonCodes.filter(
      (code) => !never.has(code) && !(endsQuarter && code === "quarterly_cycle"),
    );
    expect(wantedReasons.filter((code) => !shown.has(code))).toEqual([]);
    const afterPeriod = outcomes.filter(
      ({ outcome, settleableAt }) => outcome === null && settleableAt !== null,
    );
    expect(afterPeriod.length).toBeGreaterThan(0);
  });

  test("of the month before has nothing in scope, so that no run is missing", async () => {
    const [delivery] = await generate({ orders: 4_000, seed: 11 });
    const facts = mergeDeliveries([delivery as DeliveryRows]);
    const outcomes = [...judgeFirstRun(facts, parseMonth("2026-09")).values()];
    expect(outcomes.filter(({ outcome }) => outcome !== null)).toEqual([]);
  });
});

describe("what a month has", () => {
  const counts = (rows: readonly Row[], column: string): Record<string, number> => {
    const found: Record<string, number> = {};
    for (const row of rows) found[of(row, column)] = (found[of(row, column)] ?? 0) + 1;
    return found;
  };

  test.each([200, 20_000])("%i orders: every kind there is", async (orders) => {
    const [delivery] = await generate({ orders, seed: 21 });
    const { orders: rows, products, partners } = delivery as DeliveryRows;
    const kinds = (column: string): string[] => Object.keys(counts(rows, column)).sort();
    expect(kinds("order_type")).toEqual(["new", "refund", "renewal", "usage"]);
    const scenarios = ["dealer_alone", "dealer_joint", "merchant_joint", "provider"];
    expect(kinds("sales_scenario")).toEqual(scenarios);
    const refundKinds = ["", "after_guarantee", "before_effective", "no_reason"];
    expect(kinds("refund_kind")).toEqual(refundKinds);
    expect(kinds("charge_mode")).toHaveLength(4);
    expect(kinds("repayment_status")).toHaveLength(3);
    expect(kinds("supervision_status")).toHaveLength(3);
    const rates = ["0", "0.01", "0.03", "0.06", "0.09", "0.13"];
    expect(Object.keys(counts(products, "output_tax_rate")).sort()).toEqual(rates);
    expect(Object.keys(counts(partners, "taxpayer_type"))).toHaveLength(2);
    expect(rows.some((row) => Number(of(row, "settleable_ratio")) > 0)).toBe(true);
  });

  test("usage, refunds and mixed payments in realistic shares", async () => {
    const [delivery] = await generate({ orders: 20_000, seed: 22 });
    const { orders: rows } = delivery as DeliveryRows;
    const share = (type: string): number => (counts(rows, "order_type")[type] ?? 0) / rows.length;
    expect(share("usage")).toBeCloseTo(0.2, 1);
    expect(share("refund")).toBeCloseTo(0.04, 2);
    const mixed = rows.filter((row) => of(row, "cash_amount") !== of(row, "deal_amount"));
    expect(mixed.length / rows.length).toBeCloseTo(0.38, 1);
    const sales = rows.filter(
      (row) => of(row, "floor_amount") !== "" && of(row, "order_type") !== "refund",
    );
    const below = sales.filter(
      (row) => cents(of(row, "deal_amount")) < cents(of(row, "floor_amount")),
    );
    expect(below.length / sales.length).toBeCloseTo(0.04, 1);
    expect(below.length).toBeGreaterThan(0);
  });

  test("a few partners sell much, most sell little", async () => {
    const [delivery] = await generate({ orders: 20_000, seed: 23 });
    const { orders: rows, partners } = delivery as DeliveryRows;
    const sizes = Object.values(counts(rows, "partner_no")).sort((a, b) => b - a);
    const top = sizes
      .slice(0, Math.ceil(partners.length / 10))
      .reduce((sum, size) => sum + size, 0);
    expect(top / rows.length).toBeGreaterThan(0.4);
    expect(sizes.length).toBeGreaterThan(partners.length * 0.8);
  });

  test("tax numbers carry the check character of GB 32100-2015", () => {
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    // Weights are powers of 3 modulo 31, the check character's is 1; the sum is divisible by 31.
    const remainder = (code: string): number =>
      [...code].reduce((sum, character, place) => {
        const weight = place === 17 ? 1 : 3 ** place % 31;
        return sum + alphabet.indexOf(character) * weight;
      }, 0) % 31;
    expect(remainder("91350100M000100Y43")).toBe(0); // the example of the standard
    for (const index of [0, 1, 37, 4_999]) {
      expect([taxNumber(index).length, remainder(taxNumber(index))]).toEqual([18, 0]);
    }
  });
});

describe("later deliveries rest on earlier ones", () => {
  test("settled month by month, they show every kind of line and what is settled in parts", async () => {
    const model = new Model();
    const kinds = new Set<string>();
    const reasons = new Set<string>();
    const months = ["2026-10", "2026-11", "2026-12"];
    const deliveries = await generate({ orders: 1_000, seed: 5, period: "2026-12", months: 3 });
    deliveries.forEach(({ partners, products, terms, orders }, index) => {
      const month = months[index] as string;
      const rows = { partners, products, productTerms: terms, orders } as FactRows;
      model.import(rows);
      model.run(month, { today: "2027-01-03" });
      const told = new Map(model.outcomes(month).map((outcome) => [outcome.orderNo, outcome]));
      const settled = orders.filter((row) => told.get(of(row, "order_no"))?.outcome === "settled");
      expect(Math.abs(settled.length / orders.length - 0.8)).toBeLessThan(0.01);
      for (const label of [month, "2026Q4"]) {
        for (const line of model.lines(label)) kinds.add(`${line.kind} ${line.rule}`);
        model.approve(label);
      }
      for (const outcome of told.values())
        for (const reason of outcome.reasons) reasons.add(reason);
    });
    expect(reasons).toContain("partly_settled");
    for (const rule of ["R-A1", "R-A2", "R-A3", "R-A4", "R-A5"]) {
      expect(kinds).toContain(`order ${rule}`);
      if (rule !== "R-A5") expect(kinds).toContain(`usage ${rule}`);
    }
    const rest = ["refund R-A1", "refund R-A2", "adjustment R-A1", "adjustment R-A4"];
    for (const kind of [...rest, "brought_forward null"]) expect(kinds).toContain(kind);
  });

  test("every kind of consequence occurs, in 17 rows of 200", async () => {
    const [first, second] = await generate({ orders: 2_000, seed: 31, months: 2 });
    const before = new Map(first?.orders.map((row) => [of(row, "order_no"), row]));
    const again = second?.orders.filter((row) => before.has(of(row, "order_no"))) ?? [];
    const changed = (column: string, from: RegExp, to: RegExp): number =>
      again.filter((row) => {
        const old = before.get(of(row, "order_no")) as Row;
        const isChanged = of(old, column) !== of(row, column);
        return isChanged && from.test(of(old, column)) && to.test(of(row, column));
      }).length;
    const late = second?.orders.filter((row) => before.has(of(row, "original_order_no"))) ?? [];
    expect(again).toHaveLength(150);
    expect(late).toHaveLength(20);
    expect(changed("repayment_status", /outstanding/, /repaid/)).toBe(40);
    expect(changed("supervision_status", /in_progress/, /completed/)).toBe(40);
    expect(changed("settleable_ratio", /0\.[3-6]/, /1|0\.8/)).toBe(20);
    expect(changed("paid_at", /^$/, /2026-10|2026-09-30/)).toBe(10);
    expect(changed("provisioned_at", /^$/, /2026-10/)).toBe(20); // ten of them were unpaid
    expect(changed("deal_amount", /./, /./)).toBeGreaterThan(15);
    expect(changed("floor_amount", /./, /./)).toBeGreaterThan(5);
    expect(again.filter((row) => of(row, "order_type") === "usage")).toHaveLength(10);
  });

  test("partners are certified later, others begin to change their business info", async () => {
    const deliveries = await generate({ orders: 2_000, seed: 32, months: 3 });
    const infos = deliveries.map(({ partners }) =>
      partners.map((partner) => of(partner, "business_info")),
    );
    const moves = new Set<string>();
    for (let later = 1; later < infos.length; later += 1) {
      infos[later]?.forEach((info, index) => {
        moves.add(`${infos[later - 1]?.[index]} → ${info}`);
      });
    }
    for (const move of ["missing → certified", "changing → certified", "certified → changing"]) {
      expect(moves).toContain(move);
    }
    for (const info of infos) expect(new Set(info).size).toBe(3);
  });
});
