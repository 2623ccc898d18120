import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import type { ListedQuestion } from "../../lifecycle/list-questions.js";
import type { AnswerOutcome } from "../../lifecycle/question.js";
import type { Bilingual } from "../language.js";
import { labelOption } from "../options.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

type Column = "questionId" | "statementNo" | "line" | "raised" | "text" | "answer";

interface QuestionsTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"open" | "period" | "settlee", string>>;
  readonly columns: Readonly<Record<Column, string>>;
  readonly outcomes: Readonly<Record<AnswerOutcome, string>>;
  readonly open: string;
  readonly none: string;
}

const texts: Bilingual<QuestionsTexts> = {
  "zh-CN": {
    summary: "列出问题反馈及答复（NDJSON）",
    options: {
      open: "只列出尚未答复的",
      period: "账期：月份 2026-10 或季度 2026Q3",
      settlee: "只列出该结算对象",
    },
    columns: {
      questionId: "编号",
      statementNo: "结算单号",
      line: "行",
      raised: "提出",
      text: "问题",
      answer: "答复",
    },
    outcomes: { stands: "维持", corrected: "下期更正", recalled: "撤回" },
    open: "尚未答复",
    none: "没有问题反馈。",
  },
  en: {
    summary: "list questions with their answers (NDJSON)",
    options: {
      open: "only those that nobody answered yet",
      period: "period: a month as 2026-10 or a quarter as 2026Q3",
      settlee: "only this settlee's",
    },
    columns: {
      questionId: "No.",
      statementNo: "Statement",
      line: "Line",
      raised: "Asked",
      text: "Question",
      answer: "Answer",
    },
    outcomes: { stands: "stands", corrected: "corrected next period", recalled: "recalled" },
    open: "not answered yet",
    none: "There is no question.",
  },
};

interface Flags {
  readonly open?: true;
  readonly period?: string;
  readonly settlee?: string;
}

/** `questions` (R-W4): what waits for an operator's answer, and what was answered. */
export function addQuestionsCommand(program: Command, cli: Cli): void {
  const { summary, options, columns, outcomes, open: notYet, none } = cli.text(texts);
  program
    .command("questions")
    .description(summary)
    .option("--open", options.open)
    .option("--period <period>", options.period, labelOption)
    .option("--settlee <no>", options.settlee)
    .action(({ open, period, settlee }: Flags) =>
      cli.perform("questions", ({ features, actor, output, answerRecords }) => {
        const filter = { isOpen: open, period, settleeNo: settlee, actor };
        return answerRecords(features.lifecycle.questions(filter), async (questions) => {
          const rows: ListedQuestion[] = [];
          for await (const question of questions) rows.push(question);
          await writeTable<ListedQuestion>(
            output,
            [
              { title: columns.questionId, align: "right", of: (row) => row.questionId },
              { title: columns.statementNo, of: (row) => row.statementNo },
              { title: columns.line, align: "right", of: (row) => String(row.lineNo ?? "") },
              {
                title: columns.raised,
                of: (row) => `${toWallClock(row.raisedAt)} ${oneLine(row.raisedBy)}`,
              },
              { title: columns.text, of: (row) => oneLine(row.text) },
              {
                title: columns.answer,
                of: ({ outcome, answer }) =>
                  outcome === null ? notYet : `${outcomes[outcome]}：${oneLine(answer ?? "")}`,
              },
            ],
            rows,
          );
          if (rows.length === 0) await output.write(`${none}\n`);
        });
      }),
    );
}

/** Texts hold whatever somebody typed; a terminal would obey it. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
