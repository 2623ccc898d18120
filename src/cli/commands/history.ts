import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import { type StatementStatus, statusWords } from "../../domain/lifecycle/states.js";
import { transitions } from "../../domain/lifecycle/transitions.js";
import type { History, HistoryEntry, QuestionEntry } from "../../lifecycle/history.js";
import type { Bilingual } from "../language.js";
import type { Output } from "../output.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface HistoryTexts {
  readonly summary: string;
  readonly number: string;
  readonly columns: Readonly<Record<"at" | "actor" | "event" | "from" | "to" | "reason", string>>;
  /** What was in the books before there was a record. */
  readonly adopted: string;
  readonly questions: string;
  readonly whole: string;
  readonly line: (lineNo: number) => string;
  readonly open: string;
  readonly outcomes: Readonly<Record<"stands" | "corrected" | "recalled", string>>;
  readonly asked: (by: string, at: string, about: string, text: string) => string;
  readonly answered: (by: string, at: string, outcome: string, text: string) => string;
}

const texts: Bilingual<HistoryTexts> = {
  "zh-CN": {
    summary: "一张结算单的经过：何时、何人、何事、由何状态到何状态、原因；以及问题反馈",
    number: "结算单号",
    columns: { at: "时间", actor: "操作人", event: "事件", from: "由", to: "到", reason: "原因" },
    adopted: "开始记录",
    questions: "问题反馈",
    whole: "整张结算单",
    line: (lineNo) => `第 ${lineNo} 行`,
    open: "尚未答复",
    outcomes: { stands: "维持", corrected: "下期更正", recalled: "撤回" },
    asked: (by, at, about, text) => `${at}  ${by} 问（${about}）：${text}`,
    answered: (by, at, outcome, text) => `${at}  ${by} 答（${outcome}）：${text}`,
  },
  en: {
    summary: "what happened to a statement: when, who, what, from, to and why; and its questions",
    number: "statement number",
    columns: {
      at: "At",
      actor: "By",
      event: "Event",
      from: "From",
      to: "To",
      reason: "Reason",
    },
    adopted: "record begun",
    questions: "Questions",
    whole: "the whole statement",
    line: (lineNo) => `line ${lineNo}`,
    open: "not answered yet",
    outcomes: { stands: "stands", corrected: "corrected next period", recalled: "recalled" },
    asked: (by, at, about, text) => `${at}  ${by} asked (${about}): ${text}`,
    answered: (by, at, outcome, text) => `${at}  ${by} answered (${outcome}): ${text}`,
  },
};

export function addHistoryCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("history")
    .description(text.summary)
    .argument("<number>", text.number)
    .action((statementNo: string) =>
      cli.perform("history", async ({ features, output, answer }) => {
        const history = await features.lifecycle.history(statementNo);
        return answer(history, () => writeHistory(output, cli, history));
      }),
    );
}

async function writeHistory(
  output: Output,
  cli: Cli,
  { entries, questions }: History,
): Promise<void> {
  const text = cli.text(texts);
  const { columns } = text;
  const words = (status: StatementStatus | null): string =>
    status === null ? "" : statusWords[status][cli.language === "en" ? "en" : "zh"];
  await writeTable(
    output,
    [
      { title: columns.at, of: ({ at }: HistoryEntry) => toWallClock(at) },
      { title: columns.actor, of: ({ actor }) => oneLine(actor) },
      { title: columns.event, of: ({ event }) => eventWord(cli, event) },
      { title: columns.from, of: ({ from }) => words(from) },
      { title: columns.to, of: ({ to }) => words(to) },
      { title: columns.reason, of: ({ reason }) => oneLine(reason ?? "") },
    ],
    entries,
  );
  if (questions.length === 0) return;
  await output.write(`\n${text.questions}\n\n`);
  for (const question of questions) await output.write(`${tellQuestion(text, question)}\n`);
}

function tellQuestion(text: HistoryTexts, question: QuestionEntry): string {
  const { questionId, lineNo, raisedBy, raisedAt, outcome, answer } = question;
  const about = lineNo === null ? text.whole : text.line(lineNo);
  const asked = text.asked(oneLine(raisedBy), toWallClock(raisedAt), about, oneLine(question.text));
  const answered =
    outcome === null
      ? text.open
      : text.answered(
          oneLine(question.answeredBy ?? ""),
          toWallClock(question.answeredAt),
          text.outcomes[outcome],
          oneLine(answer ?? ""),
        );
  return `#${questionId}  ${asked}\n    ${answered}`;
}

function eventWord(cli: Cli, event: string): string {
  if (event === "adopt") return cli.text(texts).adopted;
  const known = transitions.find((it) => it.event === event);
  return cli.language === "en" || known === undefined ? event.replaceAll("_", " ") : known.zh;
}

/** Reasons hold whatever somebody typed; a terminal would obey it. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
