import { hostname } from "node:os";
import { type Parts, readVersion } from "./compose.js";
import type { Log } from "./domain/log.js";
import type { Readiness, ServedPages } from "./platform/http/serve-pages.js";
import type { Metrics, WorkMetrics } from "./platform/metrics/open-metrics.js";
import type { BooksReading } from "./platform/metrics/readings.js";
import type { Queue } from "./platform/queue/queue.js";
import { secretsOf } from "./secrets.js";

/** How a process that goes on is seen from outside. */
export interface OperationFeatures {
  /** Events of a worker or a scheduler, as JSON on stderr. */
  openLog(role: string): Promise<Log>;
  /**
   * Serves the pages for operators until they are closed; null: they are off. While `stop` has fired the
   * process is not ready.
   *
   * Errors: pages_not_served.
   */
  servePages(stop: AbortSignal): Promise<ServedPages | null>;
  /** Where a worker tells its work, to be shown there. */
  readonly work: WorkMetrics;
}

/** Whoever looks is not kept waiting by what is away. */
const patienceMs = 4_000;

/** @param openQueue opens the queue; commands on it that cannot be served are given up. */
export function offerOperations(parts: Parts, openQueue: () => Promise<Queue>): OperationFeatures {
  const { config } = parts;
  let metrics: Metrics | null = null;
  return {
    openLog: async (role) => {
      const { openLog } = await import("./platform/log/open-log.js");
      const secrets = secretsOf(config);
      return openLog({ role, host: hostname(), level: config.logLevel, secrets });
    },
    servePages: async (stop) => {
      const { host, port, isPortUsual, board } = config.pages;
      if (port === null) return null;
      const [{ servePages }, { openMetrics }] = await Promise.all([
        import("./platform/http/serve-pages.js"),
        import("./platform/metrics/open-metrics.js"),
      ]);
      const queue = keepOpen(openQueue);
      const read = async () => ({
        books: await orNull(readBooks(parts)),
        queue: await orNull(queue.get().then((opened) => opened.counts())),
      });
      const shown = openMetrics({ version: readVersion(), read });
      metrics = shown;
      const served = await servePages(
        {
          metrics: shown.page,
          readiness: () => checkReadiness(parts, queue, stop),
          lanes: board ? async () => (await queue.get()).boardLanes() : null,
        },
        { host, port, isPortUsual },
      );
      const close = async (): Promise<void> => {
        await served.close();
        await queue.close();
      };
      return { url: served.url, close };
    },
    work: {
      started: (key) => metrics?.work.started(key),
      ended: (job, end) => metrics?.work.ended(job, end),
      stalled: () => metrics?.work.stalled(),
      trouble: () => metrics?.work.trouble(),
    },
  };
}

interface KeptQueue {
  /** The queue, opened by whoever asks first; one that cannot be opened is tried again by the next. */
  get(): Promise<Queue>;
  close(): Promise<void>;
}

function keepOpen(open: () => Promise<Queue>): KeptQueue {
  let opening: Promise<Queue> | null = null;
  return {
    get: () => {
      opening ??= open().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    close: async () => (await opening?.catch(() => null))?.close(),
  };
}

async function checkReadiness(
  parts: Parts,
  queue: KeptQueue,
  stop: AbortSignal,
): Promise<Readiness> {
  const tell = (work: Promise<unknown>): Promise<string> =>
    withinTime(
      work.then(
        () => "fine",
        async (error: unknown) => (await parts.nameFailure(error)).code,
      ),
      "no_answer",
    );
  const [books, queued] = await Promise.all([
    tell(checkBooks(parts)),
    tell(queue.get().then((opened) => opened.counts())),
  ]);
  const isSchema = books.startsWith("schema_");
  const checks = {
    database: isSchema ? "fine" : books,
    schema: isSchema || books === "fine" ? books : "unknown",
    queue: queued,
    process: stop.aborted ? "stopping" : "fine",
  };
  return { ready: Object.values(checks).every((found) => found === "fine"), checks };
}

/** Opening refuses a schema that is old; one that somebody changed since is looked at again. */
async function checkBooks(parts: Parts): Promise<void> {
  const [{ refuseOldSchema }, database] = await Promise.all([
    import("./platform/database/open-database.js"),
    parts.database(),
  ]);
  await refuseOldSchema(database);
}

async function readBooks(parts: Parts): Promise<BooksReading> {
  const [
    { countMessages },
    { readRunFigures },
    { countExportTasks },
    { countOpenDeliveries },
    { lateMonths },
    { countCopies },
  ] = await Promise.all([
    import("./outbox/open-messages.js"),
    import("./settlement/run-figures.js"),
    import("./exports/tasks/count-tasks.js"),
    import("./intake/deliveries.js"),
    import("./schedule/late-months.js"),
    import("./notices/list-copies.js"),
  ]);
  const database = await parts.database();
  const { schedule: rule } = await parts.settings();
  const { counts, standing, open, last } = await readRunFigures(database);
  const timing = { rule, firstPeriod: rule.firstPeriod, now: parts.clock.now() };
  const late = await lateMonths(database, timing);
  return {
    outbox: await countMessages(database),
    runs: counts,
    ...standing,
    openRuns: open,
    lastRun: last && { ...last, statements: last.statements?.total ?? null },
    notices: await countCopies(database),
    exportTasks: await countExportTasks(database),
    deliveries: await countOpenDeliveries(database),
    schedule: { lateMonths: late.count, lagSeconds: late.seconds },
  };
}

/** What cannot be read is shown as that. */
function orNull<T>(work: Promise<T>): Promise<T | null> {
  return withinTime(
    work.catch(() => null),
    null,
  );
}

/** @param work must not fail; it may end when nobody waits any more. */
async function withinTime<T, Late>(work: Promise<T>, late: Late): Promise<T | Late> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), patienceMs);
  });
  return Promise.race([work, waited]).finally(() => clearTimeout(timer));
}
