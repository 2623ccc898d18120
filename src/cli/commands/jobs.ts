import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import type { OpenJob } from "../../outbox/open-jobs.js";
import type { Bilingual } from "../language.js";
import { wholeOption } from "../options.js";
import type { Cli } from "../session.js";
import { firstOf } from "../shortened-list.js";
import { writeTable } from "../table.js";

interface JobTexts {
  readonly summary: string;
  readonly retry: string;
  readonly titles: Readonly<Record<"state" | "id" | "attempts" | "since" | "failure", string>>;
  readonly states: Readonly<Record<OpenJob["state"], string>>;
  readonly failed: string;
  readonly limit: string;
  readonly total: (count: number) => string;
  readonly more: (count: number) => string;
  readonly retried: (count: number) => string;
}

const texts: Bilingual<JobTexts> = {
  "zh-CN": {
    summary: "列出未完成的任务：失败、执行中、等待（NDJSON）",
    retry: "重试一个失败或等待重试的任务（编号），或全部失败的任务（all）",
    failed: "只列出已放弃的",
    limit: "最多列出多少个",
    titles: { state: "状态", id: "任务", attempts: "已试", since: "自", failure: "原因" },
    states: {
      failed: "已放弃",
      active: "执行中",
      blocked: "等待分片",
      delayed: "等待重试",
      waiting: "等待",
    },
    total: (count) => (count === 0 ? "没有未完成的任务。" : `共 ${count} 个任务。`),
    more: (count) => `另有 ${count} 个未列出；可用 --limit 或 --failed。`,
    retried: (count) => (count === 0 ? "没有可重试的任务。" : `已重试 ${count} 个任务。`),
  },
  en: {
    summary: "list what is not done: given up, at work, waiting (NDJSON)",
    retry:
      "try again what was given up or waits for its next attempt: its id, or all that was given up",
    failed: "only what was given up",
    limit: "how many at most",
    titles: { state: "state", id: "job", attempts: "attempts", since: "since", failure: "reason" },
    states: {
      failed: "given up",
      active: "at work",
      blocked: "waits for shards",
      delayed: "waits to be tried again",
      waiting: "waits",
    },
    total: (count) => {
      if (count === 0) return "Nothing is left to do.";
      return count === 1 ? "1 job in all." : `${count} jobs in all.`;
    },
    more: (count) => `${count} more ${count === 1 ? "is" : "are"} not shown: --limit or --failed.`,
    retried: (count) => {
      if (count === 0) return "There is nothing to be tried again.";
      return count === 1 ? "1 job is tried again." : `${count} jobs are tried again.`;
    },
  },
};

export function addJobsCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("jobs")
    .description(text.summary)
    .option("--retry <id>", text.retry)
    .option("--failed", text.failed)
    .option("--limit <count>", text.limit, wholeOption("--limit"), 200)
    .action(({ retry, failed = false, limit }: JobsFlags) =>
      cli.perform("jobs", async ({ features, output, actor, answer, answerRecords }) => {
        if (retry !== undefined) {
          const which = retry === "all" ? "all" : { id: retry };
          const result = await features.jobs.retryJobs(which, actor);
          return answer(result, () => output.write(`${text.retried(result.retried.length)}\n`));
        }
        const { records, count } = firstOf(features.jobs.listJobs({ failed }), limit);
        const code = await answerRecords(records(), async (jobs) => {
          await writeTable(output, columnsOf(text), jobs);
          const { shown, more } = count();
          await output.write(`${text.total(shown + more)}\n`);
        });
        const { more } = count();
        if (more > 0) output.note(text.more(more));
        return code;
      }),
    );
}

interface JobsFlags {
  readonly retry?: string;
  readonly failed?: boolean;
  readonly limit: number;
}

function columnsOf({ titles, states }: JobTexts) {
  return [
    { title: titles.state, of: ({ state }: OpenJob) => states[state] },
    { title: titles.id, of: ({ id }: OpenJob) => id },
    { title: titles.attempts, of: ({ attempts }: OpenJob) => String(attempts) },
    { title: titles.since, of: ({ since }: OpenJob) => toWallClock(since) },
    { title: titles.failure, of: ({ failure }: OpenJob) => oneLine(failure?.message ?? "") },
  ];
}

/** What a driver says may hold anything. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
