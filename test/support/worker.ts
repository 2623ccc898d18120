import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScheduler } from "../../jobs/scheduler.main.js";
import { runWorker } from "../../jobs/worker.main.js";
import { compose, type Parts } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import type { Log } from "../../src/domain/log.js";
import { type Features, offerFeatures } from "../../src/features.js";
import type { Main } from "../../src/main-options.js";
import type { QueueHome } from "./queue.js";

/** A machine of a test's own: its parts, and what runs on it. */
export interface Machine {
  readonly features: Features;
  readonly home: string;
  /** Log lines: `warn job failed, will be tried again {"job":"settle-shard",…}`. */
  readonly told: string[];
  start(main: "worker" | "scheduler"): void;
  /** As one signal does; resolves when everything that was started has ended. */
  stop(): Promise<void>;
}

const mains: Readonly<Record<string, Main>> = { worker: runWorker, scheduler: runScheduler };

/**
 * A machine on a queue and a database of the test's own.
 *
 * @param change replaces features, to bring trouble.
 */
export function machine(
  at: QueueHome,
  environment: Readonly<Record<string, string>> = {},
  change: (features: Features) => Features = (features) => features,
): Machine {
  const home = mkdtempSync(join(tmpdir(), "yuejie-machine-"));
  const config = readConfig({
    DATABASE_URL: at.place.databaseUrl,
    REDIS_URL: at.place.redisUrl ?? "",
    YUEJIE_QUEUE_PREFIX: at.place.prefix,
    YUEJIE_HOME: home,
    YUEJIE_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    YUEJIE_CLOCK: "2026-11-03T02:00:00+08:00",
    YUEJIE_LOCK_SECONDS: "2",
    ...environment,
  });
  const aborting = new AbortController();
  const stopping = new AbortController();
  const parts: Parts = compose(config, { name: "test machine", signal: aborting.signal });
  const features = change(offerFeatures(parts));
  const told: string[] = [];
  const running: Promise<void>[] = [];
  return {
    features,
    home,
    told,
    start: (main) => {
      const options = {
        features,
        log: logInto(told),
        stop: stopping.signal,
        abort: () => aborting.abort(),
      };
      running.push((mains[main] as Main)(options));
    },
    stop: async () => {
      stopping.abort();
      try {
        await Promise.all(running);
      } finally {
        await parts.close();
        rmSync(home, { recursive: true, force: true });
      }
    },
  };
}

function logInto(told: string[]): Log {
  const tell =
    (level: string): Log["info"] =>
    (fields, message) =>
      void told.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { info: tell("info"), warn: tell("warn"), error: tell("error") };
}
