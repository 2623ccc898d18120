import { YuejieError } from "../domain/errors.js";
import { toWallClock } from "../domain/instant.js";
import { formatAmountGrouped } from "../domain/money.js";
import type { ExportTask } from "../exports/tasks/export-task.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import { sentenceOf } from "./sentence.js";
import type { Cli } from "./session.js";
import { type Column, writeTable } from "./table.js";

interface TaskTexts {
  readonly columns: Readonly<
    Record<
      "task" | "kind" | "what" | "state" | "progress" | "by" | "at" | "total" | "until",
      string
    >
  >;
  readonly kinds: Readonly<Record<ExportTask["kind"], string>>;
  readonly states: Readonly<Record<ExportTask["state"], string>>;
}

const texts: Bilingual<TaskTexts> = {
  "zh-CN": {
    columns: {
      task: "任务",
      kind: "内容",
      what: "范围",
      state: "状态",
      progress: "行数",
      total: "控制总额",
      by: "申请人",
      at: "申请时间",
      until: "保留至",
    },
    kinds: {
      statement: "结算单",
      period: "账期汇总",
      transactions: "交易明细",
      outcomes: "订单结果",
    },
    states: {
      waiting: "等待",
      running: "生成中",
      done: "已完成",
      failed: "失败",
      expired: "已过期",
    },
  },
  en: {
    columns: {
      task: "Task",
      kind: "What",
      what: "Of",
      state: "State",
      progress: "Rows",
      total: "Control total",
      by: "Asked by",
      at: "Asked at",
      until: "Kept until",
    },
    kinds: {
      statement: "statement",
      period: "period",
      transactions: "transactions",
      outcomes: "outcomes",
    },
    states: {
      waiting: "waiting",
      running: "running",
      done: "done",
      failed: "failed",
      expired: "expired",
    },
  },
};

/** A task as the command line tells it: why it failed is a sentence in the chosen language. */
export interface TaskDocument extends Omit<ExportTask, "failure"> {
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export function taskDocument(task: ExportTask, cli: Cli): TaskDocument {
  if (task.failure === null) return { ...task, failure: null };
  const { code, details } = task.failure;
  const message = sentenceOf(new YuejieError(code, details), cli.language);
  return { ...task, failure: { code, message } };
}

/** Writes tasks as a table, and of each that failed its sentence; returns how many there were. */
export async function writeTasks(
  output: Output,
  cli: Cli,
  tasks: AsyncIterable<TaskDocument>,
): Promise<number> {
  let count = 0;
  const failures: string[] = [];
  async function* counted(): AsyncGenerator<TaskDocument> {
    for await (const task of tasks) {
      count += 1;
      if (task.failure !== null) failures.push(`${task.taskId}: ${task.failure.message}\n`);
      yield task;
    }
  }
  await writeTable(output, columnsOf(cli), counted());
  for (const failure of failures) await output.write(failure);
  return count;
}

function columnsOf(cli: Cli): readonly Column<TaskDocument>[] {
  const { columns, kinds, states } = cli.text(texts);
  return [
    { title: columns.task, align: "right", of: (task) => task.taskId },
    { title: columns.kind, of: (task) => kinds[task.kind] },
    { title: columns.what, of: rangeOf },
    { title: columns.state, of: (task) => states[task.state] },
    { title: columns.progress, align: "right", of: (task) => rowsOf(task) },
    {
      title: columns.total,
      align: "right",
      of: ({ controlTotal }) => (controlTotal === null ? "" : formatAmountGrouped(controlTotal)),
    },
    { title: columns.by, of: (task) => task.requestedBy },
    { title: columns.at, of: (task) => toWallClock(task.requestedAt) },
    { title: columns.until, of: (task) => toWallClock(task.expiresAt).slice(0, 10) },
  ];
}

function rangeOf({ parameters }: TaskDocument): string {
  const values = Object.values(parameters).map((value) =>
    Array.isArray(value) ? value.join("|") : String(value),
  );
  return values.join(" ");
}

function rowsOf({ state, rowCount, rowsDone, rowsTotal }: TaskDocument): string {
  const grouped = (value: number): string => value.toLocaleString("en-US");
  if (state === "running" && rowsTotal !== null) {
    return `${grouped(rowsDone)} / ${grouped(rowsTotal)}`;
  }
  return rowCount === null ? "" : grouped(rowCount);
}
