import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import { formatAmountGrouped } from "../../domain/money.js";
import type { RunRow } from "../../settlement/run-history.js";
import type { Bilingual } from "../language.js";
import { monthOption, wholeOption } from "../options.js";
import type { Cli } from "../session.js";
import { type Column, writeTable } from "../table.js";

interface RunsTexts {
  readonly summary: string;
  readonly period: string;
  readonly limit: string;
  readonly giveUp: string;
  readonly columns: Readonly<
    Record<
      | "runId"
      | "period"
      | "scope"
      | "actor"
      | "state"
      | "startedAt"
      | "seconds"
      | "shards"
      | "orders"
      | "parked"
      | "statements"
      | "amount"
      | "failure",
      string
    >
  >;
  readonly states: Readonly<Record<RunRow["state"], string>>;
  readonly all: string;
  readonly settlees: (count: number) => string;
  readonly none: string;
  readonly givenUp: (runId: string) => string;
}

const texts: Bilingual<RunsTexts> = {
  "zh-CN": {
    summary: "列出出账批次：谁、何时、多久、数量、暂缓、金额（NDJSON）",
    period: "只列出该月份，如 2026-10",
    limit: "最多列出多少个",
    giveUp: "放弃一个等待队列的批次，使其他工作得以进行",
    columns: {
      runId: "批次",
      period: "月份",
      scope: "范围",
      actor: "操作人",
      state: "状态",
      startedAt: "开始",
      seconds: "秒",
      shards: "分片",
      orders: "已结/等待/排除",
      parked: "暂缓",
      statements: "结算单",
      amount: "含税金额",
      failure: "原因",
    },
    states: { running: "进行中", completed: "完成", failed: "失败", aborted: "中止" },
    all: "全部",
    settlees: (count) => `${count} 个结算对象`,
    none: "还没有出账批次。",
    givenUp: (runId) => `批次 ${runId} 已放弃；请重新出账后再审核。`,
  },
  en: {
    summary: "list the runs: who, when, how long, counts, parked, amount (NDJSON)",
    period: "only this month, as 2026-10",
    limit: "how many at most",
    giveUp: "give up a run that waits for the queue, so that other work is let in",
    columns: {
      runId: "Run",
      period: "Month",
      scope: "Of",
      actor: "By",
      state: "State",
      startedAt: "Started",
      seconds: "Seconds",
      shards: "Shards",
      orders: "Settled/carried/excluded",
      parked: "Parked",
      statements: "Statements",
      amount: "Amount",
      failure: "Reason",
    },
    states: { running: "running", completed: "completed", failed: "failed", aborted: "aborted" },
    all: "all",
    settlees: (count) => (count === 1 ? "1 settlee" : `${count} settlees`),
    none: "Nothing was run yet.",
    givenUp: (runId) => `Run ${runId} is given up; run the period again before approving.`,
  },
};

interface RunsFlags {
  readonly period?: string;
  readonly limit: number;
  readonly giveUp?: string;
}

export function addRunsCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("runs")
    .description(text.summary)
    .option("--period <month>", text.period, monthOption)
    .option("--limit <count>", text.limit, wholeOption("--limit"), 50)
    .option("--give-up <run>", text.giveUp)
    .action(({ period, limit, giveUp }: RunsFlags) =>
      cli.perform("runs", async ({ features, output, actor, answer, answerRecords }) => {
        if (giveUp !== undefined) {
          await features.giveUpRun(giveUp, actor);
          return answer({ givenUp: giveUp }, () => output.write(`${text.givenUp(giveUp)}\n`));
        }
        const runs = await features.listRuns({ period, limit });
        const records = async function* () {
          yield* runs;
        };
        return answerRecords(records(), async (each) => {
          if (runs.length === 0) await output.write(`${text.none}\n`);
          else await writeTable(output, columnsOf(text), each);
        });
      }),
    );
}

function columnsOf(text: RunsTexts): Column<RunRow>[] {
  const { columns } = text;
  const counts = (run: RunRow): string =>
    run.orders === null
      ? "–"
      : [run.orders.settled, run.orders.carried, run.orders.excluded]
          .map((count) => count.toLocaleString("en-US"))
          .join(" / ");
  return [
    { title: columns.runId, align: "right", of: (run) => run.runId },
    { title: columns.period, of: (run) => run.period },
    {
      title: columns.scope,
      of: (run) => (run.settlees === null ? text.all : text.settlees(run.settlees.length)),
    },
    { title: columns.actor, of: (run) => run.actor },
    { title: columns.state, of: (run) => text.states[run.state] },
    { title: columns.startedAt, of: (run) => toWallClock(run.startedAt) },
    { title: columns.seconds, align: "right", of: (run) => run.seconds?.toFixed(1) ?? "–" },
    {
      title: columns.shards,
      align: "right",
      of: (run) => `${run.shards.done}/${run.shards.total}`,
    },
    { title: columns.orders, align: "right", of: counts },
    { title: columns.parked, align: "right", of: (run) => String(run.parked) },
    {
      title: columns.statements,
      align: "right",
      of: (run) => String(run.statements?.total ?? "–"),
    },
    {
      title: columns.amount,
      align: "right",
      of: (run) => (run.amount === null ? "–" : formatAmountGrouped(run.amount)),
    },
    { title: columns.failure, of: (run) => run.failure ?? "" },
  ];
}
