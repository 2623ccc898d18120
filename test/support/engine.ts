import { shanghaiDay } from "../../src/domain/period.js";
import { type ApproveResult, approveStatements } from "../../src/lifecycle/approve.js";
import type { Database } from "../../src/platform/database/database.js";
import { defaultSettings, serviceFeeRatesOn } from "../../src/settings.js";
import { type RunOptions, type RunResult, runPeriod } from "../../src/settlement/run-period.js";
import {
  type LineRow,
  listLines,
  listOutcomes,
  listStatements,
  type OutcomeRow,
  type StatementRow,
} from "../../src/settlement/statements.js";
import { verifyStatement } from "../../src/settlement/verify.js";

/** When tests happen, unless they say otherwise: every period of their stories is over. */
export const testNow = new Date("2027-02-03T02:00:00+08:00");

/** Runs a month as `operator`. */
export function run(
  database: Database,
  period: string,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  const now = options.now ?? testNow;
  const serviceFeeRates = serviceFeeRatesOn(shanghaiDay(now), defaultSettings);
  return runPeriod(database, { period, actor: "operator", now, serviceFeeRates, ...options });
}

/** Sends what has the label, or the statements named, as `reviewer`. */
export function approve(
  database: Database,
  of: string | readonly string[],
  actor = "reviewer",
): Promise<ApproveResult> {
  return approveStatements(database, {
    ...(typeof of === "string" ? { period: of } : { statementNos: of }),
    actor,
    now: testNow,
    departments: defaultSettings.departments,
    tell: async () => undefined,
    countMismatches: async (no) => (await verifyStatement(database, no)).mismatches.length,
  });
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export function statementsOf(database: Database, label: string): Promise<StatementRow[]> {
  return collect(listStatements(database, label));
}

export function linesOf(database: Database, label: string): Promise<LineRow[]> {
  return collect(listLines(database, { period: label }));
}

export function outcomesOf(database: Database, month: string): Promise<OutcomeRow[]> {
  return collect(listOutcomes(database, month));
}
