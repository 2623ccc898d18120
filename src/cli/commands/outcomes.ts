import type { Command } from "commander";
import { reasonSentence } from "../../domain/reason-sentences.js";
import type { OutcomeRow } from "../../settlement/statements.js";
import { labels } from "../labels.js";
import type { Bilingual } from "../language.js";
import { monthOption } from "../options.js";
import type { Cli } from "../session.js";
import { type Column, writeTable } from "../table.js";

interface OutcomeTexts {
  readonly summary: string;
  readonly period: string;
  readonly columns: Readonly<Record<keyof OutcomeRow, string>>;
  readonly total: (count: number) => string;
  readonly none: string;
  readonly between: string;
}

const texts: Bilingual<OutcomeTexts> = {
  "zh-CN": {
    summary: "列出账期范围内每个订单的结果和原因（NDJSON）",
    period: "月份，如 2026-10",
    columns: { orderNo: "订单号", outcome: "结果", statementNo: "结算单号", reasons: "原因" },
    total: (count) => `共 ${count} 个订单`,
    none: "该账期没有订单结果；尚未出账，或没有订单在范围内。",
    between: "、",
  },
  en: {
    summary: "list what became of every order in scope, and why (NDJSON)",
    period: "a month as 2026-10",
    columns: { orderNo: "Order", outcome: "Outcome", statementNo: "Statement", reasons: "Reasons" },
    total: (count) => `${count} orders`,
    none: "The period has no outcomes: it was not run yet, or no order was in scope.",
    between: ", ",
  },
};

export function addOutcomesCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("outcomes")
    .description(text.summary)
    .requiredOption("--period <month>", text.period, monthOption)
    .action(({ period }: { period: string }) =>
      cli.perform("outcomes", ({ features, output, answerRecords }) =>
        answerRecords(features.listOutcomes(period), async (rows) => {
          const counted = { count: 0 };
          await writeTable(output, columnsOf(cli), count(rows, counted));
          await output.write(
            counted.count === 0 ? `${text.none}\n` : `\n${text.total(counted.count)}\n`,
          );
        }),
      ),
    );
}

function columnsOf(cli: Cli): readonly Column<OutcomeRow>[] {
  const { columns, between } = cli.text(texts);
  const { outcomes } = cli.text(labels);
  return [
    { title: columns.orderNo, of: (row) => row.orderNo },
    { title: columns.outcome, of: (row) => outcomes[row.outcome] },
    { title: columns.statementNo, of: (row) => row.statementNo ?? "" },
    {
      title: columns.reasons,
      of: (row) =>
        row.reasons.map((code) => reasonSentence(code, cli.language).title).join(between),
    },
  ];
}

async function* count<Row>(
  rows: AsyncIterable<Row>,
  counted: { count: number },
): AsyncGenerator<Row> {
  for await (const row of rows) {
    counted.count += 1;
    yield row;
  }
}
