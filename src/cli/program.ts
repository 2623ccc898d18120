import { Command, Option } from "commander";
import { readVersion } from "../compose.js";
import { YuejieError } from "../domain/errors.js";
import { addApproveCommand } from "./commands/approve.js";
import { addAuditCommand } from "./commands/audit.js";
import { addCalendarCommand } from "./commands/calendar.js";
import { addDeliveriesCommand } from "./commands/deliveries.js";
import { addDoctorCommand } from "./commands/doctor.js";
import { addDueCommand } from "./commands/due.js";
import { addExplainCommand } from "./commands/explain.js";
import { addExportCommand } from "./commands/export.js";
import { addExportTasksCommand } from "./commands/export-tasks.js";
import { addGenerateCommand } from "./commands/generate.js";
import { addHistoryCommand } from "./commands/history.js";
import { addImportCommand } from "./commands/import.js";
import { addImportBankCommand } from "./commands/import-bank.js";
import { addInvoiceListCommand } from "./commands/invoice-list.js";
import { addInvoicesCommand } from "./commands/invoices.js";
import { addJobsCommand } from "./commands/jobs.js";
import { addLinesCommand } from "./commands/lines.js";
import { addMigrateCommand } from "./commands/migrate.js";
import { addNoticesCommand } from "./commands/notices.js";
import { addOutcomesCommand } from "./commands/outcomes.js";
import { addPaymentsCommand } from "./commands/payments.js";
import { addPreparePaymentCommand } from "./commands/prepare-payment.js";
import { addQuestionCommands } from "./commands/question.js";
import { addQuestionsCommand } from "./commands/questions.js";
import { addReceiveInvoiceCommand } from "./commands/receive-invoice.js";
import { addReconcileCommand } from "./commands/reconcile.js";
import { addRecordTopUpCommand } from "./commands/record-top-up.js";
import { addRehearseCommand } from "./commands/rehearse.js";
import { addReleasePaymentCommand } from "./commands/release-payment.js";
import { addRequestInvoiceCommand } from "./commands/request-invoice.js";
import { addReturnInvoiceCommand } from "./commands/return-invoice.js";
import { addReviewCommands } from "./commands/review.js";
import { addRotateKeysCommand } from "./commands/rotate-keys.js";
import { addRunCommand } from "./commands/run.js";
import { addRunsCommand } from "./commands/runs.js";
import { addStatementsCommand } from "./commands/statements.js";
import { addSubmitInvoiceCommand } from "./commands/submit-invoice.js";
import { addUnattendedCommands } from "./commands/unattended.js";
import { addUsersCommand } from "./commands/users.js";
import { addVerifyCommand } from "./commands/verify.js";
import { addVerifyInvoiceCommand } from "./commands/verify-invoice.js";
import { addWithdrawPaymentCommand } from "./commands/withdraw-payment.js";
import { type Bilingual, languages } from "./language.js";
import type { Cli } from "./session.js";

interface ProgramTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"json" | "lang" | "as" | "help" | "version", string>>;
  readonly helpCommand: string;
  /** Commander's own headings → ours. */
  readonly titles: Readonly<Record<string, string>>;
  readonly usage: string;
  /** Commander's own places in a line of usage → ours. */
  readonly places: Readonly<Record<string, string>>;
  readonly after: string;
}

const texts: Bilingual<ProgramTexts> = {
  "zh-CN": {
    summary: "月结：云商店与渠道伙伴的月度结算，精确到分",
    options: {
      json: "以 JSON 回答（标出 NDJSON 的命令每行一个对象）",
      lang: "语言：zh-CN 或 en（缺省取自环境，否则中文）",
      as: "操作人（缺省 YUEJIE_USER，否则系统用户名）",
      help: "显示帮助",
      version: "显示版本",
    },
    helpCommand: "显示某个命令的帮助",
    titles: {
      "Usage:": "用法:",
      "Arguments:": "参数:",
      "Options:": "选项:",
      "Global Options:": "通用选项:",
      "Commands:": "命令:",
    },
    usage: "<命令> [选项]",
    places: { "[options]": "[选项]", "[command]": "[命令]" },
    after: `
退出码：0 完成；1 失败，没有保留未完成的结果；2 命令行有误；3 被规则拒绝。
数据库：DATABASE_URL=postgres://…；不设置则使用 YUEJIE_HOME（缺省 ./.yuejie）中的内置 Postgres。
演练：npm start 会用自带的一个月数据走完全程。`,
  },
  en: {
    summary: "yuejie (月结): settles a cloud marketplace with its channel partners, to the cent",
    options: {
      json: "answer in JSON (one object a line for commands marked NDJSON)",
      lang: "language: zh-CN or en (default: the environment's, else Chinese)",
      as: "who acts (default: YUEJIE_USER, else the system's user)",
      help: "show help",
      version: "show the version",
    },
    helpCommand: "show the help of a command",
    titles: {},
    usage: "<command> [options]",
    places: {},
    after: `
Exit codes: 0 done; 1 failed, nothing half done; 2 wrong command line; 3 refused by a rule.
Database: DATABASE_URL=postgres://…; unset, an embedded Postgres in YUEJIE_HOME (default ./.yuejie).
Rehearsal: npm start settles a month of data that comes with the project.`,
  },
};

/** In the order in which a month goes through them. */
const commands = [
  addMigrateCommand,
  addImportCommand,
  addRunCommand,
  addRunsCommand,
  addStatementsCommand,
  addLinesCommand,
  addOutcomesCommand,
  addExplainCommand,
  addReconcileCommand,
  addVerifyCommand,
  addReviewCommands,
  addApproveCommand,
  addQuestionCommands,
  addQuestionsCommand,
  addRequestInvoiceCommand,
  addInvoiceListCommand,
  addSubmitInvoiceCommand,
  addReceiveInvoiceCommand,
  addVerifyInvoiceCommand,
  addReturnInvoiceCommand,
  addInvoicesCommand,
  addPreparePaymentCommand,
  addWithdrawPaymentCommand,
  addReleasePaymentCommand,
  addImportBankCommand,
  addRecordTopUpCommand,
  addPaymentsCommand,
  addDueCommand,
  addHistoryCommand,
  addAuditCommand,
  addExportCommand,
  addExportTasksCommand,
  addNoticesCommand,
  addUsersCommand,
  addDeliveriesCommand,
  addCalendarCommand,
  addUnattendedCommands,
  addJobsCommand,
  addGenerateCommand,
  addRehearseCommand,
  addRotateKeysCommand,
  addDoctorCommand,
] as const;

/** The whole command line; parsing it runs the command. */
export function buildProgram(cli: Cli): Command {
  const text = cli.text(texts);
  const program = new Command("yuejie")
    .description(text.summary)
    .usage(text.usage)
    .version(readVersion(), "-V, --version", text.options.version)
    .helpOption("-h, --help", text.options.help)
    .helpCommand("help [command]", text.helpCommand)
    .option("--json", text.options.json)
    .addOption(new Option("--lang <language>", text.options.lang).argParser(refuseOtherLanguages))
    .option("--as <user>", text.options.as)
    .addHelpText("after", text.after)
    // Failures are told by runCommandLine, in one sentence; help asked for in error goes to stderr.
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => text.titles[title] ?? title,
      styleOptionText: (place) => text.places[place] ?? place,
      styleArgumentText: (place) => text.places[place] ?? place,
      displayWidth: columnsOf,
    });
  for (const add of commands) add(program, cli);
  return program;
}

/** Columns on a terminal: Chinese takes two a character. */
function columnsOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0);
}

function refuseOtherLanguages(value: string): string {
  if ((languages as readonly string[]).includes(value)) return value;
  throw new YuejieError("option_value_refused", {
    value,
    option: "--lang",
    allowed: languages.join(", "),
  });
}
