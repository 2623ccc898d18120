import type { Language } from "../domain/errors.js";
import { type ReasonSentence, reasonSentence } from "../domain/reason-sentences.js";
import { excludingReasons, type ReasonCode, reasonsOf } from "../domain/reasons.js";
import { type Field, field } from "./fields.js";
import { orderFields } from "./order-columns.js";
import type { UnsettledRow } from "./rows.js";
import { outcomes } from "./words.js";

const ownFields: readonly Field<UnsettledRow>[] = [
  ...orderFields,
  field(["交易金额（成交价）", "Deal amount"], ["amount", 17], (row) => row.deal_amount),
  field(["现金消费", "Cash consumption"], ["amount", 16], (row) => row.cash_consumption),
];

const timeFields: readonly Field<UnsettledRow>[] = [
  field(["下单时间", "Ordered at"], ["instant", 20], (row) => row.ordered_at),
  field(["可结算时间", "Settleable at"], ["instant", 20], (row) => row.settleable_at),
];

/** What a settlee is told of an order that waits; languages after the first stand beneath it. */
export function carriedFields(languages: readonly Language[]): readonly Field<UnsettledRow>[] {
  return [
    ...ownFields,
    field(["未结原因", "Why it is not settled"], ["wrapped", 44], (row) =>
      tell(row.reasons, "why", languages),
    ),
    field(["怎样才能结算", "What would have to happen"], ["wrapped", 44], (row) =>
      tell(row.reasons, "next", languages),
    ),
    ...timeFields,
  ];
}

/** What finance sees of every order in scope that was not settled. */
export const unsettledFields: readonly Field<UnsettledRow>[] = [
  field(["结算对象编号", "Settlee no"], ["text", 15], (row) => row.settlee_no || null),
  field(["结算对象名称", "Settlee"], ["text", 24], (row) => row.settlee_name),
  field(["结果", "Outcome"], ["text", 10], (row) => outcomes[row.outcome].zh),
  field(["计入原因", "Counted under"], ["text", 20], (row) => {
    const reason = countedReason(row.outcome, row.reasons);
    return reason === undefined ? null : reasonSentence(reason, "zh-CN").title;
  }),
  ...ownFields,
  field(["全部原因", "All reasons"], ["wrapped", 44], (row) => tell(row.reasons, "why", ["zh-CN"])),
  field(["怎样才能结算", "What would have to happen"], ["wrapped", 44], (row) =>
    tell(row.reasons, "next", ["zh-CN"]),
  ),
  ...timeFields,
  field(["原因代码", "Reason codes"], ["text", 34], (row) => reasonsOf(row.reasons).join(", ")),
];

/** The one reason that totals count an order under: an excluded one under its first excluding reason. */
function countedReason(outcome: UnsettledRow["outcome"], bits: number): ReasonCode | undefined {
  const reasons = reasonsOf(bits);
  return outcome === "excluded" ? reasons.find((code) => excludingReasons.has(code)) : reasons[0];
}

/** Every reason as a sentence, in the order of §3; numbered where there are several. */
export function tell(
  bits: number,
  part: keyof ReasonSentence,
  languages: readonly Language[],
): string {
  const reasons = reasonsOf(bits);
  return languages
    .flatMap((language) =>
      reasons.map((code, index) => {
        const sentence = reasonSentence(code, language)[part];
        return reasons.length > 1 ? `${index + 1}. ${sentence}` : sentence;
      }),
    )
    .join("\n");
}
