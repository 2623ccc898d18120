import type { Effect, Guard } from "./conditions.js";
import type { Role, StatementStatus } from "./states.js";

export interface Transition {
  readonly event: string;
  readonly zh: string;
  readonly from: readonly (StatementStatus | null)[];
  /** Where there are several, amounts or signatures decide (R-S4, R-W2); `resumes`: what it was before. */
  readonly to: readonly (StatementStatus | null)[] | "resumes";
  /** `system`: runs, the scheduler, the bank's answers. */
  readonly by: readonly (Role | "system")[];
  readonly needs: readonly Guard[];
  readonly causes: readonly Effect[];
  /** The rule that refuses the event in any other state. */
  readonly rule: string;
  /** The clock begins anew though the step stays. */
  readonly restartsClock?: true;
}

const questionable: readonly StatementStatus[] = [
  "sent",
  "countersigning",
  "countersigned",
  "returned",
  "invoice_requested",
  "closed",
  "deficit",
  "top_up_due",
];

/**
 * Every transition there is: what follows what, who may ask for it, what it needs and causes. Code reads it,
 * `docs/lifecycle.md` is made from it, and the model of the tests walks it.
 *
 * Source: spec §7, R-R1, R-S4, R-W1 to R-W8.
 */
export const transitions = [
  {
    event: "generate",
    zh: "出账",
    from: [null],
    to: ["draft"],
    by: ["operator", "system"],
    needs: [],
    causes: [],
    rule: "R-R1",
  },
  {
    event: "regenerate",
    zh: "重新出账",
    from: ["draft", "in_review", "recalled"],
    to: ["draft"],
    by: ["operator", "system"],
    needs: [],
    causes: [],
    rule: "R-R1",
  },
  {
    event: "discard",
    zh: "重新出账后不再有",
    from: ["draft", "in_review"],
    to: [null],
    by: ["operator", "system"],
    needs: [],
    causes: [],
    rule: "R-R1",
  },
  {
    event: "cancel",
    zh: "重新出账后作废",
    from: ["draft", "in_review", "recalled"],
    to: ["void"],
    by: ["operator", "system"],
    needs: [],
    causes: [],
    rule: "R-R1",
  },
  {
    event: "review",
    zh: "开始审核",
    from: ["draft"],
    to: ["in_review"],
    by: ["reviewer"],
    needs: ["not_runner", "certified"],
    causes: [],
    rule: "R-R1",
  },
  {
    event: "send_back",
    zh: "审核退回",
    from: ["in_review"],
    to: ["draft"],
    by: ["reviewer"],
    needs: ["reason"],
    causes: [],
    rule: "R-R1",
  },
  {
    event: "approve",
    zh: "审核并发送",
    from: ["draft", "in_review"],
    to: ["sent", "closed", "deficit", "top_up_due"],
    by: ["reviewer"],
    needs: ["not_runner", "balanced", "verifies", "certified", "reachable"],
    causes: ["lines_locked", "departments_asked", "statement_sent", "top_up_wanted"],
    rule: "R-R1",
  },
  {
    event: "sign",
    zh: "会签同意",
    from: ["sent", "countersigning"],
    to: ["countersigning", "countersigned"],
    by: ["signer"],
    needs: ["own_department", "certified"],
    causes: [],
    rule: "R-W2",
  },
  {
    event: "refuse",
    zh: "会签驳回",
    from: ["sent", "countersigning"],
    to: ["returned"],
    by: ["signer"],
    needs: ["own_department", "certified", "reason"],
    causes: ["statement_returned"],
    rule: "R-W2",
  },
  {
    event: "resend",
    zh: "再次提交会签",
    from: ["returned"],
    to: ["sent"],
    by: ["reviewer"],
    needs: ["not_runner", "certified"],
    causes: ["departments_asked"],
    rule: "R-W2",
  },
  {
    event: "recall",
    zh: "撤回",
    from: [
      "sent",
      "countersigning",
      "countersigned",
      "returned",
      "closed",
      "deficit",
      "top_up_due",
    ],
    to: ["recalled"],
    by: ["reviewer"],
    needs: ["nothing_rests", "reason"],
    causes: ["lines_released", "statement_recalled"],
    rule: "R-R1",
  },
  {
    event: "question",
    zh: "问题反馈",
    from: [...questionable, "questioned"],
    to: ["questioned"],
    by: ["partner"],
    needs: ["own_statement", "reason"],
    causes: ["clock_stops", "question_raised"],
    rule: "R-W4",
  },
  {
    event: "answer",
    zh: "答复",
    from: ["questioned"],
    to: "resumes",
    by: ["operator"],
    needs: ["reason"],
    causes: ["clock_goes_on", "question_answered"],
    rule: "R-W4",
  },
  {
    event: "answer_by_recall",
    zh: "答复并撤回",
    from: ["questioned"],
    to: ["recalled"],
    by: ["operator"],
    needs: ["reason", "before_step_4", "nothing_rests"],
    causes: ["lines_released", "question_answered"],
    rule: "R-W4",
  },
  {
    event: "request_invoice",
    zh: "通知开票",
    from: ["countersigned"],
    to: ["invoice_requested"],
    by: ["finance_preparer"],
    needs: ["certified", "reachable", "rate_of_day"],
    causes: ["invoice_wanted"],
    rule: "R-W8",
  },
  {
    event: "recall_for_rate",
    zh: "税率已变，撤回",
    from: ["countersigned"],
    to: ["recalled"],
    by: ["finance_preparer"],
    needs: ["nothing_rests"],
    causes: ["lines_released", "statement_recalled"],
    rule: "R-W7",
  },
  {
    event: "submit_invoice",
    zh: "提交发票",
    from: ["invoice_requested"],
    to: ["invoice_submitted", "invoice_received"],
    by: ["partner", "finance_preparer"],
    needs: ["own_statement", "certified", "invoice_form"],
    causes: [],
    rule: "R-W8",
  },
  {
    event: "receive_invoice",
    zh: "收到发票",
    from: ["invoice_submitted"],
    to: ["invoice_received"],
    by: ["finance_preparer"],
    needs: ["certified"],
    causes: [],
    rule: "R-W8",
  },
  {
    event: "accept_invoice",
    zh: "发票审核通过",
    from: ["invoice_received"],
    to: ["invoice_verified"],
    by: ["finance_preparer"],
    needs: ["certified", "invoice_right"],
    causes: [],
    rule: "R-W8",
  },
  {
    event: "refuse_invoice",
    zh: "发票不通过",
    from: ["invoice_submitted", "invoice_received"],
    to: ["invoice_requested"],
    by: ["finance_preparer"],
    needs: ["certified", "reason"],
    causes: ["invoice_refused"],
    rule: "R-W8",
  },
  {
    event: "return_invoice",
    zh: "退回已通过的发票",
    from: ["invoice_verified"],
    to: ["invoice_requested"],
    by: ["finance_preparer"],
    needs: ["certified", "reason", "not_released"],
    causes: ["attempt_withdrawn", "invoice_refused"],
    rule: "R-W8",
  },
  {
    event: "release_payment",
    zh: "付款放行",
    from: ["invoice_verified", "payment_bounced"],
    to: ["paying"],
    by: ["finance_releaser"],
    needs: ["other_preparer", "certified", "payable"],
    causes: ["attempt_made"],
    rule: "R-W2",
  },
  {
    event: "confirm_payment",
    zh: "银行确认付款",
    from: ["paying", "payment_bounced"],
    to: ["paid"],
    by: ["finance_preparer", "finance_releaser", "system"],
    needs: ["own_attempt"],
    causes: ["payment_made"],
    rule: "R-R2",
  },
  {
    event: "bounce_payment",
    zh: "银行退回付款",
    from: ["paying", "paid"],
    to: ["payment_bounced"],
    by: ["finance_preparer", "finance_releaser", "system"],
    needs: ["own_attempt"],
    causes: ["payment_failed"],
    rule: "R-R2",
    restartsClock: true,
  },
  {
    event: "receive_top_up",
    zh: "收到补付",
    from: ["top_up_due"],
    to: ["top_up_due", "top_up_received"],
    by: ["finance_preparer"],
    needs: ["all_received"],
    causes: [],
    rule: "R-S4",
  },
] as const satisfies readonly Transition[];

export type LifecycleEvent = (typeof transitions)[number]["event"];

const byEvent = new Map<LifecycleEvent, Transition>(transitions.map((it) => [it.event, it]));

export function transitionOf(event: LifecycleEvent): Transition {
  return byEvent.get(event) as Transition;
}
