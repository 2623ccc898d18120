import { availableParallelism } from "node:os";
import type { Parts } from "./compose.js";
import { shanghaiDay } from "./domain/period.js";
import { serviceFeeRatesOn } from "./settings.js";
import type { RunRow } from "./settlement/run-history.js";
import type { RunOptions, RunResult } from "./settlement/run-period.js";

/** Runs by hand, and the history of all. */
export interface RunFeatures {
  runPeriod(
    options: Pick<RunOptions, "period" | "partners" | "dryRun" | "actor" | "onProgress">,
  ): Promise<RunResult>;
  /** Newest first. */
  listRuns(options: { period?: string | undefined; limit: number }): Promise<RunRow[]>;
  /** Lets other work in where a run waits for workers that will not come. */
  giveUpRun(runId: string, actor: string): Promise<void>;
}

export function offerRuns(parts: Parts): RunFeatures {
  const { clock } = parts;
  return {
    runPeriod: async (options) => {
      const now = clock.now();
      const serviceFeeRates = serviceFeeRatesOn(shanghaiDay(now), await parts.settings());
      const { runPeriod } = await import("./settlement/run-period.js");
      // On one machine more shards at once than processors only wait for each other.
      const parallel = Math.min(4, availableParallelism());
      return runPeriod(await parts.database(), { ...options, now, serviceFeeRates, parallel });
    },
    listRuns: async (options) => {
      const { listRuns } = await import("./settlement/run-history.js");
      return listRuns(await parts.database(), options);
    },
    giveUpRun: async (runId, actor) => {
      const { giveUpRun } = await import("./settlement/run-history.js");
      return giveUpRun(await parts.database(), { runId, actor, now: clock.now() });
    },
  };
}
