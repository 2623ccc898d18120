import type { ErrorEntry } from "./entry.js";

/** Periods, runs, statements and their locks. */
export const runErrors = {
  period_form: {
    kind: "usage",
    en: "'{value}' is not a period; write it as {forms}.",
    zh: "“{value}”不是账期；请写作 {forms}。",
  },
  period_not_over: {
    kind: "refused",
    rule: "R-R4",
    en: "Period {period} has not ended yet; until it ends it can only be run dry: add --dry-run.",
    zh: "账期 {period} 尚未结束；结束前只能试算：请加 --dry-run。",
  },
  period_never_run: {
    kind: "not_found",
    en: "Period {period} was never run; settle it with: yuejie run --period {period}",
    zh: "账期 {period} 尚未出账；请执行：yuejie run --period {period}",
  },
  work_under_way: {
    kind: "refused",
    rule: "R-R2",
    en: "Another piece of work holds the settlees: {holder}. Wait until it ends, then try again.",
    zh: "结算对象正被另一项工作占用：{holder}。请等待其结束后重试。",
  },
  books_do_not_balance: {
    kind: "invariant",
    rule: "R-R5",
    en: "The run of {period} does not balance: {what}. What did not balance was not kept; nothing of the period can be approved until it has been run again.",
    zh: "账期 {period} 的出账不平：{what}。不平的部分没有保留；重新出账之前，该账期的结算单不能审核通过。",
  },
  period_half_run: {
    kind: "dependency",
    rule: "R-R5",
    en: "The period {period} is half run: only some of its settlees are settled by the run that goes on or died. Wait until it ends, or run the period again.",
    zh: "账期 {period} 只出账了一半：正在进行或已中断的出账只处理了部分结算对象。请等待其结束，或重新出账。",
  },
  run_unfinished: {
    kind: "refused",
    rule: "R-R5",
    en: "Run {runId} cannot end yet: {count} of its shards are still to be settled.",
    zh: "出账批次 {runId} 还不能结束：尚有 {count} 个分片未出账。",
  },
  run_superseded: {
    kind: "refused",
    rule: "R-R2",
    en: "Run {runId} is over: it ended or was given up while this part of it was waiting.",
    zh: "出账批次 {runId} 已经结束：在这一部分等待期间，它已完成或被放弃。",
  },
  run_not_waiting: {
    kind: "refused",
    rule: "R-R2",
    en: "Run {runId} does not wait for the queue: it has ended, is settled by a process of its own, or does not exist; yuejie runs lists them.",
    zh: "批次 {runId} 并不在等待队列：它已结束、由其自身进程处理，或不存在；yuejie runs 可列出全部批次。",
  },
  settlee_parked: {
    kind: "refused",
    rule: "R-E14",
    en: "Statement {statementNo} is not current: the last run of {period} parked {settleeNo}, because its data failed ({failure}). Correct the data and run the period again.",
    zh: "结算单 {statementNo} 不是最新的：账期 {period} 最近一次出账因数据出错暂缓了 {settleeNo}（{failure}）。请更正数据后重新出账。",
  },
  already_sent: {
    kind: "refused",
    rule: "R-R1",
    en: "Statement {statementNo} was sent already and is locked.",
    zh: "结算单 {statementNo} 已发送并锁定。",
  },
  does_not_verify: {
    kind: "refused",
    rule: "R-S5",
    en: "Statement {statementNo} does not verify: {mismatches} of its amounts are not what their own inputs give. Run the period again.",
    zh: "结算单 {statementNo} 未通过复核：有 {mismatches} 处金额与其自身数据不符。请重新出账。",
  },
  runner_reviews: {
    kind: "refused",
    rule: "R-W2",
    en: "'{actor}' ran {period} and cannot review it; another person approves: --as NAME",
    zh: "“{actor}”执行了 {period} 的出账，不能审核；请由他人审核：--as 姓名",
  },
  run_did_not_balance: {
    kind: "refused",
    rule: "R-R5",
    en: "A run of {period} did not balance or did not end; run it again before approving.",
    zh: "账期 {period} 的出账不平或没有完成；请先重新出账再审核。",
  },
  order_unknown: {
    kind: "not_found",
    en: "There is no order {orderNo}; check the number.",
    zh: "没有订单 {orderNo}；请核对订单号。",
  },
  statement_unknown: {
    kind: "not_found",
    en: "There is no statement {statementNo}; list them with: yuejie statements --period P",
    zh: "没有结算单 {statementNo}；可用 yuejie statements --period P 查看。",
  },
  partner_unknown: {
    kind: "not_found",
    en: "There is no partner {partnerNo}; check the number.",
    zh: "没有客户服务商 {partnerNo}；请核对编号。",
  },
} as const satisfies Record<string, ErrorEntry>;
