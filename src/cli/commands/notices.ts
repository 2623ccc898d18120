import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import { toWallClock } from "../../domain/instant.js";
import type { CopyRow } from "../../notices/list-copies.js";
import type { Bilingual } from "../language.js";
import { labelOption } from "../options.js";
import { sentenceOf } from "../sentence.js";
import type { Cli, ExitCode, Session } from "../session.js";
import { writeTable } from "../table.js";

type Column = "state" | "key" | "channel" | "recipient" | "address" | "attempts" | "sentAt" | "why";

interface NoticeTexts {
  readonly summary: string;
  readonly options: Readonly<
    Record<
      | "failed"
      | "period"
      | "statement"
      | "settlee"
      | "resend"
      | "resendFailed"
      | "optOut"
      | "optIn",
      string
    >
  >;
  readonly titles: Readonly<Record<Column, string>>;
  readonly states: Readonly<Record<CopyRow["state"], string>>;
  readonly channels: Readonly<Record<CopyRow["channel"], string>>;
  readonly total: (count: number) => string;
  readonly undelivered: (count: number) => string;
  readonly resent: (resent: number, refused: number) => string;
  readonly chosen: (recipient: string, optedOut: boolean) => string;
}

const texts: Bilingual<NoticeTexts> = {
  "zh-CN": {
    summary: "列出通知的发送情况；重发；设置是否接收提醒（NDJSON）",
    options: {
      failed: "只列出失败的",
      period: "账期：月份 2026-10 或季度 2026Q3",
      statement: "结算单号",
      settlee: "结算对象编号",
      resend: "重发一条通知中失败或未发的；全部已发过的，再发一次",
      resendFailed: "重发全部失败的通知",
      optOut: "此结算对象或用户不再接收提醒（责任类通知照发）",
      optIn: "恢复接收提醒",
    },
    titles: {
      state: "状态",
      key: "通知",
      channel: "渠道",
      recipient: "收件人",
      address: "地址",
      attempts: "已试",
      sentAt: "发出时间",
      why: "原因",
    },
    states: { waiting: "等待", sent: "已发出", failed: "失败", skipped: "未发" },
    channels: { email: "邮件", sms: "短信" },
    total: (count) => (count === 0 ? "没有通知。" : `共 ${count} 份。`),
    undelivered: (count) => `有 ${count} 条通知等待后台处理，请启动：yuejie worker 或 yuejie start`,
    resent: (resent, refused) => `已重发 ${resent} 条通知，被拒绝 ${refused} 条`,
    chosen: (recipient, optedOut) => `${recipient}：${optedOut ? "不接收提醒" : "接收提醒"}`,
  },
  en: {
    summary: "list how far notices have come; send them again; say who wants reminders (NDJSON)",
    options: {
      failed: "only what failed",
      period: "of a period: a month as 2026-10 or a quarter as 2026Q3",
      statement: "of a statement, by its number",
      settlee: "of a settlee, by its number",
      resend: "send again what of a notice failed or was left out; where all was sent, all of it",
      resendFailed: "send again every notice that failed",
      optOut: "this settlee or user wants no reminders; duties are told all the same",
      optIn: "it wants them again",
    },
    titles: {
      state: "state",
      key: "notice",
      channel: "by",
      recipient: "to",
      address: "address",
      attempts: "attempts",
      sentAt: "sent at",
      why: "reason",
    },
    states: { waiting: "waits", sent: "sent", failed: "failed", skipped: "left out" },
    channels: { email: "e-mail", sms: "SMS" },
    total: (count) => {
      if (count === 0) return "There are no notices.";
      return count === 1 ? "1 copy in all." : `${count} copies in all.`;
    },
    undelivered: (count) =>
      `${count === 1 ? "1 notice waits" : `${count} notices wait`} for a worker; start one: ` +
      "yuejie worker, or yuejie start",
    resent: (resent, refused) =>
      `${resent === 1 ? "1 notice is" : `${resent} notices are`} sent again, ${refused} refused`,
    chosen: (recipient, optedOut) =>
      `${recipient}: ${optedOut ? "wants no reminders" : "wants reminders"}`,
  },
};

interface NoticeOptions {
  readonly failed?: true;
  readonly period?: string;
  readonly statement?: string;
  readonly settlee?: string;
  readonly resend?: string;
  readonly resendFailed?: true;
  readonly optOut?: string;
  readonly optIn?: string;
}

export function addNoticesCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("notices")
    .description(text.summary)
    .option("--failed", text.options.failed)
    .option("--period <period>", text.options.period, labelOption)
    .option("--statement <number>", text.options.statement)
    .option("--settlee <number>", text.options.settlee)
    .option("--resend <key>", text.options.resend)
    .option("--resend-failed", text.options.resendFailed)
    .option("--opt-out <name>", text.options.optOut)
    .option("--opt-in <name>", text.options.optIn)
    .action((options: NoticeOptions) => {
      const doing = ["resend", "resendFailed", "optOut", "optIn"] as const;
      const [one, other] = doing.filter((name) => options[name] !== undefined);
      if (one !== undefined && other !== undefined) {
        throw new YuejieError("options_exclude", { one: nameOf(one), other: nameOf(other) });
      }
      return cli.perform("notices", (session) => {
        if (one === "resend" || one === "resendFailed") return resend(session, text, options);
        if (one !== undefined) return choose(session, text, options);
        return list(session, text, options);
      });
    });
}

function nameOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function resend(
  { features, actor, output, answer, language }: Session,
  text: NoticeTexts,
  options: NoticeOptions,
): Promise<ExitCode> {
  const of = options.resend === undefined ? "failed" : { key: options.resend };
  const { resent, refused } = await features.notices.resend(of, actor);
  const told = refused.map(({ key, error }) => ({
    key,
    code: error.code,
    message: sentenceOf(error, language),
  }));
  for (const { key, message } of told) output.note(`${key}: ${message}`);
  await answer({ resent, refused: told }, () =>
    output.write(`${text.resent(resent.length, refused.length)}\n`),
  );
  if (refused.length === 0) return 0;
  return resent.length === 0 && refused.every(({ error }) => error.kind !== "refused") ? 1 : 3;
}

async function choose(
  { features, actor, output, answer }: Session,
  text: NoticeTexts,
  { optOut, optIn }: NoticeOptions,
): Promise<ExitCode> {
  const chosen = { name: optOut ?? optIn ?? "", optedOut: optOut !== undefined, actor };
  const result = await features.notices.chooseReminders(chosen);
  const { recipient, optedOut } = result;
  return answer(result, () => output.write(`${text.chosen(recipient, optedOut)}\n`));
}

function list(
  { features, output, answerRecords, language }: Session,
  text: NoticeTexts,
  options: NoticeOptions,
): Promise<ExitCode> {
  const { failed, period, statement: statementNo, settlee: settleeNo } = options;
  const rows = features.notices.list({
    ...{ failed: failed === true, period, statementNo, settleeNo },
  });
  const told = (async function* () {
    for await (const { messageIn, ...row } of rows) yield { ...row, message: messageIn(language) };
  })();
  return answerRecords(told, async (records) => {
    let count = 0;
    const counted = async function* () {
      for await (const row of records) {
        count += 1;
        yield row;
      }
    };
    await writeTable(output, columnsOf(text), counted());
    // What no worker has taken up yet has no copies.
    const waiting = count === 0 ? await features.notices.countUndelivered() : 0;
    await output.write(`${waiting === 0 ? text.total(count) : text.undelivered(waiting)}\n`);
  });
}

type ToldRow = Omit<CopyRow, "messageIn"> & { readonly message: string | null };

function columnsOf({ titles, states, channels }: NoticeTexts) {
  return [
    { title: titles.state, of: ({ state }: ToldRow) => states[state] },
    { title: titles.key, of: ({ key }: ToldRow) => key },
    { title: titles.channel, of: ({ channel }: ToldRow) => channels[channel] },
    { title: titles.recipient, of: ({ recipient }: ToldRow) => recipient },
    { title: titles.address, of: ({ address }: ToldRow) => address },
    { title: titles.attempts, of: ({ attempts }: ToldRow) => String(attempts) },
    { title: titles.sentAt, of: ({ sentAt }: ToldRow) => toWallClock(sentAt) },
    { title: titles.why, of: ({ message }: ToldRow) => message ?? "" },
  ];
}
