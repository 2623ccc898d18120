import { dirname } from "node:path";
import type { Command } from "commander";
import type { Role } from "../../domain/lifecycle/states.js";
import type { User } from "../../lifecycle/users.js";
import type { Bilingual } from "../language.js";
import type { Output } from "../output.js";
import { writeRunReport } from "../run-report.js";
import type { Cli, Session } from "../session.js";
import { writeStatements } from "../statement-table.js";
import { writeTable } from "../table.js";
import { writeUsers } from "../user-table.js";
import { writeImportReport } from "./import.js";
import { writeReconciliation } from "./reconcile.js";

type Hint =
  | "approve"
  | "sign"
  | "request"
  | "due"
  | "history"
  | "outcomes"
  | "explain"
  | "help";

interface RehearseTexts {
  readonly summary: string;
  readonly steps: Readonly<Record<"import" | "run" | "export", string>>;
  readonly titles: Readonly<
    Record<"import" | "run" | "reconcile" | "statements" | "workbooks" | "users", string>
  >;
  readonly workbooks: (count: number, folder: string) => string;
  readonly next: string;
  readonly hints: Readonly<Record<Hint, string>>;
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
    next: "接下来可以走完这个月（--as 指明操作人）：",
    hints: {
      approve: "审核并发送",
      sign: "各部门会签",
      request: "通知开票",
      due: "谁该做什么，何时到期",
      history: "一张结算单的经过",
      outcomes: "每个订单的结果和原因",
      explain: "金额怎样算出，或者为什么没有结算",
      help: "全部命令：提交与审核发票、付款、问题反馈……",
    },
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
    next: "To take the month on to its end; --as says who acts:",
    hints: {
      approve: "review and send",
      sign: "each department signs",
      request: "ask for the invoices",
      due: "who is to do what, and until when",
      history: "what happened to a statement",
      outcomes: "what became of every order, and why",
      explain: "how an amount came about, or why there is none",
      help: "all commands: invoices, payments, questions …",
    },
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
  const settleeNo = await firstSettlee(features, period);
  const users =
    (await features.people.addRehearsalUsers({ settleeNo })) ?? (await features.people.list());
  return { period, imported: result, run, reconciliation, files, users };
}

/** Somebody who was sent a statement, for the partner user to act for. */
async function firstSettlee(features: Session["features"], period: string): Promise<string | null> {
  for await (const { settleeNo } of features.listStatements(period)) return settleeNo;
  return null;
}

async function writeRehearsal(
  output: Output,
  cli: Cli,
  { features }: Session,
  rehearsal: Awaited<ReturnType<typeof rehearse>>,
): Promise<void> {
  const { titles, workbooks, next } = cli.text(texts);
  const { period, imported, run, reconciliation, files, users } = rehearsal;
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
  await output.write(`\n${next}\n`);
  await writeTable(
    output,
    [
      { title: "", of: ({ command }) => `  npx yuejie ${command}` },
      { title: "", of: ({ hint }) => cli.text(texts).hints[hint] },
    ],
    hintsFor(period, users),
  );
}

/** Commands in the order in which a month needs them, each with somebody who may give it. */
function hintsFor(period: string, users: readonly User[]): { command: string; hint: Hint }[] {
  const of = `--period ${period}`;
  const able = users.filter(({ isDisabled }) => !isDisabled);
  const by = (role: Role): string[] =>
    able.filter(({ roles }) => roles.includes(role)).map(({ userName }) => userName);
  const hints = (hint: Hint, command: string, names: readonly string[]) =>
    names.map((name) => ({ hint, command: `${command} ${of} --as ${name}` }));
  return [
    ...hints("approve", "approve", by("reviewer").slice(0, 1)),
    ...hints("sign", "sign", by("signer")),
    ...hints("request", "request-invoice", by("finance_preparer").slice(0, 1)),
    { hint: "due", command: "due" },
    { hint: "history", command: "history NO" },
    { hint: "outcomes", command: `outcomes ${of}` },
    { hint: "explain", command: "explain ORDER" },
    { hint: "help", command: "--help" },
  ];
}
