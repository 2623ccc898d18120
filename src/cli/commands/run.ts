import type { Command } from "commander";
import type { Features } from "../../features.js";
import type { Runner } from "../../main-options.js";
import { shardsAtOnce } from "../../offer-runs.js";
import type { Bilingual } from "../language.js";
import { collectOption, countOption, monthOption } from "../options.js";
import { neverRunWarning, writeRunReport } from "../run-report.js";
import type { Cli } from "../session.js";

interface RunTexts {
  readonly summary: string;
  readonly period: string;
  readonly partner: string;
  readonly dryRun: string;
  readonly parallel: string;
  readonly progress: string;
}

const texts: Bilingual<RunTexts> = {
  "zh-CN": {
    summary: "为一个月出账：生成或替换草稿结算单",
    period: "月份，如 2026-10",
    partner: "只为该客户服务商出账（可重复；二级经销商即其总经销商）",
    dryRun: "试算：只显示会有什么变化，不写入",
    parallel: "同时处理的分片数（缺省为处理器数，最多 4）",
    progress: "出账",
  },
  en: {
    summary: "settle a month: make or replace its draft statements",
    period: "a month as 2026-10",
    partner: "only this partner (repeatable; a second-tier partner means its distributor)",
    dryRun: "only show what would change, write nothing",
    parallel: "shards settled at once (default: as many as processors, 4 at most)",
    progress: "run",
  },
};

interface RunFlags {
  readonly period: string;
  readonly partner?: readonly string[];
  readonly dryRun?: boolean;
  readonly parallel?: number;
}

export function addRunCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("run")
    .description(text.summary)
    .requiredOption("--period <month>", text.period, monthOption)
    .option("--partner <number>", text.partner, collectOption)
    .option("--dry-run", text.dryRun)
    .option("--parallel <count>", text.parallel, countOption("--parallel"))
    .action(({ period, partner = [], dryRun = false, parallel }: RunFlags) =>
      cli.perform(
        `run ${period}`,
        async ({ features, actor, output, answer, withProgress, mains }) => {
          const options = { period, partners: partner, dryRun, actor, parallel };
          const runner = features.hasSharedQueue && !dryRun ? await mains.runner() : undefined;
          const settle = runner && settleThrough(runner, features, parallel);
          const result = await withProgress(text.progress, (onProgress) =>
            features.runPeriod({ ...options, onProgress }, settle),
          );
          const warning = neverRunWarning(cli, result);
          if (warning !== null) output.note(warning);
          return answer(result, () => writeRunReport(output, cli, result));
        },
      ),
    );
}

/** Where there is a Redis, workers of all machines settle the shards, this process among them. */
function settleThrough(runner: Runner, features: Features, concurrency = shardsAtOnce) {
  return (runId: string, waiting: () => Promise<readonly number[]>): Promise<void> =>
    runner({ features, runId, concurrency, waiting });
}
