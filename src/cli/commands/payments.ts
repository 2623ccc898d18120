import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import { formatAmountGrouped } from "../../domain/money.js";
import type { PaymentState } from "../../domain/payment.js";
import { paymentStateWords } from "../../domain/payment-words.js";
import type { PaymentRow, TopUpRow } from "../../lifecycle/payment/list-payments.js";
import type { Bilingual } from "../language.js";
import { labelOption } from "../options.js";
import { stateOption } from "../payment-options.js";
import type { Cli } from "../session.js";
import { type Column, writeTable } from "../table.js";
import { addUp, startTotal } from "../totals.js";

interface PaymentsTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"period" | "batch" | "state" | "topUps", string>>;
  readonly columns: Readonly<
    Record<
      | "endToEndId"
      | "statementNo"
      | "creditor"
      | "account"
      | "amount"
      | "state"
      | "executionDate"
      | "reason"
      | "settlee"
      | "owed"
      | "received"
      | "left",
      string
    >
  >;
  readonly total: (count: number, amount: string) => string;
  readonly none: string;
  readonly noTopUps: string;
}

const texts: Bilingual<PaymentsTexts> = {
  "zh-CN": {
    summary: "列出付款及银行回执，或应补付的款项（NDJSON）；账号一律掩码",
    options: {
      period: "只列出该账期：月份 2026-10 或季度 2026Q3",
      batch: "只列出该付款批次",
      state: "只列出该状态：prepared、released、paid、bounced、withdrawn",
      topUps: "列出应补付的结算单及尚欠金额",
    },
    columns: {
      endToEndId: "付款编号",
      statementNo: "结算单号",
      creditor: "收款户名",
      account: "账号",
      amount: "金额",
      state: "状态",
      executionDate: "付款日期",
      reason: "原因",
      settlee: "结算对象",
      owed: "应补",
      received: "已收",
      left: "尚欠",
    },
    total: (count, amount) => `共 ${count} 笔，合计 ${amount}`,
    none: "没有付款。",
    noTopUps: "没有应补付的结算单。",
  },
  en: {
    summary:
      "list payments and what became of them, or what settlees owe (NDJSON); accounts masked",
    options: {
      period: "only of this period: a month as 2026-10 or a quarter as 2026Q3",
      batch: "only of this payment batch",
      state: "only in this state: prepared, released, paid, bounced, withdrawn",
      topUps: "list the deficits that settlees pay back, and what is left of them",
    },
    columns: {
      endToEndId: "Payment",
      statementNo: "Statement",
      creditor: "To",
      account: "Account",
      amount: "Amount",
      state: "State",
      executionDate: "On",
      reason: "Reason",
      settlee: "Settlee",
      owed: "Owed",
      received: "Received",
      left: "Left",
    },
    total: (count, amount) => `${count} payments, ${amount} in all`,
    none: "There are no payments.",
    noTopUps: "No settlee owes anything.",
  },
};

interface Flags {
  readonly period?: string;
  readonly batch?: string;
  readonly state?: PaymentState;
  readonly topUps?: true;
}

export function addPaymentsCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("payments")
    .description(text.summary)
    .option("--period <period>", text.options.period, labelOption)
    .option("--batch <batch>", text.options.batch)
    .option("--state <state>", text.options.state, stateOption)
    .option("--top-ups", text.options.topUps)
    .action(({ period, batch: batchNo, state, topUps }: Flags) => {
      const other = batchNo === undefined ? state && "--state" : "--batch";
      if (topUps === true && other !== undefined) {
        throw new YuejieError("options_exclude", { one: "--top-ups", other });
      }
      return cli.perform("payments", async ({ features, output, answerRecords }) => {
        if (topUps === true) {
          return answerRecords(features.payments.listTopUps({ period }), async (rows) => {
            const total = startTotal();
            const owed = async function* () {
              for await (const row of rows) yield { ...row, amount: row.owed };
            };
            await writeTable(output, topUpColumns(text), addUp(owed(), total));
            if (total.count === 0) await output.write(`${text.noTopUps}\n`);
          });
        }
        const filter = { period, batchNo, state };
        return answerRecords(features.payments.list(filter), async (rows) => {
          const total = startTotal();
          await writeTable(output, paymentColumns(cli, text), addUp(rows, total));
          const sum = formatAmountGrouped(total.amount);
          const told = total.count === 0 ? text.none : text.total(total.count, sum);
          await output.write(`${told}\n`);
        });
      });
    });
}

function paymentColumns(cli: Cli, { columns }: PaymentsTexts): Column<PaymentRow>[] {
  const language = cli.language === "en" ? "en" : "zh";
  return [
    { title: columns.endToEndId, of: (row) => row.endToEndId },
    { title: columns.statementNo, of: (row) => row.statementNo },
    { title: columns.creditor, of: (row) => row.creditorName },
    { title: columns.account, of: (row) => row.creditorAccount },
    { title: columns.amount, align: "right", of: (row) => formatAmountGrouped(row.amount) },
    { title: columns.state, of: (row) => paymentStateWords[row.state][language] },
    { title: columns.executionDate, of: (row) => row.executionDate },
    { title: columns.reason, of: (row) => row.reason ?? "" },
  ];
}

function topUpColumns({ columns }: PaymentsTexts): Column<TopUpRow>[] {
  return [
    { title: columns.statementNo, of: (row) => row.statementNo },
    { title: columns.settlee, of: (row) => row.settleeName },
    { title: columns.owed, align: "right", of: (row) => formatAmountGrouped(row.owed) },
    { title: columns.received, align: "right", of: (row) => formatAmountGrouped(row.received) },
    { title: columns.left, align: "right", of: (row) => formatAmountGrouped(row.left) },
  ];
}
