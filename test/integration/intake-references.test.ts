import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestIntake, testIntake } from "../support/intake.js";
import {
  type FolderFiles,
  orderRow,
  partnerRow,
  productRow,
  refundRow,
} from "../support/intake-folder.js";

type Row = Record<string, string>;

let intake: TestIntake;
beforeAll(async () => {
  intake = await testIntake();
});
afterEach(() => intake.clear());
afterAll(() => intake.close());

/** What is stored first must be good; what then comes is judged. */
async function faultsAfter(stored: FolderFiles, next: FolderFiles): Promise<string[]> {
  await intake.load(stored);
  const faults = await intake.faults(next);
  // Leaving the bad rows out must find the same faults, and leave books that take the good rows again.
  const { files } = await intake.load(next, { skipInvalid: true });
  const again = await intake.load(next, { skipInvalid: true });
  for (const [kind, { inserted, updated }] of Object.entries(again.files)) {
    expect([kind, inserted, updated]).toEqual([kind, 0, 0]);
  }
  const rejected = Object.values(files).reduce((sum, counts) => sum + counts.rejected, 0);
  expect(rejected > 0).toBe(faults.length > 0);
  return faults;
}

const base = {
  partners: [partnerRow(), partnerRow({ partner_no: "P2" })],
  products: [productRow()],
};

describe("distributors", () => {
  const p = (partner_no: string, parent_partner_no = ""): Row =>
    partnerRow({ partner_no, parent_partner_no });
  it.each<[string, Row[], Row[], string[]]>([
    ["in the same file, after those they distribute to", [], [p("B", "A"), p("A")], []],
    ["stored before", [p("A")], [p("B", "A")], []],
    ["unknown", [], [p("B", "A")], ["2: partner_unknown"]],
    [
      "that are second-tier themselves",
      [],
      [p("A"), p("B", "A"), p("C", "B")],
      ["4: parent_is_second_tier"],
    ],
    [
      "in a circle",
      [],
      [p("A", "B"), p("B", "A")],
      ["2: parent_is_second_tier", "3: parent_is_second_tier"],
    ],
    ["given to a partner that had none", [p("A"), p("B")], [p("B", "A")], []],
    [
      "given to a distributor",
      [p("A"), p("B", "A"), p("C")],
      [p("A", "C")],
      ["2: parent_of_others"],
    ],
    [
      "given to a distributor whose partner comes again",
      [p("A"), p("B", "A"), p("C")],
      [p("A", "C"), p("B", "A")],
      ["2: parent_of_others"],
    ],
    ["changed", [p("A"), p("B", "A"), p("C")], [p("B", "C")], ["2: parent_fixed"]],
    ["cleared", [p("A"), p("B", "A")], [p("B")], ["2: parent_fixed"]],
    ["left as they are", [p("A"), p("B", "A")], [p("B", "A")], []],
  ])("%s", async (_, stored, next, expected) => {
    const header = [p("Z")];
    const faults = await faultsAfter({ partners: [...header, ...stored] }, { partners: next });
    expect(faults.map((fault) => fault.replace(/partners\.csv (\d+) \w+/, "$1"))).toEqual(expected);
  });
});

describe("orders and their product as it will be", () => {
  const product = (sourcing: string, share_model = "deal_price"): Row =>
    productRow({ sourcing, share_model });
  const order = (values: Row = {}): Row => orderRow(values);
  const dealer = (values: Row = {}): Row =>
    orderRow({ sales_scenario: "dealer_alone", floor_amount: "1", ...values });
  it.each<[string, Row[], Row[], Row[], Row[], string[]]>([
    ["dealer on a selected product", [], [], [product("selected")], [dealer()], []],
    [
      "dealer on a joint product",
      [],
      [],
      [product("joint")],
      [dealer()],
      ["orders.csv 2 sales_scenario: scenario_not_for_product"],
    ],
    [
      "provider on a selected product",
      [],
      [],
      [product("selected_self_operated")],
      [order()],
      ["orders.csv 2 sales_scenario: scenario_not_for_product"],
    ],
    [
      "a product that becomes selected with its new order",
      [product("joint")],
      [],
      [product("selected")],
      [dealer()],
      [],
    ],
    [
      "a product that becomes selected, stored sales",
      [product("joint")],
      [order()],
      [product("selected")],
      [],
      ["products.csv 2 sourcing: product_breaks_order"],
    ],
    [
      "a product that becomes selected, stored sales changed with it",
      [product("joint")],
      [order()],
      [product("selected")],
      [dealer()],
      [],
    ],
    [
      "a product that becomes joint, stored dealer sales",
      [product("selected")],
      [dealer()],
      [product("joint")],
      [],
      ["products.csv 2 sourcing: product_breaks_order"],
    ],
    [
      "a product that becomes general, whatever is stored",
      [product("selected")],
      [dealer()],
      [product("general")],
      [dealer({ customer_name: "x" })],
      [],
    ],
    [
      "a new dealer sale of a general product",
      [product("general")],
      [],
      [],
      [dealer()],
      ["orders.csv 2 sales_scenario: scenario_not_for_product"],
    ],
    [
      "floor_discount without floor",
      [],
      [],
      [product("joint", "floor_discount")],
      [order()],
      ["orders.csv 2 floor_amount: floor_needed"],
    ],
    [
      "floor_discount usage without floor",
      [],
      [],
      [product("joint", "floor_discount")],
      [order({ order_type: "usage" })],
      ["orders.csv 2 floor_amount: floor_needed"],
    ],
    [
      "floor_discount with merchant_joint",
      [],
      [],
      [product("joint", "floor_discount")],
      [order({ sales_scenario: "merchant_joint" })],
      [],
    ],
    [
      "a product that becomes floor_discount, stored sales without floor",
      [product("joint")],
      [order()],
      [product("joint", "floor_discount")],
      [],
      ["products.csv 2 share_model: product_breaks_order"],
    ],
    [
      "a product that becomes floor_discount, stored sales with floor",
      [product("joint")],
      [order({ floor_amount: "1" })],
      [product("joint", "floor_discount")],
      [],
      [],
    ],
    [
      "a product that becomes deal_price",
      [product("joint", "floor_discount")],
      [order({ floor_amount: "1" })],
      [product("joint")],
      [],
      [],
    ],
  ])("%s", async (...[, products, orders, nextProducts, nextOrders, expected]) => {
    const stored = { ...base, ...(products[0] && { products }), ...(orders[0] && { orders }) };
    const files = {
      ...(nextProducts[0] && { products: nextProducts }),
      ...(nextOrders[0] && { orders: nextOrders }),
    };
    expect(await faultsAfter(stored, files)).toEqual(expected);
  });

  it("takes the refund of a dealer's sale of a product that became general", async () => {
    const stored = { ...base, products: [product("selected")], orders: [dealer()] };
    const next = {
      products: [product("general")],
      orders: [refundRow("R1", "-1.00", { sales_scenario: "dealer_alone" })],
    };
    expect(await faultsAfter(stored, next)).toEqual([]);
  });
});

describe("what an order is, stays", () => {
  const stored = {
    ...base,
    orders: [
      orderRow(),
      orderRow({ order_no: "U1", order_type: "usage" }),
      orderRow({ order_no: "O2" }),
      refundRow("R1", "-1.00"),
    ],
  };
  it.each<[string, Row, string[]]>([
    ["a new order becomes a renewal", orderRow({ order_type: "renewal" }), []],
    [
      "a new order becomes usage",
      orderRow({ order_no: "O2", order_type: "usage" }),
      ["order_type: order_class_fixed"],
    ],
    ["usage becomes a new order", orderRow({ order_no: "U1" }), ["order_type: order_class_fixed"]],
    ["a sale becomes a refund", refundRow("O2", "-1.00"), ["order_type: order_class_fixed"]],
    ["a refund becomes a sale", orderRow({ order_no: "R1" }), ["order_type: order_class_fixed"]],
    [
      "a refund changes its original",
      refundRow("R1", "-1.00", { original_order_no: "O2" }),
      ["original_order_no: original_fixed"],
    ],
    ["a refund changes its amount", refundRow("R1", "-2.00"), []],
  ])("%s", async (_, row, expected) => {
    expect(await faultsAfter(stored, { orders: [row] })).toEqual(
      expected.map((fault) => `orders.csv 2 ${fault}`),
    );
  });
});
