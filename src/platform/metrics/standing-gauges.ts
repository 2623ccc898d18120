import { Gauge, type Registry } from "prom-client";
import type { BooksReading, LastRunReading, Readings } from "./readings.js";

type Labels = Readonly<Record<string, string>>;
type Samples = readonly (readonly [Labels, number])[];

/** A gauge, and what it shows of the readings. */
interface Shown {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (readings: Readings) => Samples;
}

const byState = (counts: Readonly<Record<string, number>>): Samples =>
  Object.entries(counts).map(([state, count]) => [{ state }, count]);

const ofBooks =
  (samples: (books: BooksReading) => Samples) =>
  ({ books }: Readings): Samples =>
    books === null ? [] : samples(books);

const ofLastRun = (samples: (run: LastRunReading) => Samples) =>
  ofBooks(({ lastRun }) => (lastRun === null ? [] : samples(lastRun)));

const ofWhole = (value: number | null, labels: Labels = {}): Samples =>
  value === null ? [] : [[labels, value]];

/** Where something cannot be reached, its gauges have no value rather than an old one. */
const shown: readonly Shown[] = [
  {
    name: "yuejie_database_up",
    help: "1 where the books answer",
    labels: [],
    samples: ({ books }) => ofWhole(books === null ? 0 : 1),
  },
  {
    name: "yuejie_queue_up",
    help: "1 where the queue answers",
    labels: [],
    samples: ({ queue }) => ofWhole(queue === null ? 0 : 1),
  },
  {
    name: "yuejie_queue_jobs",
    help: "Jobs in the queue, by lane and state; failed ones were given up",
    labels: ["lane", "state"],
    samples: ({ queue }) =>
      Object.entries(queue ?? {}).flatMap(([lane, counts]) =>
        Object.entries(counts).map(([state, count]) => [{ lane, state }, count] as const),
      ),
  },
  {
    name: "yuejie_outbox_messages",
    help: "Messages of the outbox that are not done, by state; failed ones were given up",
    labels: ["state"],
    samples: ofBooks(({ outbox: { waiting, relayed, failed } }) =>
      byState({ waiting, relayed, failed }),
    ),
  },
  {
    name: "yuejie_outbox_oldest_waiting_seconds",
    help: "How long the oldest message has waited to be relayed; 0 where none waits",
    labels: [],
    samples: ofBooks(({ outbox }) => ofWhole(outbox.oldestSeconds)),
  },
  {
    name: "yuejie_runs",
    help: "Runs there ever were, by state",
    labels: ["state"],
    samples: ofBooks(({ runs }) => byState(runs)),
  },
  {
    name: "yuejie_failed_periods",
    help: "Months of which a run failed and no later one made good what it covered (R-R5)",
    labels: [],
    samples: ofBooks(({ failedPeriods }) => ofWhole(failedPeriods)),
  },
  {
    name: "yuejie_parked_settlees",
    help: "Settlees that the last run which covered them parked (R-E14)",
    labels: [],
    samples: ofBooks(({ parkedSettlees }) => ofWhole(parkedSettlees)),
  },
  {
    name: "yuejie_open_run_shards",
    help: "Shards of runs that are under way, by state",
    labels: ["run", "period", "state"],
    samples: ofBooks(({ openRuns }) =>
      openRuns.flatMap(
        ({ runId: run, period, shards: { total, done } }): Samples => [
          [{ run, period, state: "done" }, done],
          [{ run, period, state: "waiting" }, total - done],
        ],
      ),
    ),
  },
  {
    name: "yuejie_last_run_info",
    help: "1, labelled with the newest run that has ended",
    labels: ["run", "period", "state"],
    samples: ofLastRun(({ runId, period, state }) => ofWhole(1, { run: runId, period, state })),
  },
  {
    name: "yuejie_last_run_duration_seconds",
    help: "From the start of that run to its last shard",
    labels: ["period"],
    samples: ofLastRun(({ period, seconds }) => ofWhole(seconds, { period })),
  },
  {
    name: "yuejie_last_run_orders",
    help: "Orders in scope of that run's period, by outcome",
    labels: ["period", "outcome"],
    samples: ofLastRun(({ period, orders }) =>
      Object.entries(orders ?? {}).map(([outcome, count]) => [{ period, outcome }, count]),
    ),
  },
  {
    name: "yuejie_last_run_statements",
    help: "Statements of that run's period",
    labels: ["period"],
    samples: ofLastRun(({ period, statements }) => ofWhole(statements, { period })),
  },
  {
    name: "yuejie_last_run_lines",
    help: "Lines of the statements of that run's period",
    labels: ["period"],
    samples: ofLastRun(({ period, lines }) => ofWhole(lines, { period })),
  },
  {
    name: "yuejie_notices",
    help: "Copies of notices that were not sent, by state; failed ones wait for somebody",
    labels: ["state"],
    samples: ofBooks(({ notices: { waiting, failed } }) => byState({ waiting, failed })),
  },
  {
    name: "yuejie_export_tasks",
    help: "Export tasks, by state",
    labels: ["state"],
    samples: ofBooks(({ exportTasks }) => byState(exportTasks)),
  },
  {
    name: "yuejie_deliveries",
    help: "Deliveries of the inbox that are not done; delayed ones could not be read",
    labels: ["state"],
    samples: ofBooks(({ deliveries }) => byState(deliveries)),
  },
  {
    name: "yuejie_schedule_late_months",
    help: "Months that are due and have no run that is done",
    labels: [],
    samples: ofBooks(({ schedule }) => ofWhole(schedule.lateMonths)),
  },
  {
    name: "yuejie_schedule_lag_seconds",
    help: "How long the oldest of these months has been due; 0 where there is none",
    labels: [],
    samples: ofBooks(({ schedule }) => ofWhole(schedule.lagSeconds)),
  },
];

/** Adds the gauges of what stands in books and queue; the answer sets them all. */
export function standingGauges(registry: Registry): (readings: Readings) => void {
  const gauges = shown.map(({ name, help, labels, samples }) => {
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
    return { gauge, samples, isWhole: labels.length === 0 };
  });
  return (readings) => {
    for (const { gauge, samples, isWhole } of gauges) {
      gauge.reset();
      // Without labels a gauge that is reset shows 0, which is a value.
      if (isWhole) gauge.remove();
      for (const [labels, value] of samples(readings)) gauge.set(labels, value);
    }
  };
}
