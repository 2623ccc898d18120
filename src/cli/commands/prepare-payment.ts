import type { Command } from "commander";
import { formatAmountGrouped } from "../../domain/money.js";
import { exitCodeOfBulk, refusalOf } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { dayOption } from "../payment-options.js";
import { addSelection, type SelectionFlags, selectionOf } from "../selection-options.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface PrepareTexts {
  readonly summary: string;
  readonly on: string;
  readonly progress: string;
  readonly columns: Readonly<Record<"statementNo" | "endToEndId" | "amount", string>>;
  readonly total: (batchNo: string, count: number, amount: string, day: string) => string;
  readonly none: string;
}

const texts: Bilingual<PrepareTexts> = {
  "zh-CN": {
    summary: "付款制单：把待付款的结算单编成一个付款批次，由另一人放行",
    on: "付款日期，如 2027-02-03（缺省今天）",
    progress: "制单",
    columns: { statementNo: "结算单号", endToEndId: "付款编号", amount: "金额" },
    total: (batchNo, count, amount, day) =>
      `付款批次 ${batchNo}：${count} 笔，合计 ${amount}，付款日期 ${day}；由另一人执行 release-payment 放行。`,
    none: "没有可付款的结算单。",
  },
  en: {
    summary: "prepare payments: make statements to be paid one batch, for somebody else to release",
    on: "the day to pay on, as 2027-02-03 (default: today)",
    progress: "prepare",
    columns: { statementNo: "Statement", endToEndId: "Payment", amount: "Amount" },
    total: (batchNo, count, amount, day) =>
      `Payment batch ${batchNo}: ${count} payments, ${amount} in all, to be paid on ${day}; somebody else releases it with release-payment.`,
    none: "There is no statement to pay.",
  },
};

interface Flags extends SelectionFlags {
  readonly on?: string;
}

export function addPreparePaymentCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const command = program.command("prepare-payment").description(text.summary);
  addSelection(command, cli)
    .option("--on <day>", text.on, dayOption("--on"))
    .action((numbers: string[], flags: Flags) => {
      const selection = selectionOf("prepare-payment", numbers, flags);
      return cli.perform("prepare-payment", async (session) => {
        const { features, actor, output, answer, withProgress, language } = session;
        const result = await withProgress(text.progress, (onProgress) =>
          features.payments.prepare({ selection, on: flags.on ?? null, actor, onProgress }),
        );
        const refused = result.refused.map((refusal) => refusalOf(refusal, language));
        for (const { statementNo, message } of refused) output.note(`${statementNo}: ${message}`);
        const { batchNo, prepared, amount, wantedOn } = result;
        await answer({ ...result, refused }, async () => {
          const { columns } = text;
          await writeTable(
            output,
            [
              { title: columns.statementNo, of: (row) => row.statementNo },
              { title: columns.endToEndId, of: (row) => row.endToEndId },
              {
                title: columns.amount,
                align: "right",
                of: (row) => formatAmountGrouped(row.amount),
              },
            ],
            prepared,
          );
          const sum = formatAmountGrouped(amount);
          const told =
            batchNo === null ? text.none : text.total(batchNo, prepared.length, sum, wantedOn);
          await output.write(`${told}\n`);
        });
        return exitCodeOfBulk(prepared.length, result.refused);
      });
    });
}
