/**
 * What must hold for a transition beside its state and who asks. Each name is a check of
 * `src/lifecycle/guards.ts`, or of the one place that does the transition.
 */
export const guards = {
  verifies: { rule: "R-S5", zh: "每一行均可复算", en: "every line follows from its own inputs" },
  balanced: { rule: "R-R5", zh: "本账期出账已平", en: "the period's run balanced" },
  not_runner: { rule: "R-W2", zh: "并非出账人", en: "somebody else ran the period" },
  certified: { rule: "R-W5", zh: "商业信息已认证", en: "the settlee's business info is certified" },
  reachable: {
    rule: "R-W8",
    zh: "结算对象留有邮箱或手机",
    en: "the settlee has an e-mail address or a mobile number",
  },
  reason: { rule: "R-W3", zh: "写明原因", en: "a reason is given" },
  own_department: {
    rule: "R-W2",
    zh: "为本人所在且尚未签署的部门签署，且本人未签过",
    en: "for a department of one's own that has not signed, and once a person",
  },
  nothing_rests: {
    rule: "R-R1",
    zh: "没有已发送的结算单依据其明细",
    en: "no sent statement rests on its lines",
  },
  before_step_4: { rule: "R-W4", zh: "尚未通知开票", en: "the invoice is not requested yet" },
  rate_of_day: {
    rule: "R-W7",
    zh: "服务费税率与当日一致",
    en: "the service fee rate is the settlee's of the day",
  },
  not_invoiced: {
    rule: "R-W4",
    zh: "尚未提交过发票",
    en: "no invoice of it was ever submitted",
  },
  own_statement: { rule: "R-W4", zh: "是本方的结算单", en: "it is the settlee's own statement" },
  invoice_form: {
    rule: "R-W8",
    zh: "发票号码未被使用",
    en: "the invoice numbers were never used before",
  },
  invoice_right: {
    rule: "R-W8",
    zh: "发票逐项核对无误",
    en: "every point of the invoice is right",
  },
  not_released: { rule: "R-W8", zh: "付款尚未放行", en: "the payment is not released" },
  payable: {
    rule: "R-W5",
    zh: "有收款账户；退回后须重新认证",
    en: "there is an account to pay to, certified anew after a bounce",
  },
  other_preparer: { rule: "R-W2", zh: "并非付款制单人", en: "somebody else prepared the payment" },
  own_attempt: {
    rule: "R-R2",
    zh: "银行回执与本次付款一致",
    en: "the bank's answer is about this attempt and its amount",
  },
  all_received: { rule: "R-S4", zh: "补付金额已收齐", en: "the whole amount has come" },
} as const;

export type Guard = keyof typeof guards;

/** What a transition makes happen, in its own transaction or through the outbox. */
export const effects = {
  lines_locked: { zh: "锁定明细", en: "lines are locked" },
  lines_released: {
    zh: "释放明细，保留已发送版本",
    en: "lines are released, the version sent is kept",
  },
  departments_asked: { zh: "请各部门会签", en: "every configured department is asked to sign" },
  clock_stops: { zh: "计时暂停", en: "the clock stops" },
  clock_goes_on: { zh: "计时继续", en: "the clock goes on" },
  statement_sent: { zh: "通知：结算单已发送", en: "notice: statement sent" },
  statement_returned: { zh: "通知：会签驳回", en: "notice: returned" },
  statement_recalled: { zh: "通知：结算单已撤回", en: "notice: recalled" },
  invoice_wanted: { zh: "通知：请开票", en: "notice: countersigned, invoice wanted" },
  invoice_refused: { zh: "通知：发票未通过及原因", en: "notice: invoice refused, with the reason" },
  payment_made: { zh: "通知：已付款", en: "notice: paid" },
  payment_failed: { zh: "通知：付款退回", en: "notice: payment bounced" },
  top_up_wanted: { zh: "通知：请补付", en: "notice: top-up due" },
  question_raised: { zh: "通知（内部）：有问题反馈", en: "notice to staff: question raised" },
  question_answered: { zh: "通知：问题已答复", en: "notice: question answered" },
  attempt_made: { zh: "生成付款指令", en: "a payment attempt is made" },
  attempt_withdrawn: { zh: "撤回付款指令", en: "its payment attempt is withdrawn" },
} as const;

export type Effect = keyof typeof effects;
