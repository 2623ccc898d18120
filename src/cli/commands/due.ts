import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import { type Role, roles, type Step, statusWords } from "../../domain/lifecycle/states.js";
import { formatAmountGrouped } from "../../domain/money.js";
import type { DueStep, Urgency } from "../../lifecycle/due.js";
import type { DueFilter } from "../../offer-due.js";
import type { Bilingual } from "../language.js";
import { wholeOption } from "../options.js";
import type { Output } from "../output.js";
import type { Cli } from "../session.js";
import { type Column, writeTable } from "../table.js";
import { roleWord } from "../user-table.js";

interface DueTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"step" | "holder" | "settlee" | "overdue" | "within", string>>;
  readonly columns: Readonly<
    Record<
      | "statement"
      | "status"
      | "step"
      | "holder"
      | "dueOn"
      | "daysLeft"
      | "urgency"
      | "payOn"
      | "amount"
      | "count",
      string
    >
  >;
  readonly month: (period: string) => string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly noStep: string;
  readonly urgencies: Readonly<Record<Urgency, string>>;
  readonly yearMissing: (year: number) => string;
  readonly none: string;
}

const texts: Bilingual<DueTexts> = {
  "zh-CN": {
    summary: "待办与期限：按到期日列出各步骤、责任人、剩余工作日（NDJSON）",
    options: {
      step: "只列出该步骤（1 至 7）",
      holder: `只列出该角色的待办：${roles.join(", ")}`,
      settlee: "只列出该结算对象",
      overdue: "只列出逾期的",
      within: "只列出剩余工作日不超过此数的（含逾期）",
    },
    columns: {
      statement: "结算单号",
      status: "状态",
      step: "步骤",
      holder: "责任人",
      dueOn: "到期日",
      daysLeft: "剩余工作日",
      urgency: "期限",
      payOn: "预计付款",
      amount: "含税金额",
      count: "数量",
    },
    month: (period) => `${period}（待出账）`,
    steps: {
      1: "1 出账",
      2: "2 审核并发送",
      3: "3 会签",
      4: "4 通知开票",
      5: "5 开票",
      6: "6 审核发票",
      7: "7 付款",
    },
    noStep: "补缴",
    urgencies: {
      in_time: "正常",
      due_soon: "即将到期",
      overdue: "逾期",
      paused: "暂停",
      unknown: "无法确定",
    },
    yearMissing: (year) => `缺少 ${year} 年的节假日安排`,
    none: "没有待办。",
  },
  en: {
    summary:
      "what is to be done: steps by the day they are due, holder, working days left (NDJSON)",
    options: {
      step: "only this step, 1 to 7",
      holder: `only what waits for this role: ${roles.join(", ")}`,
      settlee: "only this settlee's",
      overdue: "only what is overdue",
      within: "only what has at most so many working days left, or is overdue",
    },
    columns: {
      statement: "Statement",
      status: "Status",
      step: "Step",
      holder: "Holder",
      dueOn: "Due on",
      daysLeft: "Days left",
      urgency: "Urgency",
      payOn: "Paid by",
      amount: "Amount",
      count: "Count",
    },
    month: (period) => `${period} (to be run)`,
    steps: {
      1: "1 generate",
      2: "2 review and send",
      3: "3 countersign",
      4: "4 request invoice",
      5: "5 invoice",
      6: "6 verify invoice",
      7: "7 pay",
    },
    noStep: "top-up",
    urgencies: {
      in_time: "in time",
      due_soon: "due soon",
      overdue: "overdue",
      paused: "paused",
      unknown: "unknown",
    },
    yearMissing: (year) => `the working days of ${year} are not known`,
    none: "Nothing waits for anybody.",
  },
};

interface Flags {
  readonly step?: Step;
  readonly holder?: Role;
  readonly settlee?: string;
  readonly overdue?: true;
  readonly within?: number;
}

export function addDueCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const { options } = text;
  program
    .command("due")
    .description(text.summary)
    .option("--step <step>", options.step, stepOption)
    .option("--holder <role>", options.holder, holderOption)
    .option("--settlee <no>", options.settlee)
    .option("--overdue", options.overdue)
    .option("--within <days>", options.within, wholeOption("--within"))
    .action(({ step, holder, settlee, overdue, within }: Flags) =>
      cli.perform("due", async ({ features, output, answerRecords }) => {
        const filter: DueFilter = {
          ...{ step, holder, settleeNo: settlee },
          ...{ isOverdue: overdue, withinDays: within },
        };
        const steps = await features.due.list(filter);
        const records = async function* () {
          yield* steps;
        };
        return answerRecords(records(), () => writeSteps(output, cli, steps));
      }),
    );
}

async function writeSteps(output: Output, cli: Cli, steps: readonly DueStep[]): Promise<void> {
  const text = cli.text(texts);
  if (steps.length === 0) return output.write(`${text.none}\n`);
  await writeTable(output, columnsOf(cli), steps);
  await output.write("\n");
  await writeTable(output, summaryColumns(cli), summaryOf(steps));
}

function columnsOf(cli: Cli): Column<DueStep>[] {
  const { columns, month, urgencies, yearMissing } = cli.text(texts);
  const language = cli.language === "en" ? "en" : "zh";
  return [
    { title: columns.statement, of: (it) => it.statementNo ?? month(it.period) },
    { title: columns.status, of: ({ status }) => (status ? statusWords[status][language] : "") },
    { title: columns.step, of: (it) => stepWord(cli, it.step) },
    {
      title: columns.holder,
      of: ({ holder, departments }) =>
        departments.length === 0
          ? roleWord(cli, holder)
          : `${roleWord(cli, holder)}: ${departments.join(", ")}`,
    },
    { title: columns.dueOn, of: ({ dueOn }) => dueOn ?? "–" },
    { title: columns.daysLeft, align: "right", of: ({ daysLeft }) => String(daysLeft ?? "–") },
    {
      title: columns.urgency,
      of: (it) =>
        it.yearMissing !== null && it.urgency === "unknown"
          ? yearMissing(it.yearMissing)
          : urgencies[it.urgency],
    },
    { title: columns.payOn, of: ({ expectedPayOn }) => expectedPayOn ?? "–" },
    {
      title: columns.amount,
      align: "right",
      of: ({ amount }) => (amount === null ? "–" : formatAmountGrouped(amount)),
    },
  ];
}

/** How many steps of one kind wait for one role. */
interface Group extends Pick<DueStep, "step" | "holder"> {
  readonly counts: Readonly<Record<Urgency, number>>;
  readonly count: number;
}

const noneOfAny = { in_time: 0, due_soon: 0, overdue: 0, paused: 0, unknown: 0 } as const;

function summaryOf(steps: readonly DueStep[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { step, holder, urgency } of steps) {
    const key = `${step ?? 9} ${holder}`;
    const { counts, count } = groups.get(key) ?? { counts: noneOfAny, count: 0 };
    const counted = { ...counts, [urgency]: counts[urgency] + 1 };
    groups.set(key, { step, holder, counts: counted, count: count + 1 });
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function summaryColumns(cli: Cli): Column<Group>[] {
  const { columns, urgencies } = cli.text(texts);
  const told: readonly Urgency[] = ["overdue", "due_soon", "in_time", "paused", "unknown"];
  return [
    { title: columns.step, of: ({ step }) => stepWord(cli, step) },
    { title: columns.holder, of: ({ holder }) => roleWord(cli, holder) },
    ...told.map(
      (urgency): Column<Group> => ({
        title: urgencies[urgency],
        align: "right",
        of: ({ counts }) => String(counts[urgency]),
      }),
    ),
    { title: columns.count, align: "right", of: ({ count }) => String(count) },
  ];
}

function stepWord(cli: Cli, step: Step | null): string {
  const { steps, noStep } = cli.text(texts);
  return step === null ? noStep : steps[step];
}

function stepOption(value: string): Step {
  if (/^[1-7]$/.test(value)) return Number(value) as Step;
  throw new YuejieError("option_value_refused", { value, option: "--step", allowed: "1 … 7" });
}

function holderOption(value: string): Role {
  const role = roles.find((it) => it === value);
  if (role !== undefined) return role;
  const allowed = roles.join(", ");
  throw new YuejieError("option_value_refused", { value, option: "--holder", allowed });
}
