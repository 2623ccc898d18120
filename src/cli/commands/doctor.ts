import type { Command } from "commander";
import type { Language } from "../../domain/errors.js";
import type { CheckName, Finding } from "../../finding.js";
import type { Bilingual } from "../language.js";
import { sentenceOf } from "../sentence.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

type Facts = Finding["facts"];

interface DoctorTexts {
  readonly summary: string;
  readonly states: Readonly<Record<Finding["state"], string>>;
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly tell: Readonly<Record<CheckName, (facts: Facts) => string>>;
  /** What to do about a notice. */
  readonly advice: Readonly<Partial<Record<CheckName, string>>>;
  readonly well: string;
  readonly unwell: string;
}

const texts: Bilingual<DoctorTexts> = {
  "zh-CN": {
    summary: "检查运行环境：什么可用、什么版本、缺什么、怎么办",
    states: { fine: "正常", notice: "注意", trouble: "问题" },
    checks: {
      node: "Node",
      clock: "时钟",
      home: "工作目录",
      disk: "磁盘",
      settings: "设置",
      keys: "密钥",
      database: "数据库",
      schema: "库结构",
      queue: "任务队列",
      calendar: "工作日历",
      schedule: "自动出账",
      inbox: "收件文件夹",
      mail: "邮件",
      sms: "短信",
      notices: "通知",
    },
    tell: {
      node: (facts) => `${facts.version}（需要 ${facts.needed}）`,
      clock: (facts) => `${facts.now}（${clockKinds["zh-CN"][String(facts.kind)]}）`,
      home: (facts) => `${facts.folder}`,
      disk: (facts) => `可用 ${facts.freeMib} MiB`,
      settings: ({ source, company }) =>
        `${source === "defaults" ? "缺省值" : source}；${company === "" ? "开票与付款使用演练公司，正式使用前请设置 company 与 debtorAccount" : `公司 ${company}`}`,
      keys: (facts) => `${facts.source}：用 ${facts.encryptsWith} 加密，共 ${facts.count} 个`,
      database: (facts) =>
        `Postgres ${facts.version}，${facts.kind === "embedded" ? "内置" : "服务器"} ${facts.place}，` +
        `${facts.encoding}，排序规则 ${facts.collation}，${facts.size}`,
      schema: (facts) =>
        facts.pending === 0 ? "最新" : `缺少 ${facts.pending} 个升级，第一个是 ${facts.next}`,
      queue: ({ kind, isReady, waiting, active, failed }) =>
        isReady === "yes"
          ? `${queueKinds[String(kind)]}：等待 ${waiting}，执行中 ${active}，已放弃 ${failed}`
          : `${queueKinds[String(kind)]}：尚未建立队列的表`,
      calendar: ({ years, missing }) =>
        `已知 ${years}${missing === "" ? "" : `，缺少 ${missing} 年`}`,
      schedule: ({ firstPeriod, nextPeriod, nextAt, behind }) =>
        [
          firstPeriod === "" ? "尚未启动过调度" : `从 ${firstPeriod} 起`,
          ...(nextAt === "" ? [] : [`下一次 ${nextAt} 出 ${nextPeriod}`]),
          ...(behind === "" ? [] : [`等待中：${behind}`]),
        ].join("，"),
      inbox: ({ folder, waiting, delayed }) =>
        folder === ""
          ? "未设置 YUEJIE_INBOX，数据由人工导入"
          : `${folder}：等待导入 ${waiting}，暂时无法读取 ${delayed}`,
      mail: ({ where, from }) =>
        where === ""
          ? "未设置 SMTP_URL，通知保存为 YUEJIE_HOME/outbox 中的文件"
          : `${where}，发件人 ${from}`,
      sms: ({ where, kind }) => (where === "" ? "未设置 SMS_URL" : `${where}（${kind}）`),
      notices: ({ waiting, failed, staff }) =>
        `等待发送 ${waiting}，失败 ${failed}；内部收件人 ${staff}`,
    },
    advice: {
      node: "请安装所需版本的 Node。",
      clock: "由 YUEJIE_CLOCK 设置，仅用于演练；正式使用前请取消。",
      disk: "请腾出空间，或把 YUEJIE_HOME 指向更大的磁盘。",
      schema: "请执行：yuejie migrate",
      queue: "请执行 yuejie migrate；已放弃的任务请用 yuejie jobs 查看，处理后用 --retry 重试。",
      calendar: "请按国务院办公厅的通知编写文件，再执行：yuejie calendar import 文件",
      schedule: "请查看 YUEJIE_HOME/outbox 中的通知，并处理等待中的月份。",
      inbox: "请用 yuejie deliveries 查看原因；会自动重试。",
      notices:
        "失败的通知请用 yuejie notices --failed 查看，处理后用 --resend 重发；没有内部收件人时，请在设置 notices.staffEmails 或用户中填写邮箱。",
    },
    well: "一切就绪。",
    unwell: "请先处理上面的问题。",
  },
  en: {
    summary: "look at the surroundings: what is reachable, what is missing, what to do",
    states: { fine: "fine", notice: "notice", trouble: "trouble" },
    checks: {
      node: "Node",
      clock: "clock",
      home: "home",
      disk: "disk",
      settings: "settings",
      keys: "keys",
      database: "database",
      schema: "schema",
      queue: "queue",
      calendar: "calendar",
      schedule: "schedule",
      inbox: "inbox",
      mail: "mail",
      sms: "sms",
      notices: "notices",
    },
    tell: {
      node: (facts) => `${facts.version} (${facts.needed} is needed)`,
      clock: (facts) => `${facts.now} (${clockKinds.en[String(facts.kind)]})`,
      home: (facts) => `${facts.folder}`,
      disk: (facts) => `${facts.freeMib} MiB free`,
      settings: ({ source, company }) =>
        `${source}; ${company === "" ? "invoices and payments name the rehearsal's company: set company and debtorAccount before it is meant" : `company ${company}`}`,
      keys: (facts) => `${facts.source}: ${facts.encryptsWith} encrypts, ${facts.count} in all`,
      database: (facts) =>
        `Postgres ${facts.version}, ${facts.kind} ${facts.place}, ` +
        `${facts.encoding}, collation ${facts.collation}, ${facts.size}`,
      schema: (facts) =>
        facts.pending === 0
          ? "up to date"
          : `${facts.pending} migrations are missing, first ${facts.next}`,
      queue: ({ kind, isReady, waiting, active, failed }) =>
        isReady === "yes"
          ? `${queueKinds[String(kind)]}: ${waiting} wait, ${active} at work, ${failed} given up`
          : `${queueKinds[String(kind)]}: its tables were not made yet`,
      calendar: ({ years, missing }) =>
        `${years}${missing === "" ? "" : `; ${missing} is missing`}`,
      schedule: ({ firstPeriod, nextPeriod, nextAt, behind }) =>
        [
          firstPeriod === "" ? "no scheduler has started yet" : `from ${firstPeriod} on`,
          ...(nextAt === "" ? [] : [`next ${nextPeriod} at ${nextAt}`]),
          ...(behind === "" ? [] : [`waiting: ${behind}`]),
        ].join("; "),
      inbox: ({ folder, waiting, delayed }) =>
        folder === ""
          ? "YUEJIE_INBOX is not set: facts are imported by hand"
          : `${folder}: ${waiting} wait, ${delayed} cannot be read at present`,
      mail: ({ where, from }) =>
        where === ""
          ? "SMTP_URL is not set: notices are kept as files in YUEJIE_HOME/outbox"
          : `${where}, from ${from}`,
      sms: ({ where, kind }) => (where === "" ? "SMS_URL is not set" : `${where} (${kind})`),
      notices: ({ waiting, failed, staff }) =>
        `${waiting} wait, ${failed} failed; ${staff} among staff are told`,
    },
    advice: {
      node: "Install the version of Node that is needed.",
      clock: "Set by YUEJIE_CLOCK, for rehearsals; unset it before working in earnest.",
      disk: "Make room, or point YUEJIE_HOME at a larger disk.",
      schema: "Run: yuejie migrate",
      queue:
        "Make its tables with yuejie migrate; yuejie jobs tells what was given up, --retry tries it again.",
      calendar: "Write down the State Council's notice, then: yuejie calendar import FILE",
      schedule: "See the notices in YUEJIE_HOME/outbox, and to the months that wait.",
      inbox: "yuejie deliveries tells why; they are tried again by themselves.",
      notices:
        "yuejie notices --failed tells what failed, --resend sends it again; where nobody among staff is told, name addresses in the settings (notices.staffEmails) or give users one.",
    },
    well: "Everything is ready.",
    unwell: "See to the trouble above first.",
  },
};

const queueKinds: Readonly<Record<string, string>> = { redis: "Redis", postgres: "Postgres" };

const clockKinds: Bilingual<Readonly<Record<string, string>>> = {
  "zh-CN": { real: "真实时钟", standing: "停住的演练时钟", running: "走动的演练时钟" },
  en: {
    real: "the real one",
    standing: "a rehearsal's, standing",
    running: "a rehearsal's, running",
  },
};

export function addDoctorCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("doctor")
    .description(text.summary)
    .action(() =>
      cli.perform("doctor", async ({ features, output, answer, language }) => {
        const findings = await features.examine();
        const well = findings.every(({ state }) => state !== "trouble");
        await answer({ well, checks: findings.map((it) => documentOf(it, language)) }, async () => {
          await writeTable(output, columnsOf(language), findings);
          await output.write(`\n${well ? text.well : text.unwell}\n`);
        });
        return well ? 0 : 1;
      }),
    );
}

function columnsOf(language: Language) {
  const text = texts[language];
  return [
    { title: "", of: (found: Finding) => text.checks[found.check] },
    { title: "", of: (found: Finding) => text.states[found.state] },
    { title: "", of: (found: Finding) => sentencesOf(found, language) },
  ];
}

/** What was found and, where it is not fine, what to do. */
function sentencesOf({ check, state, facts, trouble }: Finding, language: Language): string {
  const text = texts[language];
  if (trouble !== null) return sentenceOf(trouble, language);
  const told = text.tell[check](facts);
  const advice = state === "notice" ? text.advice[check] : undefined;
  return advice === undefined ? told : `${told}\n${advice}`;
}

function documentOf({ check, state, facts, trouble }: Finding, language: Language) {
  const advice = state === "notice" ? (texts[language].advice[check] ?? null) : null;
  const message = trouble === null ? advice : sentenceOf(trouble, language);
  return { check, state, ...facts, code: trouble?.code ?? null, message };
}
