import type { Command } from "commander";
import { formatAmountGrouped } from "../../domain/money.js";
import type { InvoiceRow } from "../../lifecycle/invoice/list.js";
import { percent } from "../labels.js";
import type { Bilingual } from "../language.js";
import { labelOption, oneOf } from "../options.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

type Column = "statementNo" | "invoiceNo" | "issuedOn" | "amount" | "rate" | "state" | "reason";

interface InvoicesTexts {
  readonly summary: string;
  readonly period: string;
  readonly statement: string;
  readonly columns: Readonly<Record<Column, string>>;
  readonly states: Readonly<Record<InvoiceRow["state"], string>>;
  readonly none: string;
}

const texts: Bilingual<InvoicesTexts> = {
  "zh-CN": {
    summary: "列出发票，含不通过和已退回的（NDJSON）",
    period: "账期：月份 2026-10 或季度 2026Q3",
    statement: "结算单号",
    columns: {
      statementNo: "结算单号",
      invoiceNo: "发票号码",
      issuedOn: "开票日期",
      amount: "价税合计",
      rate: "税率",
      state: "状态",
      reason: "原因",
    },
    states: { submitted: "已提交", accepted: "已通过", refused: "未通过", returned: "已退回" },
    none: "没有发票。",
  },
  en: {
    summary: "list invoices, those that were refused and returned too (NDJSON)",
    period: "period: a month as 2026-10 or a quarter as 2026Q3",
    statement: "statement number",
    columns: {
      statementNo: "Statement",
      invoiceNo: "Invoice",
      issuedOn: "Date",
      amount: "Amount",
      rate: "Rate",
      state: "State",
      reason: "Reason",
    },
    states: {
      submitted: "submitted",
      accepted: "accepted",
      refused: "refused",
      returned: "returned",
    },
    none: "There is no invoice.",
  },
};

export function addInvoicesCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("invoices")
    .description(text.summary)
    .option("--period <period>", text.period, labelOption)
    .option("--statement <no>", text.statement)
    .action(({ period, statement }: { period?: string; statement?: string }) => {
      const chosen = oneOf(
        "yuejie invoices",
        { name: "--period", value: period },
        { name: "--statement", value: statement },
      );
      const of = "one" in chosen ? { period: chosen.one } : { statementNo: chosen.other };
      return cli.perform("invoices", ({ features, actor, output, answerRecords }) =>
        answerRecords(features.invoices.list({ of, actor }), async (invoices) => {
          const rows: InvoiceRow[] = [];
          for await (const invoice of invoices) rows.push(invoice);
          const { columns, states } = text;
          await writeTable<InvoiceRow>(
            output,
            [
              { title: columns.statementNo, of: (row) => row.statementNo },
              { title: columns.invoiceNo, of: (row) => row.invoiceNo },
              { title: columns.issuedOn, of: (row) => row.issuedOn },
              {
                title: columns.amount,
                align: "right",
                of: (row) => formatAmountGrouped(row.amount),
              },
              {
                title: columns.rate,
                align: "right",
                of: (row) => (row.serviceFeeRate === null ? "" : percent(row.serviceFeeRate)),
              },
              { title: columns.state, of: (row) => states[row.state] },
              { title: columns.reason, of: (row) => shorten(row.reason ?? "") },
            ],
            rows,
          );
          if (rows.length === 0) await output.write(`${text.none}\n`);
        }),
      );
    });
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
