import { createTask, type Logger } from "node-cron";

/** Work that comes round every minute, until it is stopped. */
export interface Round {
  /** Resolves when the work in hand is done; none begins afterwards. */
  stop(): Promise<void>;
}

/**
 * Does some work now, and from then on at the beginning of every minute. A round that is not done when the next
 * is due lets that one pass; what is missed, by sleep or by a clock that jumps, is for the work itself to see.
 *
 * @param work must not throw: there is nobody here to tell.
 */
export function everyMinute(work: () => Promise<void>): Round {
  let inHand: Promise<void> | null = null;
  const round = (): Promise<void> => {
    inHand ??= work().finally(() => {
      inHand = null;
    });
    return inHand;
  };
  const task = createTask("* * * * *", round, {
    timezone: "Asia/Shanghai",
    noOverlap: true,
    suppressMissedWarning: true,
    logger: silent,
  });
  void round();
  void task.start();
  return {
    async stop() {
      await task.destroy();
      await inHand;
    },
  };
}

/** It would write to the console about rounds that were missed or overlap, which are no news here. */
const silent: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};
