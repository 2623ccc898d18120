import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import { labelOption } from "../options.js";
import type { Cli } from "../session.js";
import { writeStatements } from "../statement-table.js";

const texts: Bilingual<{ summary: string; period: string }> = {
  "zh-CN": {
    summary: "列出账期的结算单（NDJSON）",
    period: "账期：月份 2026-10 或季度 2026Q3",
  },
  en: {
    summary: "list the statements of a period (NDJSON)",
    period: "period: a month as 2026-10 or a quarter as 2026Q3",
  },
};

export function addStatementsCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("statements")
    .description(text.summary)
    .requiredOption("--period <period>", text.period, labelOption)
    .action(({ period }: { period: string }) =>
      cli.perform("statements", ({ features, output, answerRecords }) =>
        answerRecords(features.listStatements(period), (statements) =>
          writeStatements(output, cli, statements),
        ),
      ),
    );
}
