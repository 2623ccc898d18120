import type { Command } from "commander";
import type { Main, MainOptions } from "../../main-options.js";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";

type Name = "worker" | "schedule" | "start";

const texts: Bilingual<Readonly<Record<Name, string>>> = {
  "zh-CN": {
    worker: "运行工作进程：执行队列中的任务，投递发件箱（Ctrl-C 停止）",
    schedule: "运行调度进程：按日程出账，接收送达的数据（Ctrl-C 停止）",
    start: "在一个进程中运行调度与工作进程（Ctrl-C 停止）",
  },
  en: {
    worker: "do the jobs of the queue and relay the outbox, until Ctrl-C",
    schedule: "start the months that are due and take in what arrives, until Ctrl-C",
    start: "scheduler and worker in one process, until Ctrl-C",
  },
};

const startedBy: Readonly<Record<Name, readonly ("worker" | "scheduler")[]>> = {
  worker: ["worker"],
  schedule: ["scheduler"],
  start: ["scheduler", "worker"],
};

/** Commands that go on until they are asked to stop: one signal asks, a second one ends at once. */
export function addUnattendedCommands(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  for (const name of Object.keys(startedBy) as Name[]) {
    program
      .command(name)
      .description(text[name])
      .action(() =>
        cli.perform(name, async ({ features, mains, askFirst }) => {
          const started = await Promise.all(startedBy[name].map((main) => mains[main]()));
          const { stop, abort } = askFirst();
          const log = await features.operations.openLog(name);
          const pages = await features.operations.servePages(stop);
          if (pages !== null) log.info({ url: pages.url }, "pages are served");
          try {
            await runTogether(started, { features, log, stop, abort });
          } finally {
            await pages?.close();
          }
          return 0;
        }),
      );
  }
}

/** Where one of them cannot go on, the others are asked to stop. */
async function runTogether(started: readonly Main[], options: MainOptions): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([options.stop, failed.signal]);
  const ends = await Promise.allSettled(
    started.map((main) =>
      main({ ...options, stop }).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
