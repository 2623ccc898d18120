import type { BulkResult, Moved, Refusal } from "../lifecycle/bulk.js";
import { labels } from "./labels.js";
import type { Bilingual } from "./language.js";
import { sentenceOf } from "./sentence.js";
import type { Cli, ExitCode, Session } from "./session.js";
import { writeTable } from "./table.js";

interface BulkTexts {
  readonly columns: Readonly<Record<"statementNo" | "status", string>>;
  readonly total: (done: number, refused: number) => string;
  readonly none: string;
}

const texts: Bilingual<BulkTexts> = {
  "zh-CN": {
    columns: { statementNo: "结算单号", status: "状态" },
    total: (done, refused) => `完成 ${done} 张，被拒绝 ${refused} 张`,
    none: "没有符合条件的结算单。",
  },
  en: {
    columns: { statementNo: "Statement", status: "Status" },
    total: (done, refused) => `${done} done, ${refused} refused`,
    none: "No statement stands where this begins.",
  },
};

/** A refusal as it is told: in the reader's language, with the rule's number. */
export function refusalOf({ statementNo, rule, error }: Refusal, language: Cli["language"]) {
  return { statementNo, rule, message: sentenceOf(error, language) };
}

/**
 * Tells what a bulk command did: each refusal on stderr, then the JSON document
 * `{"done": [{statementNo, status}], "refused": [{statementNo, rule, message}]}` or a table.
 */
export async function reportBulk(
  cli: Cli,
  { output, answer, language }: Session,
  { done, refused }: BulkResult<Moved>,
): Promise<ExitCode> {
  const text = cli.text(texts);
  const told = refused.map((refusal) => refusalOf(refusal, language));
  for (const { statementNo, message } of told) output.note(`${statementNo}: ${message}`);
  await answer({ done, refused: told }, async () => {
    const { statuses } = cli.text(labels);
    await writeTable(
      output,
      [
        { title: text.columns.statementNo, of: (row) => row.statementNo },
        { title: text.columns.status, of: (row) => statuses[row.status] ?? row.status },
      ],
      done,
    );
    const nothing = done.length + refused.length === 0;
    await output.write(`${nothing ? text.none : text.total(done.length, refused.length)}\n`);
  });
  return exitCodeOfBulk(done.length, refused);
}

/** A number that does not exist is no rule's refusal; beside anything else the refusals decide. */
export function exitCodeOfBulk(done: number, refused: readonly Refusal[]): ExitCode {
  if (refused.length === 0) return 0;
  const unknownOnly = refused.every(({ error }) => error.kind === "not_found");
  return unknownOnly && done === 0 ? 1 : 3;
}
