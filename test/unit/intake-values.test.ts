import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDay, checkInstant } from "../../src/intake/check-instant.js";
import { checkAmount, checkKey, checkText } from "../../src/intake/check-value.js";
import { columnIndex, columnsOf } from "../../src/intake/columns.js";
import type { FactKind } from "../../src/intake/merge-facts.js";

/** What the check of a column makes of a value: the staged text, or the code of the reason. */
function check(kind: FactKind, column: string, value: string): string {
  const checked = columnsOf[kind][columnIndex(kind, column)]?.check(value);
  return typeof checked === "string" ? checked : `!${checked?.code}`;
}

function outcome(checked: ReturnType<typeof checkKey>): string {
  return typeof checked === "string" ? checked : `!${checked.code}`;
}

describe("R-TIME", () => {
  it.each([
    ["2026-10-05 10:00:00", "2026-10-05 10:00:00"],
    ["2026-10-05T10:00", "2026-10-05T10:00"],
    ["2026/10/05 10:00:00.123", "2026-10-05 10:00:00.123"],
    ["2026/10/05T10:00Z", "2026-10-05T10:00Z"],
    ["2026-10-05 10:00:00+08:00", "2026-10-05 10:00:00+08:00"],
    ["2026-10-05 10:00:00.000-03:30", "2026-10-05 10:00:00.000-03:30"],
    ["2024-02-29 23:59:59", "2024-02-29 23:59:59"],
    ["2000-02-29 00:00", "2000-02-29 00:00"],
    ["2026-02-29 00:00", "!instant_unknown"],
    ["2100-02-29 00:00", "!instant_unknown"],
    ["2026-13-01 00:00", "!instant_unknown"],
    ["2026-00-01 00:00", "!instant_unknown"],
    ["2026-04-31 00:00", "!instant_unknown"],
    ["2026-10-05 24:00", "!instant_unknown"],
    ["2026-10-05 23:60", "!instant_unknown"],
    ["2026-10-05 23:59:60", "!instant_unknown"],
    ["1969-12-31 23:59", "!instant_unknown"],
    ["9999-01-01 00:00", "!instant_unknown"],
    ["2026-10-05", "!instant_form"],
    ["2026-10/05 10:00", "!instant_form"],
    ["2026-1-5 10:00", "!instant_form"],
    ["2026-10-05  10:00", "!instant_form"],
    ["2026-10-05t10:00", "!instant_form"],
    ["2026-10-05 10:00:00.1", "!instant_form"],
    ["2026-10-05 10:00:00.1234", "!instant_form"],
    ["2026-10-05 10:00 +08:00", "!instant_form"],
    ["2026-10-05 10:00+0800", "!instant_form"],
    ["2026-10-05 10:00+15:00", "!instant_form"],
    ["2026-10-05 10:00z", "!instant_form"],
    ["46300.5", "!instant_form"],
    ["2026-10-05 1０:00", "!instant_form"],
  ])("%s is %s", (value, expected) => {
    expect(outcome(checkInstant(value))).toBe(expected);
  });

  it("takes every real instant back as it was", () => {
    const years = { min: new Date("1970-01-01T00:00:00Z"), max: new Date("9998-12-31T00:00:00Z") };
    const property = fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
      expect(checkInstant(date.toISOString())).toBe(date.toISOString());
    });
    fc.assert(property);
  });

  it.each([
    ["2026-10-05", "2026-10-05"],
    ["2026/10/05", "2026-10-05"],
    ["2026-10-05 00:00:00", "2026-10-05"],
    ["1900-01-01", "1900-01-01"],
    ["2026-10-05 08:00:00", "!day_form"],
    ["2026-10-05Z", "!day_form"],
    ["2026-02-30", "!instant_unknown"],
    ["20261005", "!day_form"],
  ])("the day %s is %s", (value, expected) => {
    expect(outcome(checkDay(value))).toBe(expected);
  });
});

describe("R-IN6", () => {
  it.each([
    ["0", "0"],
    ["-0.00", "-0.00"],
    ["123456789012345.67", "123456789012345.67"],
    ["-12.3", "-12.3"],
    ["007.10", "007.10"],
    ...[
      "1234567890123456",
      "1.234",
      "1.",
      ".5",
      "+1",
      "1e3",
      "1,000.00",
      "￥5",
      "--1",
      "-",
      "1 0",
    ].map((value) => [value, "!amount_form"]),
  ])("amount %s is %s", (value, expected) => {
    expect(outcome(checkAmount(value ?? ""))).toBe(expected);
  });

  it("says of amounts what the rule's own expression says", () => {
    const form = /^-?\d{1,15}(\.\d{1,2})?$/;
    const text = fc.string({ unit: fc.constantFrom(..."-.01290 e,"), maxLength: 20 });
    const property = fc.property(text, (value) => {
      expect(typeof checkAmount(value) === "string").toBe(form.test(value));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it("says of keys what the rule's own expression says", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."aZ09._- /客"),
      minLength: 1,
      maxLength: 70,
    });
    const property = fc.property(text, (value) => {
      expect(typeof checkKey(value) === "string").toBe(/^[A-Za-z0-9._-]{1,64}$/.test(value));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it.each([
    ["客户（一）𠮷 Ä", "客户（一）𠮷 Ä"],
    ["C:\\new", "C:\\\\new"],
    ["\\N", "\\\\N"],
    ["𠮷".repeat(200), "𠮷".repeat(200)],
    ["𠮷".repeat(201), "!text_too_long"],
    ["x".repeat(201), "!text_too_long"],
    ...[
      "a\tb",
      "a\nb",
      "a\u0000",
      "\u007f",
      "\u0085",
      "\u2028",
      "\u202e",
      "\ufeff",
      "a\ufffd",
      "\ud800x",
    ].map((value) => [value, "!text_control"]),
  ])("text %j is %j", (value, expected) => {
    expect(outcome(checkText(value ?? ""))).toBe(expected);
  });
});

describe("R-IN4", () => {
  it.each([
    ["orders", "share_ratio", "1", "1"],
    ["orders", "share_ratio", "0.000001", "0.000001"],
    ["orders", "share_ratio", "0", "!rate_range"],
    ["orders", "share_ratio", "0.000000", "!rate_range"],
    ["orders", "share_ratio", "1.000001", "!rate_range"],
    ["orders", "share_ratio", "-0.5", "!rate_range"],
    ["orders", "share_ratio", "0.0000001", "!rate_form"],
    ["orders", "share_ratio", "20%", "!rate_form"],
    ["orders", "share_ratio", ".5", "!rate_form"],
    ["orders", "commission_ratio", "0.9", "0.9"],
    ["orders", "commission_ratio", "0.900001", "!rate_range"],
    ["orders", "settleable_ratio", "1.0", "1.0"],
    ["products", "output_tax_rate", "0", "0"],
    ["products", "output_tax_rate", "0.9999", "0.9999"],
    ["products", "output_tax_rate", "1", "!rate_range"],
    ["products", "output_tax_rate", "0.12345", "!rate_form"],
    ["products", "output_tax_rate", "0.130000", "0.130000"],
    ["partners", "service_fee_rate", "0.00001", "!rate_form"],
    ["partners", "bank_code", "102100099996", "102100099996"],
    ["partners", "bank_code", "10210009999", "!bank_code_form"],
    ["partners", "email", "a@b.example", "a@b.example"],
    ["partners", "email", "a@b", "!email_form"],
    ["partners", "mobile", "+86 139-0000-0001", "+86 139-0000-0001"],
    ["partners", "mobile", "12345", "!mobile_form"],
    ["partners", "locale", "zh", "!word_unknown"],
    ["orders", "order_type", "New", "!word_unknown"],
    ["orders", "operations_base", "TRUE", "true"],
  ] as const)("%s.%s %s is %s", (kind, column, value, expected) => {
    expect(check(kind, column, value)).toBe(expected);
  });
});

describe("words of both languages", () => {
  const words: Record<string, [FactKind, string]> = {
    order_type: ["orders", "new 新购 · renewal 续费 · renewal 续订 · usage 按量 · refund 退订"],
    charge_mode: [
      "orders",
      "subscription 包周期 · subscription 包年包月 · on_demand 按需 · per_use 按次 · on_demand_package 按需套餐包",
    ],
    sales_scenario: [
      "orders",
      "provider 客户服务商销售 · dealer_alone 经销商单独销售 · dealer_joint 经销商与华为云共同销售 · merchant_joint 与商家联合销售",
    ],
    repayment_status: ["orders", "none 不涉及 · outstanding 未还款 · repaid 已还款"],
    supervision_status: ["orders", "not_involved 不涉及 · in_progress 进行中 · completed 已完成"],
    refund_kind: [
      "orders",
      "no_reason 5天无理由全额退订 · before_effective 未生效续费退订 · after_guarantee 过担保期退订",
    ],
    operations_base: ["orders", "true 是 · false 否"],
    sourcing: [
      "products",
      "joint 联营商品 · self_operated 华为自服务商品 · selected 严选商品 · selected_self_operated 严选自营商品 · general 通用商品",
    ],
    category: [
      "products",
      "image 镜像类 · saas SaaS类 · license License类 · service 人工服务类 · orchestration 应用编排类 · hardware 硬件类 · api API接入类 · stored_value_card 储值卡",
    ],
    share_model: ["products", "deal_price 成交价分成 · floor_discount 底价折扣分成"],
    performance_policy: [
      "products",
      "standard 标准商品 · specific 特定商品 · performance_only 有业绩无返点 · none 无业绩无返点",
    ],
    taxpayer_type: ["partners", "general 一般纳税人 · small_scale 小规模纳税人"],
    business_info: ["partners", "certified 已认证 · changing 变更中 · missing 未认证"],
    settlement_cycle: ["partners", "monthly 月度 · quarterly 季度"],
  };
  it.each(Object.entries(words))("%s", (column, [kind, list]) => {
    for (const pair of list.split(" · ")) {
      const [code = "", word = ""] = pair.split(" ");
      expect([check(kind, column, code), check(kind, column, word)]).toEqual([code, code]);
    }
  });
});
