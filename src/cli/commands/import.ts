import type { Command } from "commander";

import type { FileCounts, ImportProgress, ImportResult } from "../../intake/import-folder.js";
import type { Reject } from "../../intake/reject.js";
import type { Bilingual } from "../language.js";
import type { Output } from "../output.js";
import type { Progress } from "../progress.js";
import { sentenceOf } from "../sentence.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface ImportTexts {
  readonly summary: string;
  readonly folder: string;
  readonly skipInvalid: string;
  readonly encoding: string;
  readonly progress: string;
  readonly phases: Readonly<Record<ImportProgress["phase"], string>>;
  readonly columns: Readonly<Record<"file" | keyof FileCounts, string>>;
  /** Values are quoted as JSON does it: what a terminal would obey is shown instead. */
  readonly at: (reject: Reject) => string;
  readonly more: (count: number) => string;
  readonly rejects: (path: string) => string;
}

const texts: Bilingual<ImportTexts> = {
  "zh-CN": {
    summary: "导入客户服务商、商品、商品条款、订单（CSV 或 xlsx）",
    folder: "存放文件的目录",
    skipInvalid: "导入合格的行，不合格的写入清单",
    encoding: "CSV 的编码（缺省 utf-8；Excel 另存的中文 CSV 为 gb18030）",
    progress: "导入",
    phases: { reading: "", checking: "检查", storing: "入库" },
    columns: {
      file: "文件",
      read: "读取",
      inserted: "新增",
      updated: "更新",
      unchanged: "不变",
      rejected: "不合格",
    },
    at: ({ file, row, column, value }) =>
      `${file} 第 ${row} 行${column === "" ? "" : ` ${column} ${JSON.stringify(value)}`}`,
    more: (count) => `……另有 ${count} 行不合格`,
    rejects: (path) => `不合格清单：${path}`,
  },
  en: {
    summary: "import partners, products, product terms and orders (CSV or xlsx)",
    folder: "folder with the files",
    skipInvalid: "store the good rows, list the bad ones",
    encoding: "encoding of CSV files (default utf-8; gb18030 for what Excel saves in Chinese)",
    progress: "import",
    phases: { reading: "", checking: "checking", storing: "storing" },
    columns: {
      file: "File",
      read: "Read",
      inserted: "Inserted",
      updated: "Updated",
      unchanged: "Unchanged",
      rejected: "Rejected",
    },
    at: ({ file, row, column, value }) =>
      `${file} row ${row}${column === "" ? "" : ` ${column} ${JSON.stringify(value)}`}`,
    more: (count) => `… and ${count} more bad rows`,
    rejects: (path) => `List of bad rows: ${path}`,
  },
};

interface ImportFlags {
  readonly skipInvalid?: boolean;
  readonly encoding?: string;
}

export function addImportCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("import")
    .description(text.summary)
    .argument("<folder>", text.folder)
    .option("--skip-invalid", text.skipInvalid)
    .option("--encoding <name>", text.encoding)
    .action((folder: string, { skipInvalid = false, encoding }: ImportFlags) =>
      cli.perform("import", async (session) => {
        const { features, output, actor, answer, withProgress, language } = session;
        const { result, refusal } = await withProgress(text.progress, (update) =>
          features.importFolder({
            folder,
            skipInvalid,
            actor,
            ...(encoding !== undefined && { encoding }),
            onProgress: (progress) => showProgress(cli, update, progress),
          }),
        );
        await noteRejects(output, cli, result);
        await answer({ files: result.files, rejects: result.rejects }, () =>
          writeImportReport(output, cli, result),
        );
        if (refusal === null) return 0;
        output.note(sentenceOf(refusal, language));
        return 1;
      }),
    );
}

function showProgress(cli: Cli, update: Progress["update"], progress: ImportProgress): void {
  const { rows, fraction, phase } = progress;
  const total = fraction > 0 ? Math.round(rows / fraction) : undefined;
  update(rows, total, cli.text(texts).phases[phase]);
}

/** Writes what became of each file's rows, for people. */
export async function writeImportReport(
  output: Output,
  cli: Cli,
  result: ImportResult,
): Promise<void> {
  const { columns } = cli.text(texts);
  const counts = ["read", "inserted", "updated", "unchanged", "rejected"] as const;
  await writeTable(
    output,
    [
      { title: columns.file, of: ([file]) => file },
      ...counts.map((name) => ({
        title: columns[name],
        align: "right" as const,
        of: ([, of]: [string, FileCounts]) => of[name].toLocaleString("en"),
      })),
    ],
    Object.entries(result.files),
  );
}

/** The first bad rows on stderr, each with its reason, and where all of them are (R-IN5). */
async function noteRejects(output: Output, cli: Cli, result: ImportResult): Promise<void> {
  if (result.rejects === null) return;
  const { at, more, rejects } = cli.text(texts);
  const { renderReason } = await import("../../intake/reject.js");
  for (const reject of result.firstRejects) {
    output.note(`${at(reject)}: ${renderReason(reject, cli.language)}`);
  }
  const rejected = Object.values(result.files).reduce((sum, counts) => sum + counts.rejected, 0);
  const rowsShown = new Set(result.firstRejects.map(({ file, row }) => `${file} ${row}`)).size;
  if (rejected > rowsShown) output.note(more(rejected - rowsShown));
  output.note(rejects(result.rejects));
}
