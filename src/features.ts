import { join } from "node:path";
import type { Parts } from "./compose.js";
import type { YuejieError } from "./domain/errors.js";
import { shanghaiInstant } from "./domain/instant.js";
import { monthOf, previousMonth, shanghaiDay } from "./domain/period.js";
import type { ExportOptions } from "./exports/export-period.js";
import type { Finding } from "./finding.js";
import type { ImportOptions, ImportResult } from "./intake/import-folder.js";
import { type DueFeatures, offerDue } from "./offer-due.js";
import { type ExportTaskFeatures, offerExportTasks } from "./offer-export-tasks.js";
import { type InvoiceFeatures, offerInvoices } from "./offer-invoices.js";
import { type JobFeatures, offerJobs } from "./offer-jobs.js";
import { type LifecycleFeatures, offerLifecycle } from "./offer-lifecycle.js";
import { type NoticeFeatures, offerNotices } from "./offer-notices.js";
import { type OperationFeatures, offerOperations } from "./offer-operations.js";
import { offerPayments, type PaymentFeatures } from "./offer-payments.js";
import { actorFor, offerPeople, type PeopleFeatures } from "./offer-people.js";
import { offerRuns, type RunFeatures } from "./offer-runs.js";
import { offerUnattended, type UnattendedFeatures } from "./offer-unattended.js";
import { projectFolder } from "./platform/files/project-folder.js";
import type { GeneratedDataSet, GenerateOptions } from "./rehearsal/generate.js";
import type { Explanation } from "./settlement/explain.js";
import type { Reconciliation } from "./settlement/reconcile.js";
import type { LineRow, OutcomeRow, StatementRow } from "./settlement/statements.js";
import type { VerifyResult } from "./settlement/verify.js";

/**
 * Everything the project can do, with the parts already in it: what the command line, and later the API
 * and the jobs, call. Each feature is loaded with its first use.
 */
export interface Features extends RunFeatures {
  /** The month that is over: the one that a scheduled run would settle (R-R6). */
  lastMonth(): string;
  /** Where the clock was set to for a rehearsal, as `YUEJIE_CLOCK` takes it; null: it is the real one. */
  rehearsalClock(): string | null;
  /** The day in Shanghai, `YYYY-MM-DD`. */
  today(): string;
  /** The month's data that comes with the project. */
  rehearsalFolder(month: string): string;
  /** Whether a month may be rehearsed here. Errors: rehearsal_in_real_books. */
  refuseRealBooks(month: string): Promise<void>;
  /** Brings the schema up to date; the names of the migrations that this applied. */
  migrate(): Promise<readonly string[]>;
  /** A refusal for bad rows is told with what was counted; nothing is stored then. */
  importFolder(
    options: Pick<ImportOptions, "folder" | "skipInvalid" | "encoding" | "actor" | "onProgress">,
  ): Promise<{ result: ImportResult; refusal: YuejieError | null }>;
  generate(options: Omit<GenerateOptions, "signal">): Promise<GeneratedDataSet>;
  listStatements(label: string): AsyncGenerator<StatementRow>;
  listLines(of: { period: string } | { statementNo: string }): AsyncGenerator<LineRow>;
  listOutcomes(month: string): AsyncGenerator<OutcomeRow>;
  /** `out` is `exports/<period>` in the home where it is not given. */
  exportPeriod(
    options: Pick<ExportOptions, "period" | "statementNo" | "onProgress"> & { out?: string },
  ): Promise<{ files: readonly string[] }>;
  /** From draft to paid. */
  readonly lifecycle: LifecycleFeatures;
  /** Invoices of settlees. */
  readonly invoices: InvoiceFeatures;
  /** What waits for whom, and until when. */
  readonly due: DueFeatures;
  /** Users and what they may do. */
  readonly people: PeopleFeatures;
  /** Paying settlees, and being paid back. */
  readonly payments: PaymentFeatures;
  /** Exports that are asked for and made in the background. */
  readonly exportTasks: ExportTaskFeatures;
  /** What people are told by e-mail and SMS. */
  readonly notices: NoticeFeatures;
  /** Months that run by themselves, facts that arrive by themselves. */
  readonly unattended: UnattendedFeatures;
  /** What workers do, and what people see of it. */
  readonly jobs: JobFeatures;
  /** How workers and schedulers are seen from outside. */
  readonly operations: OperationFeatures;
  explainOrder(orderNo: string): Promise<Explanation>;
  reconcile(month: string): Promise<Reconciliation>;
  verifyPeriod(label: string, onProgress?: (lines: number) => void): Promise<VerifyResult>;
  /** What the surroundings hold, and what they lack. */
  examine(): Promise<Finding[]>;
}

export function offerFeatures(parts: Parts): Features {
  const { clock, signal } = parts;
  const jobs = offerJobs(parts);
  return {
    ...offerRuns(parts),
    rehearsalClock: () =>
      parts.config.clockAt === null ? null : shanghaiInstant(parts.config.clockAt),
    lastMonth: () => previousMonth(monthOf(clock.now())).label,
    today: () => shanghaiDay(clock.now()),
    rehearsalFolder: (month) => projectFolder("fixtures", "rehearsal", month),
    refuseRealBooks: async (month) => {
      const { refuseRealBooks } = await import("./rehearsal/refuse-real-books.js");
      const { databaseUrl, home } = parts.config;
      await refuseRealBooks(await parts.database(), {
        folder: projectFolder("fixtures", "rehearsal", month),
        home: databaseUrl === null ? home : null,
      });
    },
    migrate: async () => {
      const database = await parts.database("auto");
      const { migrateQueue } = await import("./platform/queue/migrate-queue.js");
      const { before, after } = await migrateQueue(database, parts.config.queuePrefix);
      return after > before ? [...database.applied, `queue_${after}`] : database.applied;
    },
    importFolder: async (options) => {
      const keys = await parts.encryptionKeys();
      const actor = await actorFor(parts, options.actor, "import_facts");
      const { importFolder, RowsRejectedError } = await import("./intake/import-folder.js");
      const rejectsFolder = join(parts.config.home, "rejects");
      const inputs = { ...options, actor, keys, rejectsFolder, now: clock.now() };
      try {
        return { result: await importFolder(await parts.database(), inputs), refusal: null };
      } catch (error) {
        if (!(error instanceof RowsRejectedError)) throw error;
        return { result: error.result, refusal: error };
      }
    },
    generate: async (options) => {
      const { generateDataSet } = await import("./rehearsal/generate.js");
      return generateDataSet({ ...options, signal });
    },
    listStatements: async function* (label) {
      const { listStatements } = await import("./settlement/statements.js");
      yield* listStatements(await parts.database(), label);
    },
    listLines: async function* (of) {
      const { listLines } = await import("./settlement/statements.js");
      yield* listLines(await parts.database(), of);
    },
    listOutcomes: async function* (month) {
      const { listOutcomes } = await import("./settlement/statements.js");
      yield* listOutcomes(await parts.database(), month);
    },
    exportPeriod: async ({ out, ...options }) => {
      const folder = out ?? join(parts.config.home, "exports", options.period);
      const { exportPeriod } = await import("./exports/export-period.js");
      return exportPeriod(await parts.database(), { ...options, out: folder, now: clock.now() });
    },
    lifecycle: offerLifecycle(parts),
    invoices: offerInvoices(parts),
    due: offerDue(parts),
    people: offerPeople(parts),
    payments: offerPayments(parts),
    exportTasks: offerExportTasks(parts),
    notices: offerNotices(parts),
    unattended: offerUnattended(parts),
    jobs,
    operations: offerOperations(parts, () => jobs.openQueue("gives up")),
    explainOrder: async (orderNo) => {
      const { explainOrder } = await import("./settlement/explain.js");
      return explainOrder(await parts.database(), orderNo);
    },
    reconcile: async (month) => {
      const { reconcile } = await import("./settlement/reconcile.js");
      return reconcile(await parts.database(), month);
    },
    verifyPeriod: async (label, onProgress) => {
      const { verifyPeriod } = await import("./settlement/verify.js");
      return verifyPeriod(await parts.database(), label, onProgress);
    },
    examine: async () => {
      const { examine } = await import("./examine.js");
      return examine(parts);
    },
  };
}
