import type { Command } from "commander";
import { exitCodeOfBulk, refusalOf } from "../bulk-report.js";
import { labels } from "../labels.js";
import type { Bilingual } from "../language.js";
import { labelOption, oneOf } from "../options.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface ApproveTexts {
  readonly summary: string;
  readonly numbers: string;
  readonly period: string;
  readonly progress: string;
  readonly columns: Readonly<Record<"statementNo" | "status", string>>;
  readonly total: (sent: number, refused: number) => string;
  readonly none: string;
}

const texts: Bilingual<ApproveTexts> = {
  "zh-CN": {
    summary: "审核并发送草稿结算单：发送后锁定",
    numbers: "结算单号",
    period: "账期的全部草稿：月份 2026-10 或季度 2026Q3",
    progress: "发送",
    columns: { statementNo: "结算单号", status: "状态" },
    total: (sent, refused) => `已发送 ${sent} 张，被拒绝 ${refused} 张`,
    none: "没有草稿可发送。",
  },
  en: {
    summary: "review and send draft statements; what is sent is locked",
    numbers: "statement numbers",
    period: "all drafts of a period: a month as 2026-10 or a quarter as 2026Q3",
    progress: "send",
    columns: { statementNo: "Statement", status: "Status" },
    total: (sent, refused) => `${sent} sent, ${refused} refused`,
    none: "There is no draft to send.",
  },
};

export function addApproveCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("approve")
    .description(text.summary)
    .argument("[numbers...]", text.numbers)
    .option("--period <period>", text.period, labelOption)
    .action((numbers: string[], { period }: { period?: string }) => {
      const chosen = oneOf(
        "yuejie approve",
        { name: "--period", value: period },
        { name: "[numbers...]", value: numbers.length > 0 ? numbers : undefined },
      );
      const of = "one" in chosen ? { period: chosen.one } : { statementNos: chosen.other };
      return cli.perform("approve", async (session) => {
        const { features, actor, output, answer, withProgress, language } = session;
        const result = await withProgress(text.progress, (onProgress) =>
          features.lifecycle.approve({ of, actor, onProgress }),
        );
        const refused = result.refused.map((refusal) => refusalOf(refusal, language));
        for (const { statementNo, message } of refused) output.note(`${statementNo}: ${message}`);
        const sent = result.sent.map(({ statementNo }) => statementNo);
        await answer({ sent, refused }, async () => {
          const { statuses } = cli.text(labels);
          await writeTable(
            output,
            [
              { title: text.columns.statementNo, of: (row) => row.statementNo },
              { title: text.columns.status, of: (row) => statuses[row.status] ?? row.status },
            ],
            result.sent,
          );
          const nothing = sent.length + refused.length === 0;
          await output.write(`${nothing ? text.none : text.total(sent.length, refused.length)}\n`);
        });
        return exitCodeOfBulk(sent.length, result.refused);
      });
    });
}
