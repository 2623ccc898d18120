import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import { writeLines } from "../line-table.js";
import { labelOption, oneOf } from "../options.js";
import type { Cli } from "../session.js";

const texts: Bilingual<{ summary: string; period: string; statement: string }> = {
  "zh-CN": {
    summary: "列出结算明细和计算所用的每个数（NDJSON）",
    period: "账期：月份 2026-10 或季度 2026Q3",
    statement: "只列一张结算单",
  },
  en: {
    summary: "list settlement lines with every number they came from (NDJSON)",
    period: "period: a month as 2026-10 or a quarter as 2026Q3",
    statement: "only the lines of one statement",
  },
};

export function addLinesCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("lines")
    .description(text.summary)
    .option("--period <period>", text.period, labelOption)
    .option("--statement <number>", text.statement)
    .action((options: { period?: string; statement?: string }) => {
      const of = oneOf(
        "yuejie lines",
        { name: "--period", value: options.period },
        { name: "--statement", value: options.statement },
      );
      return cli.perform("lines", ({ features, output, answerRecords }) => {
        const lines = features.listLines(
          "one" in of ? { period: of.one } : { statementNo: of.other },
        );
        return answerRecords(lines, (rows) => writeLines(output, cli, rows));
      });
    });
}
