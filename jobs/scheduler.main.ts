import type { Log } from "../src/domain/log.js";
import type { MainOptions } from "../src/main-options.js";
import type { ScheduleListener } from "../src/offer-unattended.js";
import { whenAborted } from "./worker.main.js";

/**
 * Looks every minute for months that are due and for deliveries, until it is asked to stop. Any number of
 * schedulers may run: a key in Postgres decides which of them starts a month (R-R6).
 */
export async function runScheduler({ features, log, stop }: MainOptions): Promise<void> {
  const round = await features.unattended.keepSchedule(listenTo(log));
  log.info({}, "scheduler started");
  await whenAborted(stop);
  await round.stop();
  log.info({}, "scheduler stopped");
}

/** Waiting is told when its reason changes, not every minute. */
function listenTo(log: Log): ScheduleListener {
  const told = new Map<string, string>();
  const tellOnce = (about: string, what: string, tell: () => void): void => {
    if (told.get(about) === what) return;
    told.set(about, what);
    tell();
  };
  return {
    onScan: ({ found, asked }) => {
      if (found.length > 0) log.info({ deliveries: found.length }, "deliveries arrived");
      if (asked !== null) log.info({ delivery: asked }, "import asked for");
    },
    onTick: ({ started, waiting, swept }) => {
      told.delete("failure");
      for (const { period, runId } of started) log.info({ period, run: runId }, "run started");
      for (const { period, reason, what } of waiting) {
        tellOnce(period, `${reason} ${what}`, () =>
          log.info({ period, reason, what }, "run waits"),
        );
      }
      if (swept !== null) log.info({ day: swept }, "daily sweep asked for");
    },
    onFailure: ({ code, message }) =>
      tellOnce("failure", code, () => log.warn({ code, reason: message }, "scheduler waits")),
  };
}
