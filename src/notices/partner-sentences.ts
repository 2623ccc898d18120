import type { Language } from "../domain/errors.js";
import { formatAmountGrouped as grouped } from "../domain/money.js";
import type { PartnerNoticeKind, StatementNotice } from "../domain/notice.js";
import type { NoticeWords } from "./notice-words.js";

type Words = { readonly [Kind in PartnerNoticeKind]: NoticeWords<Kind> };

/** What settlees are told; staff tools are not named to them. */
export const partnerWords: Readonly<Record<Language, Words>> = {
  "zh-CN": {
    statement_sent: {
      subject: ({ period, statementNo }) => `${period} 结算单 ${statementNo} 已发送`,
      body: (it) => [
        statementZh(it),
        {
          sent: "结算单进入会签，会签完成后将通知开票；在提交发票之前可以提出问题反馈。",
          closed: "本结算单金额为零，无需开票。",
          deficit: "本结算单为负数，将在下一账期的结算金额中抵扣。",
          top_up_due: "本结算单为负数，须以其他方式补付，详见另行发送的通知。",
        }[it.status],
      ],
    },
    statement_returned: {
      subject: ({ statementNo }) => `结算单 ${statementNo} 会签被驳回`,
      body: (it) => [statementZh(it), "我方正在复核；再次提交会签或撤回时将另行通知，无需您处理。"],
    },
    statement_recalled: {
      subject: ({ statementNo }) => `结算单 ${statementNo} 已撤回`,
      body: (it) => [
        statementZh(it),
        `原因：${it.reason}`,
        "将重新出账并另行发送；请勿依据已撤回的版本开票。",
      ],
    },
    invoice_wanted: {
      subject: ({ statementNo, dueOn }) => `请为结算单 ${statementNo} 开具发票（${dueOn} 前）`,
      body: (it) => [
        statementZh(it),
        `会签已完成。请于 ${it.dueOn} 24:00 前按服务费开具增值税专用发票，税率 ${percent(it.serviceFeeRate)}，` +
          `不含税 ${grouped(it.netAmount)} 元，税额 ${grouped(it.taxAmount)} 元，价税合计 ${grouped(it.amount)} 元。`,
        "发票抬头、税号、地址及备注要求见开票清单；请与开票清单一并邮寄，或提交数电票文件。",
      ],
    },
    invoice_reminder: {
      subject: ({ statementNo, dueOn, stage }) =>
        stage === "overdue"
          ? `结算单 ${statementNo} 的发票已逾期`
          : `结算单 ${statementNo} 的发票将于 ${dueOn} 到期`,
      body: (it) => [
        statementZh(it),
        it.stage === "overdue"
          ? `发票应于 ${it.dueOn} 前提交，目前尚未收到。收到发票之前无法付款，请尽快开具。`
          : `请于 ${it.dueOn} 24:00 前提交发票。如已寄出，请忽略本提醒。`,
      ],
    },
    invoice_refused: {
      subject: ({ statementNo }) => `结算单 ${statementNo} 的发票未通过审核`,
      body: (it) => [
        statementZh(it),
        `发票号码：${it.invoiceNos.join("、")}`,
        `原因：${it.reason}`,
        `请重新开具，并于 ${it.dueOn} 24:00 前提交。`,
      ],
    },
    payment_made: {
      subject: ({ statementNo, amount }) => `结算单 ${statementNo} 已付款 ${grouped(amount)} 元`,
      body: (it) => [
        statementZh(it),
        `已于 ${it.paidOn} 付款 ${grouped(it.amount)} 元，付款编号 ${it.endToEndId}。`,
      ],
    },
    payment_failed: {
      subject: ({ statementNo }) => `结算单 ${statementNo} 的付款被银行退回`,
      body: (it) => [
        statementZh(it),
        `银行说明：${it.bankReason}`,
        "请核对并重新提交商业信息认证中的银行账户信息；认证通过后将再次付款。",
      ],
    },
    top_up_wanted: {
      subject: ({ statementNo, owed }) => `结算单 ${statementNo} 须补付 ${grouped(owed)} 元`,
      body: (it) => [
        statementZh(it),
        `退订扣款超过应结算金额，尚欠 ${grouped(it.owed)} 元，请补付，并在汇款附言中注明结算单号。`,
      ],
    },
    question_answered: {
      subject: ({ statementNo }) => `关于结算单 ${statementNo} 的问题已答复`,
      body: (it) => [
        statementZh(it),
        {
          stands: "处理结果：维持原结算单。",
          corrected: "处理结果：将在下一账期更正。",
          recalled: "处理结果：结算单已撤回，将重新出账。",
        }[it.outcome],
        `答复：${it.answer}`,
      ],
    },
  },
  en: {
    statement_sent: {
      subject: ({ period, statementNo }) => `${period}: statement ${statementNo} was sent`,
      body: (it) => [
        statementEn(it),
        {
          sent: "It is being countersigned; you will be asked for an invoice after that. Until you submit one you may question it.",
          closed: "It comes to zero: there is nothing to invoice.",
          deficit: "It is negative and will be set against what the next period owes you.",
          top_up_due:
            "It is negative and has to be paid by other means; another notice says how much.",
        }[it.status],
      ],
    },
    statement_returned: {
      subject: ({ statementNo }) => `A signature on statement ${statementNo} was refused`,
      body: (it) => [
        statementEn(it),
        "We are looking into it and will tell you when it goes on or is recalled. There is nothing for you to do.",
      ],
    },
    statement_recalled: {
      subject: ({ statementNo }) => `Statement ${statementNo} was recalled`,
      body: (it) => [
        statementEn(it),
        `Reason: ${it.reason}`,
        "It will be made again and sent anew. Please issue no invoice for the version that was recalled.",
      ],
    },
    invoice_wanted: {
      subject: ({ statementNo, dueOn }) => `Please invoice statement ${statementNo} by ${dueOn}`,
      body: (it) => [
        statementEn(it),
        `All signatures are there. Please issue a special VAT invoice for the service fee by ${it.dueOn}, 24:00: rate ` +
          `${percent(it.serviceFeeRate)}, net CNY ${grouped(it.netAmount)}, tax CNY ${grouped(it.taxAmount)}, total CNY ${grouped(it.amount)}.`,
        "The invoice list shows title, tax number, address and remarks. Post it with the list, or submit the e-invoice file.",
      ],
    },
    invoice_reminder: {
      subject: ({ statementNo, dueOn, stage }) =>
        stage === "overdue"
          ? `The invoice of statement ${statementNo} is overdue`
          : `The invoice of statement ${statementNo} is due on ${dueOn}`,
      body: (it) => [
        statementEn(it),
        it.stage === "overdue"
          ? `It was due on ${it.dueOn} and has not come. Nothing can be paid before it does.`
          : `Please submit it by ${it.dueOn}, 24:00. If it is on its way, there is nothing to do.`,
      ],
    },
    invoice_refused: {
      subject: ({ statementNo }) => `The invoice of statement ${statementNo} was refused`,
      body: (it) => [
        statementEn(it),
        `Invoice: ${it.invoiceNos.join(", ")}`,
        `Reason: ${it.reason}`,
        `Please issue it again and submit it by ${it.dueOn}, 24:00.`,
      ],
    },
    payment_made: {
      subject: ({ statementNo, amount }) =>
        `CNY ${grouped(amount)} were paid for statement ${statementNo}`,
      body: (it) => [
        statementEn(it),
        `CNY ${grouped(it.amount)} were paid on ${it.paidOn}, payment ${it.endToEndId}.`,
      ],
    },
    payment_failed: {
      subject: ({ statementNo }) =>
        `The payment of statement ${statementNo} was returned by the bank`,
      body: (it) => [
        statementEn(it),
        `The bank says: ${it.bankReason}`,
        "Please check the bank details of your business info and submit them again; it is paid once they are certified.",
      ],
    },
    top_up_wanted: {
      subject: ({ statementNo, owed }) =>
        `CNY ${grouped(owed)} are owed on statement ${statementNo}`,
      body: (it) => [
        statementEn(it),
        `Refunds came to more than what was due to you. Please pay CNY ${grouped(it.owed)} and name the statement.`,
      ],
    },
    question_answered: {
      subject: ({ statementNo }) => `Your question about statement ${statementNo} was answered`,
      body: (it) => [
        statementEn(it),
        {
          stands: "The statement stands.",
          corrected: "It will be corrected in the next period.",
          recalled: "The statement was recalled and will be made again.",
        }[it.outcome],
        `Answer: ${it.answer}`,
      ],
    },
  },
};

function statementZh({
  statementNo,
  period,
  settleeNo,
  settleeName,
  amount,
}: StatementNotice): string {
  return `结算单 ${statementNo}，账期 ${period}，结算对象 ${settleeName}（${settleeNo}），金额 ${grouped(amount)} 元（含税）。`;
}

function statementEn({
  statementNo,
  period,
  settleeNo,
  settleeName,
  amount,
}: StatementNotice): string {
  return `Statement ${statementNo}, period ${period}, ${settleeName} (${settleeNo}), CNY ${grouped(amount)} tax included.`;
}

/** A fraction of at most four places (R-IN4). */
function percent(rate: string): string {
  return `${Number((Number(rate) * 100).toFixed(2))}%`;
}
