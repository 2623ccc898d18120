import type { Command } from "commander";
import { Option } from "commander";
import type { AnswerOutcome } from "../../lifecycle/question.js";
import { labels } from "../labels.js";
import type { Bilingual } from "../language.js";
import { wholeOption } from "../options.js";
import type { Cli } from "../session.js";

interface QuestionTexts {
  readonly ask: string;
  readonly answer: string;
  readonly statementNo: string;
  readonly questionId: string;
  readonly line: string;
  readonly question: string;
  readonly answerText: string;
  readonly outcome: string;
  readonly asked: (questionId: string) => string;
  readonly answered: (statementNo: string, status: string) => string;
}

const texts: Bilingual<QuestionTexts> = {
  "zh-CN": {
    ask: "对已发送的结算单或其一行提出问题反馈；答复之前计时暂停",
    answer: "答复问题反馈",
    statementNo: "结算单号",
    questionId: "问题编号",
    line: "明细行号（缺省：整张结算单）",
    question: "问题",
    answerText: "答复",
    outcome: "stands 维持；corrected 下期更正（R-A10）；recalled 撤回重新出账",
    asked: (questionId) => `问题 ${questionId} 已记录，计时暂停。`,
    answered: (statementNo, status) => `已答复；结算单 ${statementNo}：${status}`,
  },
  en: {
    ask: "question a sent statement or one of its lines; the clock stops until it is answered",
    answer: "answer a question",
    statementNo: "statement number",
    questionId: "number of the question",
    line: "number of the line (default: the whole statement)",
    question: "the question",
    answerText: "the answer",
    outcome: "stands; corrected: by the next run (R-A10); recalled: to draft, to be run again",
    asked: (questionId) => `Question ${questionId} is on record; the clock stands.`,
    answered: (statementNo, status) => `Answered; statement ${statementNo} is ${status}`,
  },
};

const outcomes: readonly AnswerOutcome[] = ["stands", "corrected", "recalled"];

/** `question` and `answer` (R-W4). */
export function addQuestionCommands(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("question")
    .description(text.ask)
    .argument("<number>", text.statementNo)
    .requiredOption("--text <text>", text.question)
    .option("--line <number>", text.line, wholeOption("--line"))
    .action((statementNo: string, flags: { text: string; line?: number }) =>
      cli.perform("question", async ({ features, actor, output, answer }) => {
        const lineNo = flags.line ?? null;
        const asked = await features.lifecycle.ask({
          statementNo,
          lineNo,
          text: flags.text,
          actor,
        });
        return answer({ statementNo, ...asked }, () =>
          output.write(`${text.asked(asked.questionId)}\n`),
        );
      }),
    );
  program
    .command("answer")
    .description(text.answer)
    .argument("<question>", text.questionId, wholeOption("<question>"))
    .addOption(
      new Option("--outcome <outcome>", text.outcome).choices(outcomes).makeOptionMandatory(),
    )
    .requiredOption("--text <text>", text.answerText)
    .action((question: number, flags: { outcome: AnswerOutcome; text: string }) =>
      cli.perform("answer", async ({ features, actor, output, answer }) => {
        const questionId = String(question);
        const { outcome } = flags;
        const request = { questionId, outcome, answer: flags.text, actor };
        const result = await features.lifecycle.answer(request);
        const { statuses } = cli.text(labels);
        return answer({ questionId, outcome, ...result }, () =>
          output.write(
            `${text.answered(result.statementNo, statuses[result.status] ?? result.status)}\n`,
          ),
        );
      }),
    );
}
