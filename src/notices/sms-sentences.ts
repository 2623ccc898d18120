import type { Language } from "../domain/errors.js";
import { formatAmountGrouped as grouped } from "../domain/money.js";
import type {
  NoticeDetails,
  NoticeKind,
  PartnerNoticeDetails,
  PartnerNoticeKind,
} from "../domain/notice.js";

/** How a kind of notice reads in a short message, and what fills a gateway's own template, in its order. */
interface SmsWords<Kind extends PartnerNoticeKind> {
  readonly parameters: (details: PartnerNoticeDetails[Kind]) => readonly string[];
  /** Of the parameters, so that text and template cannot tell different things. */
  readonly text: Readonly<Record<Language, (...parameters: readonly string[]) => string>>;
}

type Words = { readonly [Kind in PartnerNoticeKind]: SmsWords<Kind> };

/**
 * Short messages to settlees: number, amount, day, what to do. Reasons and answers stand in the e-mail. One part
 * of a Chinese message has 70 characters, of an English one 160.
 */
const smsWords: Words = {
  statement_sent: {
    parameters: ({ statementNo, amount }) => [statementNo, grouped(amount)],
    text: {
      "zh-CN": (no, amount) => `结算单${no}已发送，金额${amount}元，详见邮件或结算平台。`,
      en: (no, amount) => `Statement ${no} was sent: CNY ${amount}. See e-mail or console.`,
    },
  },
  statement_returned: {
    parameters: ({ statementNo }) => [statementNo],
    text: {
      "zh-CN": (no) => `结算单${no}会签被驳回，我方正在复核，无需您处理。`,
      en: (no) => `A signature on statement ${no} was refused; nothing to do for you.`,
    },
  },
  statement_recalled: {
    parameters: ({ statementNo }) => [statementNo],
    text: {
      "zh-CN": (no) => `结算单${no}已撤回，将重新出账，请勿据此开票。`,
      en: (no) => `Statement ${no} was recalled and will be sent anew. Please do not invoice it.`,
    },
  },
  invoice_wanted: {
    parameters: ({ statementNo, amount, dueOn }) => [statementNo, grouped(amount), dueOn],
    text: {
      "zh-CN": (no, amount, dueOn) => `请为结算单${no}开票，价税合计${amount}元，${dueOn}前提交。`,
      en: (no, amount, dueOn) =>
        `Please invoice statement ${no}, CNY ${amount} in all, by ${dueOn}.`,
    },
  },
  invoice_reminder: {
    parameters: ({ statementNo, dueOn }) => [statementNo, dueOn],
    text: {
      "zh-CN": (no, dueOn) => `结算单${no}的发票应于${dueOn}前提交，尚未收到，请尽快提交。`,
      en: (no, dueOn) => `The invoice of statement ${no}, due ${dueOn}, has not come yet.`,
    },
  },
  invoice_refused: {
    parameters: ({ statementNo, dueOn }) => [statementNo, dueOn],
    text: {
      "zh-CN": (no, dueOn) => `结算单${no}的发票未通过审核，请重开并于${dueOn}前提交。`,
      en: (no, dueOn) =>
        `The invoice of statement ${no} was refused. Please issue it again by ${dueOn}.`,
    },
  },
  payment_made: {
    parameters: ({ statementNo, amount, paidOn }) => [statementNo, grouped(amount), paidOn],
    text: {
      "zh-CN": (no, amount, paidOn) => `结算单${no}已于${paidOn}付款${amount}元。`,
      en: (no, amount, paidOn) => `CNY ${amount} were paid on ${paidOn} for statement ${no}.`,
    },
  },
  payment_failed: {
    parameters: ({ statementNo }) => [statementNo],
    text: {
      "zh-CN": (no) => `结算单${no}的付款被银行退回，请核对并更新银行账户信息。`,
      en: (no) => `The bank returned the payment of statement ${no}. Please correct your account.`,
    },
  },
  top_up_wanted: {
    parameters: ({ statementNo, owed }) => [statementNo, grouped(owed)],
    text: {
      "zh-CN": (no, owed) => `结算单${no}须补付${owed}元，汇款时请注明结算单号。`,
      en: (no, owed) => `CNY ${owed} are owed on statement ${no}. Please pay, naming it.`,
    },
  },
  question_answered: {
    parameters: ({ statementNo }) => [statementNo],
    text: {
      "zh-CN": (no) => `您对结算单${no}的问题已答复，详见邮件或结算平台。`,
      en: (no) => `Your question about statement ${no} was answered. See e-mail or console.`,
    },
  },
};

/** Null for what goes to staff: they have no mobile number on record. */
export function smsOf(
  kind: NoticeKind,
  details: NoticeDetails[NoticeKind],
  language: Language,
): { readonly text: string; readonly parameters: readonly string[] } | null {
  const words = (smsWords as Readonly<Record<string, SmsWords<PartnerNoticeKind>>>)[kind];
  if (words === undefined) return null;
  const parameters = words.parameters(details as never);
  return { text: words.text[language](...parameters), parameters };
}
