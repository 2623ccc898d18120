import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestIntake, testIntake } from "../support/intake.js";
import { orderRow, partnerRow, productRow, refundRow } from "../support/intake-folder.js";

type Row = Record<string, string>;

let intake: TestIntake;
beforeAll(async () => {
  intake = await testIntake();
});
afterEach(() => intake.clear());
afterAll(() => intake.close());

const base = {
  partners: [partnerRow(), partnerRow({ partner_no: "P2" })],
  products: [productRow(), productRow({ product_no: "D2" })],
};

async function faultsAfter(stored: Row[], next: Row[]): Promise<string[]> {
  await intake.load({ ...base, ...(stored[0] && { orders: stored }) });
  const faults = await intake.faults({ orders: next });
  return faults.map((fault) => fault.replace("orders.csv ", ""));
}

const whole = (orderNo: string, amount: string, values: Row = {}): Row =>
  refundRow(orderNo, amount, { refund_kind: "no_reason", ...values });
const early = (values: Row = {}): Row =>
  whole("R1", "-100.00", { refund_kind: "before_effective", ...values });
const renewal = (values: Row = {}): Row => orderRow({ order_type: "renewal", ...values });
const split = { deal_amount: "100.00", cash_amount: "70.00", voucher_amount: "30.00" };

describe("a refund and its original, in one import or in two", () => {
  it.each<[string, Row, Row, string[]]>([
    ["fits", orderRow(), refundRow("R1", "-40.00"), []],
    ["is not paid out yet", orderRow(), refundRow("R1", "-40.00", { paid_at: "" }), []],
    [
      "names an unknown original",
      orderRow({ order_no: "O9" }),
      refundRow("R1", "-1.00"),
      ["original_order_no: original_unknown"],
    ],
    [
      "is of usage",
      orderRow({ order_type: "usage" }),
      refundRow("R1", "-1.00"),
      ["original_order_no: original_not_a_sale"],
    ],
    [
      "is of an unpaid order",
      orderRow({ paid_at: "" }),
      refundRow("R1", "-1.00"),
      ["original_order_no: original_unpaid"],
    ],
    [
      "is of another product",
      orderRow(),
      refundRow("R1", "-1.00", { product_no: "D2" }),
      ["product_no: original_other_product"],
    ],
    [
      "is of another partner",
      orderRow(),
      refundRow("R1", "-1.00", { partner_no: "P2" }),
      ["partner_no: original_other_partner"],
    ],
    [
      "has no partner where its original has one",
      orderRow(),
      refundRow("R1", "-1.00", { partner_no: "" }),
      ["partner_no: original_other_partner"],
    ],
    [
      "has no partner, like its original",
      orderRow({ partner_no: "" }),
      refundRow("R1", "-1.00", { partner_no: "" }),
      [],
    ],
    [
      "was paid out before its original was paid",
      orderRow(),
      refundRow("R1", "-1.00", { paid_at: "2026-10-05 10:00:59" }),
      ["paid_at: refunded_before_paid"],
    ],
    [
      "was paid out in the same second",
      orderRow(),
      refundRow("R1", "-1.00", { paid_at: "2026-10-05T02:01:00Z" }),
      [],
    ],
    [
      "is of an on-demand package",
      orderRow({ charge_mode: "on_demand_package" }),
      refundRow("R1", "-1.00"),
      ["original_order_no: package_not_refundable"],
    ],
    [
      "takes back a renewal before it is effective",
      renewal({ effective_at: "2026-10-20 10:00:01" }),
      early(),
      [],
    ],
    ["takes back a renewal without effective time", renewal(), early(), []],
    [
      "takes back a renewal that is effective",
      renewal({ effective_at: "2026-10-20 10:00:00" }),
      early(),
      ["refund_kind: already_effective"],
    ],
    ["takes back a new order as a renewal", orderRow(), early(), ["refund_kind: not_a_renewal"]],
    [
      "has a floor greater than its deal amount",
      orderRow({ floor_amount: "100" }),
      refundRow("R1", "-10.00", { floor_amount: "-10.01" }),
      ["floor_amount: refund_floor_too_big"],
    ],
    [
      "has such a floor, as its original had",
      orderRow({ floor_amount: "100.01" }),
      refundRow("R1", "-10.00", { floor_amount: "-10.01" }),
      [],
    ],
    [
      "exceeds it in one payment",
      orderRow(split),
      refundRow("R1", "-80.00"),
      ["cash_amount: refunds_exceed"],
    ],
    [
      "is whole to the cent",
      orderRow(split),
      whole("R1", "-100.00", { cash_amount: "-70", voucher_amount: "-30" }),
      [],
    ],
    [
      "should be whole and is not",
      orderRow(),
      whole("R1", "-99.99"),
      ["cash_amount: refund_not_whole"],
    ],
    [
      "should be whole and is so in the sum only",
      orderRow(split),
      whole("R1", "-70.00", { deal_amount: "-100.00", stored_value_amount: "-30" }),
      ["stored_value_amount: refunds_exceed"],
    ],
  ])("%s", async (_, original, refund, expected) => {
    const refundRowAt = (row: number): string[] => expected.map((fault) => `${row} ${fault}`);
    expect(await faultsAfter([], [refund, original])).toEqual(refundRowAt(2));
    await intake.clear();
    expect(await faultsAfter([original], [refund])).toEqual(refundRowAt(2));
  });

  it("is no original itself", async () => {
    const faults = await faultsAfter(
      [orderRow(), refundRow("R1", "-40.00")],
      [refundRow("R2", "-1.00", { original_order_no: "R1" })],
    );
    expect(faults).toEqual(["2 original_order_no: original_not_a_sale"]);
    await intake.clear();
    expect(await faultsAfter([], [refundRow("R1", "-1.00", { original_order_no: "R1" })])).toEqual([
      "2 original_order_no: original_not_a_sale",
    ]);
  });
});

describe("refunds of one original together", () => {
  it.each<[string, Row[], Row[], string[]]>([
    ["sum to it", [orderRow()], [refundRow("R1", "-60.00"), refundRow("R2", "-40.00")], []],
    [
      "exceed it with the later one",
      [orderRow()],
      [refundRow("R2", "-60.00", { paid_at: "2026-10-21 00:00" }), refundRow("R1", "-60.00")],
      ["2 cash_amount: refunds_exceed"],
    ],
    [
      "exceed it with those stored",
      [orderRow(), refundRow("R1", "-60.00")],
      [refundRow("R2", "-40.01")],
      ["2 cash_amount: refunds_exceed"],
    ],
    [
      "fit once a stored one shrinks",
      [orderRow(), refundRow("R1", "-60.00")],
      [refundRow("R2", "-50.00"), refundRow("R1", "-50.00")],
      [],
    ],
    [
      "are completed by a whole one",
      [orderRow(), refundRow("R1", "-60.00")],
      [whole("R2", "-40.00")],
      [],
    ],
    [
      "go on after a whole one",
      [orderRow(), whole("R1", "-100.00")],
      [refundRow("R2", "-0.01")],
      ["2 cash_amount: refunds_exceed"],
    ],
    [
      "leave a whole one short",
      [orderRow(), refundRow("R1", "-60.00"), whole("R2", "-40.00")],
      [refundRow("R1", "-50.00")],
      ["2 cash_amount: refund_not_whole"],
    ],
  ])("%s", async (_, stored, next, expected) => {
    expect(await faultsAfter(stored, next)).toEqual(expected);
  });
});

describe("a changed original with stored refunds", () => {
  it.each<[string, Row[], Row[], string[]]>([
    [
      "grows",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ deal_amount: "120", cash_amount: "120" })],
      [],
    ],
    [
      "shrinks below them",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ deal_amount: "59", cash_amount: "59" })],
      ["2 cash_amount: refunds_exceed"],
    ],
    [
      "shrinks with them",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ deal_amount: "59", cash_amount: "59" }), refundRow("R1", "-59.00")],
      [],
    ],
    [
      "grows, though all of it was refunded",
      [orderRow(), whole("R1", "-100.00")],
      [orderRow({ deal_amount: "120", cash_amount: "120" })],
      ["2 cash_amount: breaks_refund"],
    ],
    [
      "grows with its whole refund",
      [orderRow(), whole("R1", "-100.00")],
      [orderRow({ deal_amount: "120", cash_amount: "120" }), whole("R1", "-120.00")],
      [],
    ],
    [
      "is no longer paid",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ paid_at: "" })],
      ["2 paid_at: breaks_refund"],
    ],
    [
      "was paid after the refund",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ paid_at: "2026-10-21 00:00" })],
      ["2 paid_at: breaks_refund"],
    ],
    [
      "moves to another partner",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ partner_no: "P2" })],
      ["2 partner_no: breaks_refund"],
    ],
    [
      "moves to another partner with its refund",
      [orderRow(), refundRow("R1", "-60.00")],
      [orderRow({ partner_no: "P2" }), refundRow("R1", "-60.00", { partner_no: "P2" })],
      [],
    ],
    [
      "was effective before the refund",
      [renewal(), early()],
      [renewal({ effective_at: "2026-10-06 00:00" })],
      ["2 effective_at: breaks_refund"],
    ],
    ["becomes a new order", [renewal(), early()], [orderRow()], ["2 order_type: breaks_refund"]],
    [
      "changes what refunds do not rest on",
      [orderRow(), whole("R1", "-100.00")],
      [orderRow({ customer_name: "x", effective_at: "2026-10-06 00:00" })],
      [],
    ],
  ])("%s", async (_, stored, next, expected) => {
    expect(await faultsAfter(stored, next)).toEqual(expected);
  });

  it("says which refund and why", async () => {
    await intake.load({ ...base, orders: [orderRow(), refundRow("R1", "-60.00")] });
    const result = await intake.load(
      { orders: [orderRow({ paid_at: "" })] },
      { skipInvalid: true },
    );
    expect(intake.listOf(result)).toContain(
      "the change does not fit the stored refund R1: R-IN2 the original is not paid",
    );
  });
});

describe("leaving bad rows out", () => {
  it("keeps every refund that fits once those that do not are gone", async () => {
    const amounts = ["-60.00", "-50.00", "-30.00", "-20.00", "-10.00"];
    const orders = amounts.map((amount, n) =>
      refundRow(`R${n}`, amount, { paid_at: `2026-10-2${n} 00:00` }),
    );
    await intake.load({ ...base, orders: [orderRow(), ...orders] }, { skipInvalid: true });
    expect(await intake.rows("select order_no from sales_order order by 1")).toEqual(
      ["O1", "R0", "R2", "R4"].map((order_no) => ({ order_no })),
    );
  });

  it("never leaves refunds that break the rules, whatever comes in whatever order", async () => {
    const amount = fc.constantFrom("-100.00", "-60.00", "-40.00", "0.00");
    const refund = fc
      .record({ no: fc.constantFrom("R1", "R2", "R3"), amount, isWhole: fc.boolean() })
      .map(({ no, amount, isWhole }) => (isWhole ? whole(no, amount) : refundRow(no, amount)));
    const original = fc
      .constantFrom("100.00", "60.00")
      .map((text) => orderRow({ deal_amount: text, cash_amount: text }));
    const deliveries = fc.array(
      fc.array(fc.oneof(refund, refund, original), { minLength: 1, maxLength: 5 }),
      { minLength: 1, maxLength: 3 },
    );
    const property = fc.asyncProperty(deliveries, async (imports) => {
      await intake.clear();
      await intake.load(base);
      for (const orders of imports) {
        const { files } = await intake.load({ orders }, { skipInvalid: true });
        expect(files.orders?.unchanged).toBeGreaterThanOrEqual(0);
        const broken = await intake.rows(`
          select o.order_no from sales_order o
          join (select original_order_no, sum(cash_amount) as refunded, bool_or(refund_kind <> 'after_guarantee') as whole
            from sales_order where order_type = 'refund' group by 1) r on r.original_order_no = o.order_no
          where -refunded > o.cash_amount or (whole and -refunded <> o.cash_amount)`);
        expect(broken).toEqual([]);
        const orphans =
          "select order_no from sales_order r where order_type = 'refund' and not exists (select from sales_order o where o.order_no = r.original_order_no)";
        expect(await intake.rows(orphans)).toEqual([]);
      }
    });
    await fc.assert(property, { numRuns: 25 });
  });
});
