import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Readings } from "./readings.js";
import { standingGauges } from "./standing-gauges.js";

/** How an attempt at a job ended. */
export type AttemptEnd = "done" | "retried" | "given_back" | "given_up";

/** What this process does, as it does it. */
export interface WorkMetrics {
  started(key: string): void;
  ended(job: { readonly name: string; readonly key: string }, end: AttemptEnd): void;
  /** The worker of a job died or was cut off. */
  stalled(): void;
  trouble(): void;
}

export interface Metrics {
  readonly work: WorkMetrics;
  /** The page as Prometheus reads it. */
  page(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** From a notice to a shard of half a million orders. */
const buckets = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3_600];

/**
 * The metrics of this process.
 *
 * @param read counts what stands in books and queue, each time that somebody looks; must not throw.
 */
export function openMetrics(options: { version: string; read: () => Promise<Readings> }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "yuejie_build_info",
    help: "1, labelled with the version",
    labelNames: ["version"],
    registers,
  }).set({ version: options.version }, 1);
  const show = standingGauges(registry);
  const work = countWork(registers);
  // Two who look at the same time are told of one count.
  let reading: Promise<Readings> | null = null;
  return {
    work,
    page: async () => {
      reading ??= options.read().finally(() => {
        reading = null;
      });
      show(await reading);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function countWork(registers: Registry[]): WorkMetrics {
  const durations = new Histogram({
    name: "yuejie_job_duration_seconds",
    help: "How long attempts at jobs took in this process, by job and end",
    labelNames: ["job", "end"],
    buckets,
    registers,
  });
  const retries = new Counter({
    name: "yuejie_job_retries_total",
    help: "Attempts that failed in this process and are made again",
    labelNames: ["job"],
    registers,
  });
  const givenUp = new Counter({
    name: "yuejie_jobs_given_up_total",
    help: "Jobs that this process gave up",
    labelNames: ["job"],
    registers,
  });
  const stalled = new Counter({
    name: "yuejie_jobs_stalled_total",
    help: "Jobs that this process took over from workers that were gone",
    registers,
  });
  const troubles = new Counter({
    name: "yuejie_queue_troubles_total",
    help: "Failures of the queue itself that this process met",
    registers,
  });
  const begun = new Map<string, number>();
  return {
    started: (key) => void begun.set(key, performance.now()),
    ended: ({ name: job, key }, end) => {
      const since = begun.get(key);
      begun.delete(key);
      if (since !== undefined) durations.observe({ job, end }, (performance.now() - since) / 1_000);
      if (end === "retried") retries.inc({ job });
      if (end === "given_up") givenUp.inc({ job });
    },
    stalled: () => stalled.inc(),
    trouble: () => troubles.inc(),
  };
}
