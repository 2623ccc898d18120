import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import type { OpenJob } from "../../outbox/open-jobs.js";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface JobTexts {
  readonly summary: string;
  readonly retry: string;
  readonly titles: Readonly<Record<"state" | "id" | "attempts" | "since" | "failure", string>>;
  readonly states: Readonly<Record<OpenJob["state"], string>>;
  readonly total: (count: number) => string;
  readonly retried: (count: number) => string;
}

const texts: Bilingual<JobTexts> = {
  "zh-CN": {
    summary: "列出未完成的任务：失败、执行中、等待（NDJSON）",
    retry: "重试一个失败或等待重试的任务（编号），或全部失败的任务（all）",
    titles: { state: "状态", id: "任务", attempts: "已试", since: "自", failure: "原因" },
    states: {
      failed: "已放弃",
      active: "执行中",
      blocked: "等待分片",
      delayed: "等待重试",
      waiting: "等待",
    },
    total: (count) => (count === 0 ? "没有未完成的任务。" : `共 ${count} 个任务。`),
    retried: (count) => `已重试 ${count} 个任务。`,
  },
  en: {
    summary: "list what is not done: given up, at work, waiting (NDJSON)",
    retry:
      "try again what was given up or waits for its next attempt: its id, or all that was given up",
    titles: { state: "state", id: "job", attempts: "attempts", since: "since", failure: "reason" },
    states: {
      failed: "given up",
      active: "at work",
      blocked: "waits for shards",
      delayed: "waits to be tried again",
      waiting: "waits",
    },
    total: (count) => (count === 0 ? "Nothing is left to do." : `${count} jobs in all.`),
    retried: (count) => `${count} jobs are tried again.`,
  },
};

export function addJobsCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("jobs")
    .description(text.summary)
    .option("--retry <id>", text.retry)
    .action(({ retry }: { retry?: string }) =>
      cli.perform("jobs", async ({ features, output, actor, answer, answerRecords }) => {
        if (retry !== undefined) {
          const which = retry === "all" ? "all" : { id: retry };
          const result = await features.jobs.retryJobs(which, actor);
          return answer(result, () => output.write(`${text.retried(result.retried.length)}\n`));
        }
        return answerRecords(features.jobs.listJobs(), async (jobs) => {
          let count = 0;
          const counted = async function* () {
            for await (const job of jobs) {
              count += 1;
              yield job;
            }
          };
          await writeTable(output, columnsOf(text), counted());
          await output.write(`${text.total(count)}\n`);
        });
      }),
    );
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
