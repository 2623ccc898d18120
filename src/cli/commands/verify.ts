import type { Command } from "commander";
import type { Mismatch } from "../../settlement/verify.js";
import type { Bilingual } from "../language.js";
import { labelOption } from "../options.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface VerifyTexts {
  readonly summary: string;
  readonly period: string;
  readonly progress: string;
  readonly columns: Readonly<Record<keyof Mismatch, string>>;
  readonly total: string;
  readonly agree: (lines: number) => string;
  readonly differ: (lines: number, mismatches: number) => string;
}

const texts: Bilingual<VerifyTexts> = {
  "zh-CN": {
    summary: "用另一套算法逐行重算账期的结算明细",
    period: "账期：月份 2026-10 或季度 2026Q3",
    progress: "复核",
    columns: { statementNo: "结算单号", lineNo: "行", amount: "金额", recomputed: "重算" },
    total: "合计",
    agree: (lines) => `重算 ${lines} 行，全部一致。`,
    differ: (lines, mismatches) =>
      `重算 ${lines} 行，${mismatches} 处不一致；请勿发送，先重新出账。`,
  },
  en: {
    summary: "recompute every line of a period a second, independent way",
    period: "period: a month as 2026-10 or a quarter as 2026Q3",
    progress: "verify",
    columns: {
      statementNo: "Statement",
      lineNo: "Line",
      amount: "Amount",
      recomputed: "Recomputed",
    },
    total: "total",
    agree: (lines) => `${lines} lines recomputed, all agree.`,
    differ: (lines, mismatches) =>
      `${lines} lines recomputed, ${mismatches} differ; send nothing, run the period again.`,
  },
};

export function addVerifyCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("verify")
    .description(text.summary)
    .requiredOption("--period <period>", text.period, labelOption)
    .action(({ period }: { period: string }) =>
      cli.perform("verify", async ({ features, output, answer, withProgress }) => {
        const result = await withProgress(text.progress, (onProgress) =>
          features.verifyPeriod(period, onProgress),
        );
        const { lines, mismatches } = result;
        await answer(result, async () => {
          await writeTable(
            output,
            [
              { title: text.columns.statementNo, of: (row) => row.statementNo },
              { title: text.columns.lineNo, of: (row) => String(row.lineNo ?? text.total) },
              { title: text.columns.amount, align: "right", of: (row) => row.amount },
              { title: text.columns.recomputed, align: "right", of: (row) => row.recomputed },
            ],
            mismatches,
          );
          const none = mismatches.length === 0;
          await output.write(
            `${none ? text.agree(lines) : text.differ(lines, mismatches.length)}\n`,
          );
        });
        return mismatches.length === 0 ? 0 : 1;
      }),
    );
}
