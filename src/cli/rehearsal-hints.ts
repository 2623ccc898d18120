import type { Role } from "../domain/lifecycle/states.js";
import type { User } from "../lifecycle/users.js";
import type { StatementRow } from "../settlement/statements.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import type { Cli } from "./session.js";

type Hint =
  | "approve"
  | "sign"
  | "request"
  | "submit"
  | "receive"
  | "accept"
  | "prepare"
  | "release"
  | "bank"
  | "due"
  | "history"
  | "outcomes"
  | "explain"
  | "help";

interface HintTexts {
  readonly next: string;
  readonly clock: string;
  readonly look: string;
  readonly batch: string;
  readonly answer: string;
  readonly order: string;
  readonly hints: Readonly<Record<Hint, string>>;
}

const texts: Bilingual<HintTexts> = {
  "zh-CN": {
    next: "接下来可以走完这个月（--as 指明操作人）：",
    clock: "留在演练的日期",
    look: "随时可以查看：",
    batch: "<付款批次>",
    answer: "<银行回执文件>",
    order: "<订单号>",
    hints: {
      approve: "审核并发送",
      sign: "各部门会签",
      request: "通知开票",
      submit: "伙伴提交一张发票",
      receive: "收到发票",
      accept: "发票逐项核对并通过",
      prepare: "付款制单",
      release: "由另一人放行，写出付款文件",
      bank: "导入银行回执，付款完成",
      due: "谁该做什么，何时到期",
      history: "一张结算单的经过",
      outcomes: "每个订单的结果和原因",
      explain: "金额怎样算出，或者为什么没有结算",
      help: "全部命令",
    },
  },
  en: {
    next: "To take the month on to its end; --as says who acts:",
    clock: "stay in the rehearsal's day",
    look: "To look around:",
    batch: "<batch>",
    answer: "<the bank's file>",
    order: "<order>",
    hints: {
      approve: "review and send",
      sign: "each department signs",
      request: "ask for the invoices",
      submit: "the partner submits one",
      receive: "it has come",
      accept: "every point of it is right",
      prepare: "prepare its payment",
      release: "somebody else releases it, and the payment file is written",
      bank: "take in what the bank says",
      due: "who is to do what, and until when",
      history: "what happened to a statement",
      outcomes: "what became of every order, and why",
      explain: "how an amount came about, or why there is none",
      help: "all commands",
    },
  },
};

/** What a newcomer may try next. */
export interface Rehearsed {
  readonly period: string;
  readonly today: string;
  /** Where the rehearsal's clock stands; null: it is the real one. */
  readonly clock: string | null;
  /** One to take to its end; null: there is none with money on it. */
  readonly statement: StatementRow | null;
  readonly users: readonly User[];
}

/** Writes commands that take the month on to its end, each with somebody who may give it (R-W2). */
export async function writeHints(output: Output, cli: Cli, rehearsed: Rehearsed): Promise<void> {
  const { next, look, hints, clock } = cli.text(texts);
  const tell = (lines: readonly Line[]): string =>
    lines.map(({ hint, command }) => `  ${hints[hint]}\n    npx yuejie ${command}\n`).join("");
  const stay = rehearsed.clock && `  ${clock}\n    export YUEJIE_CLOCK=${rehearsed.clock}\n`;
  await output.write(`\n${next}\n${stay ?? ""}${tell(monthOf(cli, rehearsed))}`);
  await output.write(`\n${look}\n${tell(viewsOf(cli, rehearsed))}`);
}

interface Line {
  readonly command: string;
  readonly hint: Hint;
}

function monthOf(cli: Cli, { period, today, statement, users }: Rehearsed): Line[] {
  const text = cli.text(texts);
  const able = users.filter(({ isDisabled }) => !isDisabled);
  const lines = (hint: Hint, role: Role, command: string): Line[] => {
    const who = able.filter(
      ({ roles, settleeNo }) =>
        roles.includes(role) && (settleeNo === null || settleeNo === statement?.settleeNo),
    );
    // One is enough, but for signatures: each department's is another person's.
    return (hint === "sign" ? who : who.slice(0, 1)).map(({ userName }) => ({
      hint,
      command: `${command} --as ${userName}`,
    }));
  };
  const month = [
    ...lines("approve", "reviewer", `approve --period ${period}`),
    ...lines("sign", "signer", `sign --period ${period}`),
    ...lines("request", "finance_preparer", `request-invoice --period ${period}`),
  ];
  if (statement === null) return month;
  const { statementNo, netAmount, taxAmount, amount, serviceFeeRate } = statement;
  const invoice = ["26440000000000000001", today, netAmount, taxAmount, amount, serviceFeeRate];
  const submit = `submit-invoice ${statementNo} --invoice ${invoice.join(",")} --tracking SF0001`;
  const verify = `verify-invoice ${statementNo} --accept --checked`;
  return [
    ...month,
    ...lines("submit", "partner", submit),
    ...lines("receive", "finance_preparer", `receive-invoice ${statementNo}`),
    ...lines("accept", "finance_preparer", verify),
    ...lines("prepare", "finance_preparer", `prepare-payment ${statementNo}`),
    ...lines("release", "finance_releaser", `release-payment ${text.batch}`),
    ...lines("bank", "finance_preparer", `import-bank ${text.answer}`),
  ];
}

function viewsOf(cli: Cli, { period, statement }: Rehearsed): Line[] {
  return [
    { hint: "due", command: "due" },
    ...(statement === null
      ? []
      : [{ hint: "history", command: `history ${statement.statementNo}` } as const]),
    { hint: "outcomes", command: `outcomes --period ${period}` },
    { hint: "explain", command: `explain ${cli.text(texts).order}` },
    { hint: "help", command: "--help" },
  ];
}
