import type { Command } from "commander";
import type { Language } from "../../domain/errors.js";
import type { CheckName, Finding } from "../../examine.js";
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
    },
    tell: {
      node: (facts) => `${facts.version}（需要 ${facts.needed}）`,
      clock: (facts) => `${facts.now}（${clockKinds["zh-CN"][String(facts.kind)]}）`,
      home: (facts) => `${facts.folder}`,
      disk: (facts) => `可用 ${facts.freeMib} MiB`,
      settings: (facts) => (facts.source === "defaults" ? "缺省值" : `${facts.source}`),
      keys: (facts) => `${facts.source}：用 ${facts.encryptsWith} 加密，共 ${facts.count} 个`,
      database: (facts) =>
        `Postgres ${facts.version}，${facts.kind === "embedded" ? "内置" : "服务器"} ${facts.place}，` +
        `${facts.encoding}，排序规则 ${facts.collation}，${facts.size}`,
      schema: (facts) =>
        facts.pending === 0 ? "最新" : `缺少 ${facts.pending} 个升级，第一个是 ${facts.next}`,
    },
    advice: {
      node: "请安装所需版本的 Node。",
      clock: "由 YUEJIE_CLOCK 设置，仅用于演练；正式使用前请取消。",
      disk: "请腾出空间，或把 YUEJIE_HOME 指向更大的磁盘。",
      schema: "请执行：yuejie migrate",
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
    },
    tell: {
      node: (facts) => `${facts.version} (${facts.needed} is needed)`,
      clock: (facts) => `${facts.now} (${clockKinds.en[String(facts.kind)]})`,
      home: (facts) => `${facts.folder}`,
      disk: (facts) => `${facts.freeMib} MiB free`,
      settings: (facts) => `${facts.source}`,
      keys: (facts) => `${facts.source}: ${facts.encryptsWith} encrypts, ${facts.count} in all`,
      database: (facts) =>
        `Postgres ${facts.version}, ${facts.kind} ${facts.place}, ` +
        `${facts.encoding}, collation ${facts.collation}, ${facts.size}`,
      schema: (facts) =>
        facts.pending === 0
          ? "up to date"
          : `${facts.pending} migrations are missing, first ${facts.next}`,
    },
    advice: {
      node: "Install the version of Node that is needed.",
      clock: "Set by YUEJIE_CLOCK, for rehearsals; unset it before working in earnest.",
      disk: "Make room, or point YUEJIE_HOME at a larger disk.",
      schema: "Run: yuejie migrate",
    },
    well: "Everything is ready.",
    unwell: "See to the trouble above first.",
  },
};

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
