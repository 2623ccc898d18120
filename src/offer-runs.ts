import { availableParallelism } from "node:os";
import type { Parts } from "./compose.js";
import { shanghaiDay } from "./domain/period.js";
import { tellFinished } from "./offer-jobs.js";
import { actorFor } from "./offer-people.js";
import type { Connection } from "./platform/database/database.js";
import { serviceFeeRatesOn } from "./settings.js";
import type { RunRow } from "./settlement/run-history.js";
import type { RunOptions, RunResult, Through } from "./settlement/run-period.js";

/** Runs by hand, and the history of all. */
export interface RunFeatures {
  /** `settle`: settles the shards of a run through the queue; given where there is a Redis. */
  runPeriod(
    options: Pick<
      RunOptions,
      "period" | "partners" | "dryRun" | "actor" | "parallel" | "onProgress"
    >,
    settle?: Through["settle"],
  ): Promise<RunResult>;
  /** Whether workers on other machines share the queue. */
  readonly hasSharedQueue: boolean;
  /** Newest first. */
  listRuns(options: { period?: string | undefined; limit: number }): Promise<RunRow[]>;
  /** Lets other work in where a run waits for workers that will not come. */
  giveUpRun(runId: string, actor: string): Promise<void>;
}

/** On one machine more shards at once than processors only wait for each other. */
export const shardsAtOnce = Math.min(4, availableParallelism());

export function offerRuns(parts: Parts): RunFeatures {
  const { clock } = parts;
  return {
    hasSharedQueue: parts.config.redisUrl !== null,
    runPeriod: async (options, settle) => {
      const now = clock.now();
      // A dry run changes nothing, so it is anybody's.
      const actor = options.dryRun
        ? options.actor
        : await actorFor(parts, options.actor, "run_period");
      const serviceFeeRates = serviceFeeRatesOn(shanghaiDay(now), await parts.settings());
      const { runPeriod } = await import("./settlement/run-period.js");
      const through = settle && { settle, announce: announceRun };
      const parallel = options.parallel ?? shardsAtOnce;
      const { shardSize } = parts.config.worker;
      // The flow's last job tells staff too, whoever of the two comes first.
      const onFinished: RunOptions["onFinished"] = async (connection, result) => {
        if (through !== undefined) await tellFinished(connection, result, now);
      };
      const all = {
        ...options,
        actor,
        now,
        serviceFeeRates,
        shardSize,
        parallel,
        through,
        onFinished,
      };
      return runPeriod(await parts.database(), all);
    },
    listRuns: async (options) => {
      const { listRuns } = await import("./settlement/run-history.js");
      return listRuns(await parts.database(), options);
    },
    giveUpRun: async (runId, asked) => {
      const actor = await actorFor(parts, asked, "give_up_run");
      const { giveUpRun } = await import("./settlement/run-history.js");
      return giveUpRun(await parts.database(), { runId, actor, now: clock.now() });
    },
  };
}

/** The flow of a run begins with a message, as every run's that the scheduler opens. */
async function announceRun(connection: Connection, runId: string): Promise<void> {
  const { writeOutbox } = await import("./outbox/message.js");
  await writeOutbox(connection, { topic: "settle-period", key: runId, payload: { runId } });
}
