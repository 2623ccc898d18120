/** Every state of a statement, in the order in which a month goes through them (spec §7, R-S4, R-W4). */
export const statementStatuses = [
  "draft",
  "in_review",
  "sent",
  "countersigning",
  "countersigned",
  "returned",
  "questioned",
  "recalled",
  "invoice_requested",
  "invoice_submitted",
  "invoice_received",
  "invoice_verified",
  "paying",
  "paid",
  "payment_bounced",
  "closed",
  "deficit",
  "top_up_due",
  "top_up_received",
  "void",
] as const;

export type StatementStatus = (typeof statementStatuses)[number];

/** How states are called (spec §8: the steps as users know them). */
export const statusWords: Readonly<
  Record<StatementStatus, { readonly zh: string; readonly en: string }>
> = {
  draft: { zh: "草稿", en: "draft" },
  in_review: { zh: "审核中", en: "in review" },
  sent: { zh: "待会签", en: "sent" },
  countersigning: { zh: "会签中", en: "countersigning" },
  countersigned: { zh: "会签完成", en: "countersigned" },
  returned: { zh: "会签驳回", en: "returned" },
  questioned: { zh: "问题反馈中", en: "questioned" },
  recalled: { zh: "已撤回", en: "recalled" },
  invoice_requested: { zh: "待开票", en: "invoice requested" },
  invoice_submitted: { zh: "发票已寄出", en: "invoice on its way" },
  invoice_received: { zh: "发票待审核", en: "invoice received" },
  invoice_verified: { zh: "待付款", en: "invoice verified" },
  paying: { zh: "付款中", en: "paying" },
  paid: { zh: "已付款", en: "paid" },
  payment_bounced: { zh: "付款退回", en: "payment bounced" },
  closed: { zh: "已关闭", en: "closed" },
  deficit: { zh: "负数待抵", en: "deficit" },
  top_up_due: { zh: "待补缴", en: "top-up due" },
  top_up_received: { zh: "已补缴", en: "top-up received" },
  void: { zh: "已作废", en: "void" },
};

/** Who may do what (R-W2); a partner user sees and acts for one settlee only. */
export const roles = [
  "operator",
  "reviewer",
  "signer",
  "finance_preparer",
  "finance_releaser",
  "partner",
  "auditor",
  "admin",
] as const;

export type Role = (typeof roles)[number];

/** The seven steps from draft to paid. */
export type Step = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface StepOfStatus {
  /** Null: nothing is under way, no clock runs. */
  readonly step: Step | null;
  /** Whose turn it is; null: nobody's. */
  readonly holder: Role | null;
  /** A step without a clock waits for what cannot be hurried, such as the post. */
  readonly hasClock: boolean;
}

const waiting = (step: Step, holder: Role): StepOfStatus => ({ step, holder, hasClock: true });
const over: StepOfStatus = { step: null, holder: null, hasClock: false };

/**
 * The step a statement is in by its status, and whose turn it is. A questioned one stays in the step it was
 * in, and is told apart where clocks are read: its turn is the operator's who answers.
 *
 * Source: spec §7.
 */
export const stepOfStatus: Readonly<Record<StatementStatus, StepOfStatus>> = {
  draft: waiting(2, "reviewer"),
  in_review: waiting(2, "reviewer"),
  sent: waiting(3, "signer"),
  countersigning: waiting(3, "signer"),
  countersigned: waiting(4, "finance_preparer"),
  returned: waiting(2, "reviewer"),
  questioned: { step: null, holder: "operator", hasClock: false },
  recalled: waiting(1, "operator"),
  invoice_requested: waiting(5, "partner"),
  invoice_submitted: { step: 6, holder: "finance_preparer", hasClock: false },
  invoice_received: waiting(6, "finance_preparer"),
  invoice_verified: waiting(7, "finance_preparer"),
  paying: waiting(7, "finance_releaser"),
  paid: over,
  payment_bounced: waiting(7, "finance_preparer"),
  closed: over,
  deficit: over,
  top_up_due: { step: null, holder: "partner", hasClock: false },
  top_up_received: over,
  void: over,
};

/** States that a run replaces (R-R1). */
export const draftStatuses: readonly StatementStatus[] = ["draft", "in_review", "recalled"];
