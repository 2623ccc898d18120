import type { PaymentState } from "./payment.js";

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** How states of payments are called. */
export const paymentStateWords: Readonly<Record<PaymentState, Words>> = {
  prepared: { zh: "待放行", en: "prepared" },
  released: { zh: "已放行", en: "released" },
  paid: { zh: "已付款", en: "paid" },
  bounced: { zh: "已退回", en: "bounced" },
  withdrawn: { zh: "已撤回", en: "withdrawn" },
};

/** Why an answer of the bank changes nothing, and somebody has to look into it (R-R2). */
export const answerConflicts = {
  amount: { zh: "金额与付款不同", en: "its amount is not the payment's" },
  currency: { zh: "币种不是 CNY", en: "its currency is not CNY" },
  batch_amount: { zh: "合计金额与付款批次不同", en: "its total is not the batch's" },
  not_released: { zh: "该付款尚未放行", en: "the payment was never released" },
  withdrawn: { zh: "该付款已撤回，从未放行", en: "the payment was withdrawn, and never released" },
  newer_payment: {
    zh: "该付款退回后已另行付款，可能重复",
    en: "it bounced, and the statement was paid by another payment since: it may be paid twice",
  },
  booked_twice: {
    zh: "银行再次入账（另一流水号，或同一文件中的另一笔），可能重复付款",
    en: "it was booked out before, under another reference of the bank or elsewhere in the file: it may be paid twice",
  },
  denies_booking: {
    zh: "状态报告与已有的入账或付款结果矛盾",
    en: "a report denies what was booked, or reported as paid",
  },
  unknown_payment: { zh: "没有这笔付款", en: "there is no such payment" },
} as const satisfies Readonly<Record<string, Words>>;

export type AnswerConflict = keyof typeof answerConflicts;

/** Both languages in one line: a notice to staff is made before its reader is known. */
export function conflictSentence(conflict: AnswerConflict): string {
  const { zh, en } = answerConflicts[conflict];
  return `${zh} / ${en}`;
}
