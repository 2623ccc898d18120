import { dirname } from "node:path";
import type { Command } from "commander";
import { Decimal } from "../../domain/money.js";
import type { StatementRow } from "../../settlement/statements.js";
import type { Bilingual } from "../language.js";
import type { Output } from "../output.js";
import { writeHints } from "../rehearsal-hints.js";
import { writeRunReport } from "../run-report.js";
import type { Cli, Session } from "../session.js";
import { writeStatements } from "../statement-table.js";
import { writeUsers } from "../user-table.js";
import { writeImportReport } from "./import.js";
import { writeReconciliation } from "./reconcile.js";

interface RehearseTexts {
  readonly summary: string;
  readonly steps: Readonly<Record<"import" | "run" | "export", string>>;
  readonly titles: Readonly<
    Record<"import" | "run" | "reconcile" | "statements" | "workbooks" | "users", string>
  >;
  readonly workbooks: (count: number, folder: string) => string;
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
      users: "六、用户",
    },
    workbooks: (count, folder) => `${count} 个 xlsx 文件：${folder}`,
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
      users: "6. Users",
    },
    workbooks: (count, folder) => `${count} xlsx files in ${folder}`,
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
        const { imported, run, reconciliation, files, users } = rehearsal;
        const document = { import: imported, run, reconciliation, files, users };
        await answer(document, () => writeRehearsal(output, cli, session, rehearsal));
        return reconciliation.balanced ? 0 : 1;
      }),
    );
}

/** The path of a month, from its files to its workbooks; doing it again changes nothing (R-R2). */
async function rehearse(cli: Cli, { features, withProgress }: Session) {
  const { steps } = cli.text(texts);
  const period = features.lastMonth();
  await features.refuseRealBooks(period);
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
  const statement = await firstStatement(features, period);
  const settleeNo = statement?.settleeNo ?? null;
  const users =
    (await features.people.addRehearsalUsers({ settleeNo })) ?? (await features.people.list());
  const today = features.today();
  const clock = features.rehearsalClock();
  return { period, today, clock, imported: result, run, reconciliation, files, statement, users };
}

/** One with money on it, for the partner user to invoice. */
async function firstStatement(
  features: Session["features"],
  period: string,
): Promise<StatementRow | null> {
  for await (const statement of features.listStatements(period)) {
    if (new Decimal(statement.amount).gt(0)) return statement;
  }
  return null;
}

async function writeRehearsal(
  output: Output,
  cli: Cli,
  { features }: Session,
  rehearsal: Awaited<ReturnType<typeof rehearse>>,
): Promise<void> {
  const { titles, workbooks } = cli.text(texts);
  const { period, today, clock, imported, run, reconciliation, files, statement, users } =
    rehearsal;
  await output.write(`\n${titles.import}\n\n`);
  await writeImportReport(output, cli, imported);
  await output.write(`\n${titles.run}\n\n`);
  await writeRunReport(output, cli, run);
  await output.write(`\n${titles.reconcile}\n\n`);
  await writeReconciliation(output, cli, reconciliation);
  await output.write(`\n${titles.statements}\n\n`);
  await writeStatements(output, cli, features.listStatements(period));
  await output.write(`\n${titles.workbooks}\n\n`);
  await output.write(`${workbooks(files.length, dirname(files[0] ?? "."))}\n`);
  await output.write(`\n${titles.users}\n\n`);
  await writeUsers(output, cli, users);
  await writeHints(output, cli, { period, today, clock, statement, users });
}
