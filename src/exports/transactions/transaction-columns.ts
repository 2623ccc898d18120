import { reasonSentence } from "../../domain/reason-sentences.js";
import { reasonsOf } from "../../domain/reasons.js";
import { type Field, field } from "../fields.js";
import { orderFields } from "../order-columns.js";
import type { TransactionRow } from "../rows.js";
import { tell } from "../unsettled-columns.js";
import {
  repaymentWords,
  salesScenarioWord,
  statementStatusWords,
  supervisionWords,
  transactionStatuses,
} from "../words.js";

const amountFields: readonly Field<TransactionRow>[] = [
  field(["交易金额（成交价）", "Deal amount"], ["amount", 17], (row) => row.deal_amount),
  field(["应结算金额", "Amount"], ["amount", 17], (row) => row.amount),
];

const standingFields: readonly Field<TransactionRow>[] = [
  field(["账期", "Period"], ["text", 10], (row) => row.period),
  field(["结算单号", "Statement no"], ["text", 34], (row) => row.statement_no),
  field(["行号", "Line"], ["integer", 8], (row) => row.line_no),
  field(["结算单状态", "Statement status"], ["text", 14], (row) =>
    row.statement_status === null ? null : statementStatusWords(row.statement_status).zh,
  ),
];

const reasonFields: readonly Field<TransactionRow>[] = [
  field(["未结原因", "Why it is not settled"], ["wrapped", 44], (row) => sentence(row, "why")),
  field(["怎样才能结算", "What would have to happen"], ["wrapped", 44], (row) =>
    sentence(row, "next"),
  ),
  field(["原因代码", "Reason codes"], ["text", 34], (row) =>
    row.is_later ? "after_period" : reasonsOf(row.reasons).join(", "),
  ),
];

/** Every order with its facts, what it was settled at, and where it stands (spec §8). */
export const transactionFields: readonly Field<TransactionRow>[] = [
  ...orderFields,
  field(["销售场景", "Scenario"], ["text", 24], (row) => salesScenarioWord(row.sales_scenario)),
  field(["下单时间", "Ordered at"], ["instant", 20], (row) => row.ordered_at),
  field(["支付时间", "Paid at"], ["instant", 20], (row) => row.paid_at),
  field(["后付费客户还款状态", "Repayment"], ["text", 18], (row) =>
    wordOf(repaymentWords, row.repayment_status),
  ),
  field(["还款时间", "Repaid at"], ["instant", 20], (row) => row.repaid_at),
  field(["服务监管状态", "Supervision"], ["text", 14], (row) =>
    wordOf(supervisionWords, row.supervision_status),
  ),
  field(["服务监管完成时间", "Supervised at"], ["instant", 20], (row) => row.supervised_at),
  field(["可结算时间", "Settleable at"], ["instant", 20], (row) => row.settleable_at),
  ...amountFields,
  field(["结算状态", "Status"], ["text", 12], (row) => transactionStatuses[row.status].zh),
  ...standingFields,
  field(["结算单数", "Statements"], ["integer", 10], (row) => row.statement_count),
  ...reasonFields,
];

/** Every order in scope of a month's run with what became of it (§3). */
export const outcomeFields: readonly Field<TransactionRow>[] = [
  ...orderFields,
  field(["可结算时间", "Settleable at"], ["instant", 20], (row) => row.settleable_at),
  ...amountFields,
  field(["结果", "Outcome"], ["text", 12], (row) => transactionStatuses[row.status].zh),
  ...standingFields,
  ...reasonFields,
];

function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}

/** Why in words; settled orders and those that nothing holds have nothing to say. */
function sentence(row: TransactionRow, part: "why" | "next"): string | null {
  if (row.is_later) return reasonSentence("after_period", "zh-CN")[part];
  return tell(row.reasons, part, ["zh-CN"]);
}
