import { expect, it } from "vitest";
import { openMetrics } from "../../src/platform/metrics/open-metrics.js";
import type { Readings } from "../../src/platform/metrics/readings.js";

const idle = { active: 0, waiting: 0, delayed: 0, blocked: 0, failed: 0 };
const readings: Readings = {
  queue: { settlement: { ...idle, waiting: 3, failed: 1 }, errands: { ...idle, delayed: 2 } },
  books: {
    outbox: { waiting: 4, relayed: 5, failed: 6, oldestSeconds: 7.5 },
    runs: { running: 1, completed: 2, failed: 0, aborted: 0 },
    failedPeriods: 1,
    parkedSettlees: 2,
    openRuns: [{ runId: "9", period: "2026-11", shards: { total: 8, done: 3 } }],
    lastRun: {
      runId: "8",
      period: "2026-10",
      state: "completed",
      seconds: 12.5,
      orders: { settled: 100, carried: 20, excluded: 3 },
      statements: 11,
      lines: 90,
    },
    notices: { waiting: 3, failed: 4 },
    exportTasks: { waiting: 1, running: 0, done: 5, failed: 0, expired: 2 },
    deliveries: { waiting: 1, delayed: 0 },
    schedule: { lateMonths: 1, lagSeconds: 3_600 },
  },
};

async function samples(page: Promise<{ text: string }>): Promise<string[]> {
  const { text } = await page;
  return text.split("\n").filter((line) => line.startsWith("yuejie_"));
}

it("shows what stands in books and queue", async () => {
  const { page } = openMetrics({ version: "1.2.3", read: async () => readings });
  expect(await samples(page())).toEqual(
    expect.arrayContaining([
      'yuejie_build_info{version="1.2.3"} 1',
      "yuejie_database_up 1",
      "yuejie_queue_up 1",
      'yuejie_queue_jobs{lane="settlement",state="waiting"} 3',
      'yuejie_queue_jobs{lane="settlement",state="failed"} 1',
      'yuejie_queue_jobs{lane="errands",state="delayed"} 2',
      'yuejie_outbox_messages{state="waiting"} 4',
      "yuejie_outbox_oldest_waiting_seconds 7.5",
      'yuejie_runs{state="completed"} 2',
      'yuejie_open_run_shards{run="9",period="2026-11",state="done"} 3',
      'yuejie_open_run_shards{run="9",period="2026-11",state="waiting"} 5',
      'yuejie_last_run_info{run="8",period="2026-10",state="completed"} 1',
      'yuejie_last_run_duration_seconds{period="2026-10"} 12.5',
      'yuejie_last_run_orders{period="2026-10",outcome="carried"} 20',
      'yuejie_last_run_lines{period="2026-10"} 90',
      "yuejie_failed_periods 1",
      "yuejie_parked_settlees 2",
      'yuejie_notices{state="waiting"} 3',
      'yuejie_notices{state="failed"} 4',
      'yuejie_export_tasks{state="expired"} 2',
      'yuejie_deliveries{state="waiting"} 1',
      "yuejie_schedule_late_months 1",
      "yuejie_schedule_lag_seconds 3600",
    ]),
  );
});

it("forgets what it cannot reach, and what is over", async () => {
  const shown: Readings[] = [readings, { books: null, queue: null }];
  const { page } = openMetrics({ version: "1", read: async () => shown.shift() ?? readings });
  await page();
  const lines = await samples(page());
  expect(lines.filter((line) => !/^yuejie_(build|job)/.test(line))).toEqual([
    "yuejie_database_up 0",
    "yuejie_queue_up 0",
    "yuejie_queue_troubles_total 0",
  ]);
});

it("counts once for all who look at the same time", async () => {
  let counted = 0;
  const read = async (): Promise<Readings> => {
    counted += 1;
    return readings;
  };
  const { page } = openMetrics({ version: "1", read });
  await Promise.all([page(), page(), page()]);
  expect(counted).toBe(1);
  await page();
  expect(counted).toBe(2);
});

it("tells how attempts of this process ended", async () => {
  const { page, work } = openMetrics({ version: "1", read: async () => readings });
  const job = { name: "settle-shard", key: "settle-shard:1:1" };
  work.started(job.key);
  work.ended(job, "retried");
  work.started(job.key);
  work.ended(job, "done");
  work.ended({ name: "make-export", key: "make-export:4" }, "given_up");
  work.stalled();
  work.trouble();
  const { text } = await page();
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "# TYPE yuejie_job_duration_seconds histogram",
      'yuejie_job_duration_seconds_count{job="settle-shard",end="retried"} 1',
      'yuejie_job_duration_seconds_count{job="settle-shard",end="done"} 1',
      'yuejie_job_retries_total{job="settle-shard"} 1',
      'yuejie_jobs_given_up_total{job="make-export"} 1',
      "yuejie_jobs_stalled_total 1",
      "yuejie_queue_troubles_total 1",
    ]),
  );
  // How long it waited is not known, so it has no duration.
  expect(text).not.toContain('duration_seconds_count{job="make-export"');
});

it("names everything as Prometheus wants it", async () => {
  const { page } = openMetrics({ version: "1", read: async () => readings });
  const { text } = await page();
  const types = [...text.matchAll(/^# TYPE (yuejie_\S+) (\w+)$/gm)];
  expect(types.length).toBeGreaterThan(20);
  for (const [, name, type] of types) {
    expect(name).toMatch(/^yuejie(_[a-z]+)+$/);
    expect(name?.endsWith("_total")).toBe(type === "counter");
  }
});
