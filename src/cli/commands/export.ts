import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import type { Bilingual } from "../language.js";
import { labelOption } from "../options.js";
import type { Cli } from "../session.js";

interface ExportTexts {
  readonly summary: string;
  readonly period: string;
  readonly statement: string;
  readonly out: string;
  readonly progress: string;
  readonly done: (count: number) => string;
}

const texts: Bilingual<ExportTexts> = {
  "zh-CN": {
    summary: "导出账期的 xlsx：每张结算单一本，另有财务汇总",
    period: "账期：月份 2026-10 或季度 2026Q3",
    statement: "只导出一张结算单",
    out: "输出目录（缺省 YUEJIE_HOME/exports/账期）",
    progress: "导出",
    done: (count) => `已导出 ${count} 个文件。`,
  },
  en: {
    summary: "write a period's workbooks (xlsx): one a statement, one for finance",
    period: "period: a month as 2026-10 or a quarter as 2026Q3",
    statement: "only one statement",
    out: "folder to write to (default YUEJIE_HOME/exports/<period>)",
    progress: "export",
    done: (count) => `${count} files written.`,
  },
};

interface ExportFlags {
  readonly period?: string;
  readonly statement?: string;
  readonly out?: string;
}

export function addExportCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("export")
    .description(text.summary)
    .option("--period <period>", text.period, labelOption)
    .option("--statement <number>", text.statement)
    .option("--out <folder>", text.out)
    .action(({ period, statement, out }: ExportFlags) => {
      const label = period ?? labelInNumber(statement);
      return cli.perform("export", async ({ features, output, answer, withProgress }) => {
        const made = await withProgress(text.progress, (onProgress) =>
          features.exportPeriod({
            period: label,
            ...(statement !== undefined && { statementNo: statement }),
            ...(out !== undefined && { out }),
            onProgress,
          }),
        );
        return answer(made, async () => {
          for (const path of made.files) await output.write(`${path}\n`);
          await output.write(`${text.done(made.files.length)}\n`);
        });
      });
    });
}

/** The period that a statement's number begins with (R-S2). */
function labelInNumber(statementNo: string | undefined): string {
  if (statementNo === undefined) {
    throw new YuejieError("option_missing", {
      command: "yuejie export",
      option: "--period",
    });
  }
  const [, year, month, quarter] = /^(\d{4})(?:(\d{2})|(Q\d))-/.exec(statementNo) ?? [];
  if (year === undefined) throw new YuejieError("statement_unknown", { statementNo });
  return labelOption(quarter === undefined ? `${year}-${month}` : `${year}${quarter}`);
}
