import { dirname } from "node:path";
import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import type { Output } from "../output.js";
import { writeRunReport } from "../run-report.js";
import type { Cli, Session } from "../session.js";
import { writeStatements } from "../statement-table.js";
import { writeImportReport } from "./import.js";
import { writeReconciliation } from "./reconcile.js";

interface RehearseTexts {
  readonly summary: string;
  readonly steps: Readonly<Record<"import" | "run" | "export", string>>;
  readonly titles: Readonly<
    Record<"import" | "run" | "reconcile" | "statements" | "workbooks", string>
  >;
  readonly workbooks: (count: number, folder: string) => string;
  readonly next: (period: string) => string;
}

const texts: Bilingual<RehearseTexts> = {
  "zh-CN": {
    summary: "演练：导入自带的一个月数据，出账、对账并导出",
    steps: { import: "导入", run: "出账", export: "导出" },
    titles: {
      import: "一、导入",
      run: "二、出账",
      reconcile: "三、对账",
      statements: "四、结算单",
      workbooks: "五、工作簿",
    },
    workbooks: (count, folder) => `${count} 个 xlsx 文件：${folder}`,
    next: (period) =>
      `接下来可以试试：\n` +
      `  npx yuejie outcomes --period ${period}    每个订单的结果和原因\n` +
      `  npx yuejie explain <订单号>               金额怎样算出，或者为什么没有结算\n` +
      `  npx yuejie --help                         全部命令`,
  },
  en: {
    summary: "rehearse: import the month that comes with the project, settle, reconcile, export",
    steps: { import: "import", run: "run", export: "export" },
    titles: {
      import: "1. Import",
      run: "2. Run",
      reconcile: "3. Reconciliation",
      statements: "4. Statements",
      workbooks: "5. Workbooks",
    },
    workbooks: (count, folder) => `${count} xlsx files in ${folder}`,
    next: (period) =>
      `To go on:\n` +
      `  npx yuejie outcomes --period ${period}    what became of every order, and why\n` +
      `  npx yuejie explain <order>                how an amount came about, or why there is none\n` +
      `  npx yuejie --help                         all commands`,
  },
};

/** Runs a period may be rehearsed by; another person reviews it (R-W2). */
const operator = "operator";

export function addRehearseCommand(program: Command, cli: Cli): void {
  program
    .command("rehearse")
    .description(cli.text(texts).summary)
    .action(() =>
      cli.perform("rehearse", async (session) => {
        const { output, answer } = session;
        const rehearsal = await rehearse(cli, session);
        const { imported, run, reconciliation, files } = rehearsal;
        const document = { import: imported, run, reconciliation, files };
        await answer(document, () => writeRehearsal(output, cli, session, rehearsal));
        return reconciliation.balanced ? 0 : 1;
      }),
    );
}

/** The path of a month, from its files to its workbooks; doing it again changes nothing (R-R2). */
async function rehearse(cli: Cli, { features, withProgress }: Session) {
  const { steps } = cli.text(texts);
  const period = features.lastMonth();
  const { result, refusal } = await withProgress(steps.import, (update) =>
    features.importFolder({
      folder: features.rehearsalFolder(period),
      skipInvalid: false,
      actor: operator,
      onProgress: ({ rows }) => update(rows),
    }),
  );
  if (refusal !== null) throw refusal;
  const run = await withProgress(steps.run, (onProgress) =>
    features.runPeriod({ period, actor: operator, onProgress }),
  );
  const reconciliation = await features.reconcile(period);
  const { files } = await withProgress(steps.export, (onProgress) =>
    features.exportPeriod({ period, onProgress }),
  );
  return { period, imported: result, run, reconciliation, files };
}

async function writeRehearsal(
  output: Output,
  cli: Cli,
  { features }: Session,
  rehearsal: Awaited<ReturnType<typeof rehearse>>,
): Promise<void> {
  const { titles, workbooks, next } = cli.text(texts);
  const { period, imported, run, reconciliation, files } = rehearsal;
  await output.write(`\n${titles.import}\n\n`);
  await writeImportReport(output, cli, imported);
  await output.write(`\n${titles.run}\n\n`);
  await writeRunReport(output, cli, run);
  await output.write(`\n${titles.reconcile}\n\n`);
  await writeReconciliation(output, cli, reconciliation);
  await output.write(`\n${titles.statements}\n\n`);
  await writeStatements(output, cli, features.listStatements(period));
  await output.write(`\n${titles.workbooks}\n\n`);
  await output.write(`${workbooks(files.length, dirname(files[0] ?? "."))}\n\n${next(period)}\n`);
}
