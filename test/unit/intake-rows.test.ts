import { describe, expect, it } from "vitest";
import { createRowToLine } from "../../src/intake/check-row.js";
import { columnsOf } from "../../src/intake/columns.js";
import { matchHeaders } from "../../src/intake/match-headers.js";
import type { FactKind } from "../../src/intake/merge-facts.js";
import { type Reject, renderReason } from "../../src/intake/reject.js";
import { rejectReasons } from "../../src/intake/reject-reasons.js";
import { orderRow, partnerRow } from "../support/intake-folder.js";

const keys = [{ id: "t", key: Buffer.alloc(32, 7) }];

/** The line that a row is staged as, and its flaws as `column: code`. */
function stage(kind: FactKind, row: Record<string, string>): { line: string; flaws: string[] } {
  const header = matchHeaders(kind, `${kind}.csv`, Object.keys(row));
  const flaws: string[] = [];
  const toLine = createRowToLine(kind, header, keys);
  const line = toLine({ rowNo: 7, fields: Object.values(row), flaws: null }, (column, { code }) => {
    flaws.push(`${columnsOf[kind][column]?.name ?? "row"}: ${code}`);
  });
  return { line, flaws };
}

const refund = {
  order_type: "refund",
  original_order_no: "O1",
  refund_kind: "after_guarantee",
  deal_amount: "-10.00",
  cash_amount: "-10.00",
};
const big = "999999999999999.99";

describe("one order", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["a sale", {}, []],
    [
      "five payments in whole and part units",
      {
        deal_amount: "6.6",
        cash_amount: "1",
        stored_value_amount: "1.1",
        performance_coupon_amount: "1.50",
        plain_coupon_amount: "3.00",
      },
      [],
    ],
    ["payments a cent apart", { cash_amount: "99.99" }, ["deal_amount: payment_sum"]],
    [
      "the greatest amount, in two payments",
      { deal_amount: big, cash_amount: "999999999999999.98", voucher_amount: "0.01" },
      [],
    ],
    [
      "the greatest amount a cent apart",
      { deal_amount: big, cash_amount: "999999999999999.98" },
      ["deal_amount: payment_sum"],
    ],
    [
      "a negative payment",
      { cash_amount: "110.00", voucher_amount: "-10.00" },
      ["voucher_amount: amount_negative"],
    ],
    ["a negative zero", { voucher_amount: "-0.00" }, []],
    ["a negative floor", { floor_amount: "-1" }, ["floor_amount: amount_negative"]],
    ["repaid without its time", { repayment_status: "repaid" }, ["repaid_at: repaid_without_time"]],
    [
      "completed without its time",
      { supervision_status: "已完成" },
      ["supervised_at: supervised_without_time"],
    ],
    ["usage", { order_type: "usage" }, []],
    [
      "usage with a settleable ratio",
      { order_type: "usage", settleable_ratio: "1" },
      ["settleable_ratio: usage_has_none"],
    ],
    [
      "a sale that names an original",
      { original_order_no: "O1" },
      ["original_order_no: refund_only"],
    ],
    ["a sale with a refund kind", { refund_kind: "no_reason" }, ["refund_kind: refund_only"]],
    [
      "dealer_joint",
      { sales_scenario: "dealer_joint", floor_amount: "1", commission_ratio: "0.5" },
      [],
    ],
    [
      "dealer_joint without ratio and floor",
      { sales_scenario: "dealer_joint" },
      ["commission_ratio: commission_needed", "floor_amount: floor_needed"],
    ],
    [
      "dealer_alone without floor",
      { sales_scenario: "dealer_alone" },
      ["floor_amount: floor_needed"],
    ],
    [
      "provider with a commission ratio",
      { commission_ratio: "0.5" },
      ["commission_ratio: commission_refused"],
    ],
    ["a refund", refund, []],
    [
      "a refund in scenario dealer_joint carries no ratio",
      { ...refund, sales_scenario: "dealer_joint" },
      [],
    ],
    [
      "a refund with ratios",
      { ...refund, share_ratio: "0.1", commission_ratio: "0.1" },
      ["share_ratio: refund_carries_none", "commission_ratio: refund_carries_none"],
    ],
    ["a refund that counts whole", { ...refund, settleable_ratio: "1.0" }, []],
    [
      "a refund that counts in part",
      { ...refund, settleable_ratio: "0.5" },
      ["settleable_ratio: refund_in_part"],
    ],
    [
      "a refund with a ratio out of range, told once",
      { ...refund, settleable_ratio: "1.5" },
      ["settleable_ratio: rate_range"],
    ],
    [
      "a refund with the time of a ratio",
      { ...refund, settleable_ratio: "1", settleable_ratio_at: "2026-10-05 00:00" },
      ["settleable_ratio_at: refund_carries_none"],
    ],
    [
      "a refund without original and kind",
      { ...refund, original_order_no: "", refund_kind: "" },
      ["original_order_no: refund_needs", "refund_kind: refund_needs"],
    ],
    [
      "a refund of a positive amount",
      { ...refund, deal_amount: "10.00", cash_amount: "10.00", floor_amount: "5" },
      [
        "deal_amount: amount_positive",
        "floor_amount: amount_positive",
        "cash_amount: amount_positive",
      ],
    ],
    [
      "required values left blank",
      { customer_no: " ", cash_amount: "", operations_base: "" },
      ["customer_no: blank", "operations_base: blank", "cash_amount: blank"],
    ],
  ])("%s", (_, values, expected) => {
    expect(stage("orders", orderRow({ ...values })).flaws).toEqual(expected);
  });

  it("stages codes, blanks as null, and times for Postgres", () => {
    const row = orderRow({
      order_type: "新购",
      customer_name: " 客\\户 ",
      paid_at: "2026/10/05 10:00",
    });
    expect(stage("orders", row).line.split("\t")).toEqual(
      "7 f O1 new subscription \\N D1 C1 客\\\\户 P1 \\N false provider 100.00 \\N \\N \\N \\N \\N 100.00 0 0 0 0 2026-10-05_10:00:00 2026-10-05_10:00 none \\N not_involved \\N \\N \\N \\N\n"
        .split(" ")
        .map((text) => (text.startsWith("2026") ? text.replace("_", " ") : text)),
    );
  });

  it("stages a bad row with its key alone, and without it where the key is bad", () => {
    const blanks = "\t\\N".repeat(30);
    expect(stage("orders", orderRow({ deal_amount: "x" })).line).toBe(`7\tt\tO1${blanks}\n`);
    expect(stage("orders", orderRow({ order_no: "?" })).line).toBe(`7\tt\t\\N${blanks}\n`);
  });
});

describe("one partner", () => {
  it("is staged without a readable personal value", () => {
    const row = partnerRow({ mobile: "13900000001", bank_account: "6222 0000\\1" });
    const { line, flaws } = stage("partners", row);
    expect(flaws).toEqual([]);
    expect(line.split("\t")).toHaveLength(18);
    expect(line).not.toMatch(/139|6222/);
    expect(line).toContain("\tzh-CN\t");
    expect(line).toContain("\tmonthly\t");
  });

  it("is not its own distributor", () => {
    const { flaws } = stage("partners", partnerRow({ parent_partner_no: "P1" }));
    expect(flaws).toEqual(["parent_partner_no: own_parent"]);
  });
});

describe("rows against the header", () => {
  const header = matchHeaders("product_terms", "product_terms.csv", [
    "商品编号",
    " share_ratio ",
    "",
    "生效日期",
    "",
  ]);
  const flawsOf = (fields: string[]): string[] => {
    const flaws: string[] = [];
    const toLine = createRowToLine("product_terms", header, keys);
    toLine({ rowNo: 2, fields, flaws: null }, (_, { code }) => flaws.push(code));
    return flaws;
  };

  it("may come in any order, in either language, with blank columns", () => {
    expect(header).toMatchObject({ fieldOf: [0, 3, 1, -1], width: 4, unnamed: [2] });
    expect(header.titles).toEqual(["商品编号", "生效日期", "share_ratio", "authorised_discount"]);
    expect(flawsOf(["D1", "0.2", "", "2026-01-01"])).toEqual([]);
    expect(flawsOf(["D1", "0.2", "", "2026-01-01", "", ""])).toEqual([]);
  });

  it("are refused where they are too short, too long, or have values under no header", () => {
    expect(flawsOf(["D1", "0.2", ""])).toEqual(["ragged_row"]);
    expect(flawsOf(["D1", "0.2", "", "2026-01-01", "", "x"])).toEqual(["ragged_row"]);
    expect(flawsOf(["D1", "0.2", "x", "2026-01-01"])).toEqual(["column_without_name"]);
  });
});

describe("headers", () => {
  const required = ["product_no", "effective_from", "share_ratio"];
  it.each<[string, string[], string, string]>([
    [
      "an unknown column",
      [...required, "colour", "Share_Ratio"],
      "header_unknown",
      "colour, Share_Ratio",
    ],
    ["a column twice", [...required, "share_ratio"], "header_twice", "share_ratio/分成比例"],
    [
      "a column in both languages",
      [...required, "分成比例"],
      "header_twice",
      "share_ratio/分成比例",
    ],
    ["a missing column", ["商品编号", "share_ratio"], "header_missing", "effective_from/生效日期"],
    ["no names at all", ["", " "], "header_row_missing", ""],
  ])("%s is told by name", (_, header, code, columns) => {
    const details = columns === "" ? {} : { columns };
    expect(() => matchHeaders("product_terms", "product_terms.csv", header)).toThrowError(
      expect.objectContaining({ code, details: expect.objectContaining(details) }),
    );
  });

  it("of every column are as the specification lists them", () => {
    const labels = columnsOf.orders.map(({ name, label }) => `${name} ${label}`);
    expect(labels).toHaveLength(31);
    expect(labels).toContain("repayment_status 后付费客户还款状态");
    expect(columnsOf.partners.map(({ label }) => label).join(" ")).toBe(
      "客户服务商编号 客户服务商名称 总经销商编号 纳税人类型 服务费税率 商业信息认证 结算周期 邮箱 手机 语言 纳税人识别号 开户银行 银行账号 联行号",
    );
  });
});

describe("reasons", () => {
  it("leave no place unfilled and cite a rule", () => {
    for (const reason of Object.values(rejectReasons)) {
      expect(reason.rule).toMatch(/^R-(IN\d|TIME)$/);
      const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
      expect(placesOf(reason.zh)).toEqual(placesOf(reason.en));
    }
  });

  it("explain a change of an original by the reason its refund would be refused for", () => {
    const details = { refund: "R1", why: "original_unpaid" };
    const reject: Pick<Reject, "code" | "value" | "details"> = {
      code: "breaks_refund",
      value: "",
      details,
    };
    expect(renderReason(reject, "en")).toBe(
      "R-IN2 the change does not fit the stored refund R1: R-IN2 the original is not paid",
    );
  });
});
