import { statusWords } from "../domain/lifecycle/states.js";
import { Decimal, formatRate } from "../domain/money.js";
import type { Bilingual } from "./language.js";

/** The words of the glossary for codes that people read in tables. */
export interface Labels {
  readonly outcomes: Readonly<Record<"settled" | "carried" | "excluded" | "open", string>>;
  readonly statuses: Readonly<Record<string, string>>;
  readonly statementTypes: Readonly<Record<string, string>>;
  readonly lineKinds: Readonly<Record<string, string>>;
}

export const labels: Bilingual<Labels> = {
  "zh-CN": {
    outcomes: { settled: "已结算", carried: "往期未结", excluded: "不结算", open: "待出账" },
    statuses: statusesIn("zh"),
    statementTypes: { base: "基础激励", assessment: "业绩考核激励" },
    lineKinds: {
      order: "订单",
      usage: "按量",
      refund: "退订",
      adjustment: "调整",
      brought_forward: "上期结转",
      set_off: "抵扣",
    },
  },
  en: {
    outcomes: { settled: "settled", carried: "carried", excluded: "excluded", open: "open" },
    statuses: statusesIn("en"),
    statementTypes: { base: "base", assessment: "assessment" },
    lineKinds: {
      order: "order",
      usage: "usage",
      refund: "refund",
      adjustment: "adjustment",
      brought_forward: "brought forward",
      set_off: "set off",
    },
  },
};

/** A rate for people: `0.06` is written `6%`. */
export function percent(rate: string): string {
  return `${formatRate(new Decimal(rate).times(100))}%`;
}

function statusesIn(language: "zh" | "en"): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(statusWords).map(([status, words]) => [status, words[language]]),
  );
}
