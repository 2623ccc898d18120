import type { Command } from "commander";
import { answerConflicts } from "../../domain/payment-words.js";
import type { OpenAnswer } from "../../lifecycle/payment/import-bank.js";
import { labels } from "../labels.js";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface ImportBankTexts {
  readonly summary: string;
  readonly file: string;
  readonly progress: string;
  readonly columns: Readonly<Record<"statementNo" | "endToEndId" | "status", string>>;
  readonly open: (answer: OpenAnswer, why: string) => string;
  readonly total: (
    counts: Readonly<Record<"applied" | "repeated" | "noted" | "open", number>>,
  ) => string;
}

const texts: Bilingual<ImportBankTexts> = {
  "zh-CN": {
    summary: "导入银行回执：pain.002、camt.054 或 CSV，按内容识别",
    file: "银行的文件",
    progress: "导入",
    columns: { statementNo: "结算单号", endToEndId: "付款编号", status: "状态" },
    open: ({ endToEndId, place, status, amount }, why) =>
      `${endToEndId ?? "（无付款编号）"}（${place}，${status}${amount === null ? "" : `，${amount}`}）：${why}`,
    total: ({ applied, repeated, noted, open }) =>
      `生效 ${applied} 条，重复 ${repeated} 条，仅记录 ${noted} 条，待核对 ${open} 条`,
  },
  en: {
    summary: "import the bank's answers: pain.002, camt.054 or CSV, recognised by content",
    file: "a file of the bank",
    progress: "import",
    columns: { statementNo: "Statement", endToEndId: "Payment", status: "Status" },
    open: ({ endToEndId, place, status, amount }, why) =>
      `${endToEndId ?? "(no payment named)"} (${place}, ${status}${amount === null ? "" : `, ${amount}`}): ${why}`,
    total: ({ applied, repeated, noted, open }) =>
      `${applied} applied, ${repeated} repeated, ${noted} noted, ${open} to look into`,
  },
};

export function addImportBankCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("import-bank")
    .description(text.summary)
    .argument("<file>", text.file)
    .action((path: string) =>
      cli.perform("import-bank", async ({ features, actor, output, answer, withProgress }) => {
        const result = await withProgress(text.progress, (onProgress) =>
          features.payments.importBank({ path, actor, onProgress }),
        );
        const { applied, repeated, noted, unknown, conflicts } = result;
        const told = (open: readonly OpenAnswer[]) => open.map((it) => ({ ...it, what: why(it) }));
        const why = ({ conflict }: OpenAnswer): string =>
          answerConflicts[conflict][cli.language === "en" ? "en" : "zh"];
        for (const open of [...unknown, ...conflicts]) output.note(text.open(open, why(open)));
        const document = { ...result, unknown: told(unknown), conflicts: told(conflicts) };
        await answer(document, async () => {
          const { statuses } = cli.text(labels);
          const { columns } = text;
          await writeTable(
            output,
            [
              { title: columns.statementNo, of: (row) => row.statementNo },
              { title: columns.endToEndId, of: (row) => row.endToEndId },
              { title: columns.status, of: (row) => statuses[row.status] ?? row.status },
            ],
            applied,
          );
          const open = unknown.length + conflicts.length;
          const counts = { applied: applied.length, repeated, noted, open };
          await output.write(`${text.total(counts)}\n`);
        });
        return unknown.length + conflicts.length > 0 ? 3 : 0;
      }),
    );
}
