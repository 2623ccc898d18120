import type { ErrorEntry } from "./entry.js";

/** From draft to paid: transitions, their guards, questions. */
export const lifecycleErrors = {
  transition_impossible: {
    kind: "refused",
    // The event's own rule stands in the details.
    rule: "R-R1",
    en: "Statement {statementNo} is '{status}': '{event}' does not follow from that.",
    zh: "结算单 {statementNo} 的状态是“{statusZh}”，不能“{eventZh}”。",
  },
  recalled_not_run: {
    kind: "refused",
    rule: "R-R1",
    en: "Statement {statementNo} was recalled; run its period again before approving.",
    zh: "结算单 {statementNo} 已撤回；请先重新出账再审核。",
  },
  original_not_settled: {
    kind: "refused",
    rule: "R-A9",
    en: "Statement {statementNo} takes back order {orderNo}, which no statement settles at present; where its statement was recalled, run that month first, then this one.",
    zh: "结算单 {statementNo} 扣回订单 {orderNo}，而目前没有结算单结算该订单；如其结算单已撤回，请先对其账期重新出账，再对本账期重新出账。",
  },
  settlee_not_certified: {
    kind: "refused",
    rule: "R-W5",
    en: "The business info of {settleeNo} is not certified; {statementNo} waits until it is.",
    zh: "{settleeNo} 的商业信息尚未认证；结算单 {statementNo} 等待认证完成。",
  },
  settlee_unreachable: {
    kind: "refused",
    rule: "R-W8",
    en: "{settleeNo} has neither an e-mail address nor a mobile number on record, so {statementNo} cannot be sent to it. Import one of them first.",
    zh: "{settleeNo} 既没有邮箱也没有手机号，结算单 {statementNo} 无法送达；请先导入其中一项。",
  },
  reason_missing: {
    kind: "refused",
    rule: "R-W3",
    en: "Say why: --reason TEXT (a question or an answer: --text TEXT).",
    zh: "请写明原因：--reason 文字（问题或答复：--text 文字）。",
  },
  text_too_long: {
    kind: "input",
    en: "The text has {length} characters; at most {most} are kept.",
    zh: "文字有 {length} 个字符，最多 {most} 个。",
  },
  department_unknown: {
    kind: "refused",
    rule: "R-W2",
    en: "'{department}' is not asked to sign {statementNo}; these are: {departments}.",
    zh: "“{department}”不在 {statementNo} 的会签部门之列；会签部门：{departments}。",
  },
  department_not_own: {
    kind: "refused",
    rule: "R-W2",
    en: "{user} cannot sign for '{department}'.",
    zh: "{user} 不能代表“{department}”签署。",
  },
  department_answered: {
    kind: "refused",
    rule: "R-W2",
    en: "No signature on {statementNo} is left to give for {departments}.",
    zh: "{departments} 对结算单 {statementNo} 已无待签署的会签。",
  },
  department_unclear: {
    kind: "refused",
    rule: "R-W2",
    en: "Say for which department: --department {departments}.",
    zh: "请指明部门：--department {departments}。",
  },
  signed_before: {
    kind: "refused",
    rule: "R-W2",
    en: "{user} has signed {statementNo} for another department; each signature is another person's.",
    zh: "{user} 已代表其他部门签署 {statementNo}；每个部门须由不同的人签署。",
  },
  recall_rested_on: {
    kind: "refused",
    rule: "R-R1",
    en: "Statement {statementNo} cannot be recalled: {count} sent statements rest on its lines, the first is {first}. A correction comes with the next run (R-A10).",
    zh: "结算单 {statementNo} 不能撤回：有 {count} 张已发送的结算单依据其明细，第一张是 {first}。更正将在下次出账时进行（R-A10）。",
  },
  past_step_4: {
    kind: "refused",
    rule: "R-W4",
    en: "The invoice of {statementNo} is requested, so it can no longer be recalled; answer 'stands' or 'corrected'.",
    zh: "结算单 {statementNo} 已通知开票，不能再撤回；请答复“维持”或“下期更正”。",
  },
  question_after_invoice: {
    kind: "refused",
    rule: "R-W4",
    en: "An invoice of {statementNo} was submitted, so it can no longer be questioned, whatever became of the invoice; ask the operator directly.",
    zh: "结算单 {statementNo} 已提交过发票，不论发票审核结果如何，都不能再提出问题反馈；请直接联系运营人员。",
  },
  question_unknown: {
    kind: "not_found",
    en: "There is no question {questionId}; yuejie history NO lists those of a statement.",
    zh: "没有问题 {questionId}；yuejie history 结算单号 可查看其问题。",
  },
  question_answered: {
    kind: "refused",
    rule: "R-W4",
    en: "Question {questionId} was answered before.",
    zh: "问题 {questionId} 已经答复。",
  },
  line_unknown: {
    kind: "not_found",
    en: "Statement {statementNo} has no line {lineNo}.",
    zh: "结算单 {statementNo} 没有第 {lineNo} 行。",
  },
  record_broken: {
    kind: "invariant",
    rule: "R-W3",
    en: "The record does not prove itself: {count} faults, the first in {where}. Keep the database as it is and find out who wrote to it.",
    zh: "记录未通过验证：{count} 处异常，第一处在 {where}。请保留数据库现状，并查明何人写入。",
  },
} as const satisfies Record<string, ErrorEntry>;
