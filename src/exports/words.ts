import { statusWords } from "../domain/lifecycle/states.js";
import type { LineKind, ShareRule } from "../domain/share.js";
import type { Bilingual } from "../platform/workbook/cells.js";

/** The words that stand for codes in workbooks; a code without a word shows itself. */

const orderTypes: Readonly<Record<string, string>> = {
  new: "新购",
  renewal: "续费",
  usage: "按量",
  refund: "退订",
};

const chargeModes: Readonly<Record<string, string>> = {
  subscription: "包周期",
  on_demand: "按需",
  per_use: "按次",
  on_demand_package: "按需套餐包",
};

const salesScenarios: Readonly<Record<string, string>> = {
  provider: "客户服务商销售",
  dealer_alone: "经销商单独销售",
  dealer_joint: "经销商与华为云共同销售",
  merchant_joint: "与商家联合销售",
};

export const repaymentWords: Readonly<Record<string, string>> = {
  none: "不涉及",
  outstanding: "未还款",
  repaid: "已还款",
};

export const supervisionWords: Readonly<Record<string, string>> = {
  not_involved: "不涉及",
  in_progress: "进行中",
  completed: "已完成",
};

export const lineKinds: Readonly<Record<LineKind, Bilingual>> = {
  order: { zh: "订单", en: "order" },
  usage: { zh: "按量", en: "usage" },
  refund: { zh: "退订", en: "refund" },
  adjustment: { zh: "调整", en: "adjustment" },
  brought_forward: { zh: "上期结转", en: "brought forward" },
  set_off: { zh: "抵扣", en: "set off" },
};

const statementTypes: Readonly<Record<string, Bilingual>> = {
  base: { zh: "基础激励", en: "base" },
  assessment: { zh: "业绩考核激励", en: "assessment" },
};

const statementStatuses: Readonly<Record<string, Bilingual>> = statusWords;

export const outcomes = {
  settled: { zh: "已结算", en: "settled" },
  carried: { zh: "未结", en: "carried" },
  excluded: { zh: "不结算", en: "excluded" },
} as const satisfies Record<string, Bilingual>;

/** Where an order stands; `open`: no run has had it in scope, and nothing stands in its way. */
export const transactionStatuses = {
  ...outcomes,
  open: { zh: "待出账", en: "open" },
} as const satisfies Record<string, Bilingual>;

/** The formulas of spec §4 in words. */
export const ruleFormulas: Readonly<Record<ShareRule, string>> = {
  "R-A1": "分成基数 × 分成比例 ÷ (1 + 商品销项税率) × (1 + 服务费税率)",
  "R-A2": "(成交价 − 底价) × 分成比例 ÷ (1 + 商品销项税率) × (1 + 服务费税率)",
  "R-A3": "(成交价 − 底价) ÷ (1 + 商品销项税率) × (1 + 服务费税率) × 90%",
  "R-A4": "(成交价 − 底价) × 佣金比例 ÷ (1 + 商品销项税率) × (1 + 服务费税率)",
  "R-A5": "现金消费 × 分成比例",
};

export function orderTypeWord(code: string | null): string | null {
  return code === null ? null : (orderTypes[code] ?? code);
}

export function chargeModeWord(code: string | null): string | null {
  return code === null ? null : (chargeModes[code] ?? code);
}

export function salesScenarioWord(code: string): string {
  return salesScenarios[code] ?? code;
}

export function statementTypeWords(code: string): Bilingual {
  return statementTypes[code] ?? { zh: code, en: "" };
}

export function statementStatusWords(code: string): Bilingual {
  return statementStatuses[code] ?? { zh: code, en: "" };
}
