import { YuejieError } from "../domain/errors.js";
import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { compare, type Difference } from "./run-difference.js";
import { computingStages, type RunInputs, type RunStage, writingStages } from "./run-stages.js";

/** What settling some settlees together changed. */
export interface PartSummary {
  readonly statements: Record<"created" | "replaced" | "unchanged" | "discarded", number>;
  readonly changed: boolean;
  /** Months before the run's that have orders among those taken. */
  readonly earlierMonths: readonly string[];
}

/** Stages of {@link settlePart}. */
export const stagesOfPart = (inputs: RunInputs): number =>
  computingStages(inputs).length + writingStages(inputs, "0").length + 1;

/**
 * Settles some settlees for a month inside the caller's transaction: computes every line in the database,
 * replaces their drafts, keeps outcomes and reconciliation, and checks that all of it adds up.
 *
 * Errors: `books_do_not_balance` (R-R5); what the data makes the database refuse.
 * Source: R-R1 to R-R5.
 */
export async function settlePart(
  connection: Connection,
  inputs: RunInputs,
  runId: string,
  onStage: () => void,
): Promise<PartSummary> {
  await computePart(connection, inputs, onStage);
  const earlierMonths = await readEarlierMonths(connection, inputs);
  const differences = await compare(connection, inputs.month);
  const outcomesChanged = await runStages(connection, writingStages(inputs, runId), onStage);
  await checkBalance(connection, inputs);
  onStage();
  return {
    statements: countDifferences(differences),
    changed: outcomesChanged || differences.some((difference) => difference.isChanged),
    earlierMonths,
  };
}

/** Computes in temporary tables, which go with the transaction; nothing else is written (R-R3). */
export async function computePart(
  connection: Connection,
  inputs: RunInputs,
  onStage: () => void,
): Promise<void> {
  await connection.query(sqlFile("run/000_settings.sql"));
  await connection.query(sqlFile("run/001_prepare.sql"));
  await runStages(connection, computingStages(inputs), onStage);
}

export async function readEarlierMonths(
  connection: Connection,
  { month }: RunInputs,
): Promise<string[]> {
  const { rows } = await connection.query(sqlFile("run/056_earlier_months.sql"), [
    `${month}-01 00:00:00+08`,
  ]);
  return rows.map((row) => row.month);
}

export function countDifferences(differences: readonly Difference[]): PartSummary["statements"] {
  const count = (test: (d: Difference) => boolean): number => differences.filter(test).length;
  return {
    created: count((d) => d.before === null),
    replaced: count((d) => d.before !== null && d.after !== null && d.isChanged),
    unchanged: count((d) => !d.isChanged),
    discarded: count((d) => d.after === null),
  };
}

/** Runs stages in order; true where one of them changed outcomes. */
async function runStages(
  connection: Connection,
  stages: readonly RunStage[],
  onStage: () => void,
): Promise<boolean> {
  let outcomesChanged = false;
  for (const stage of stages) {
    const sql = sqlFile(`run/${stage.file}.sql`);
    const { rowCount } = await connection.query(sql, [...stage.parameters]);
    if (stage.tellsChange && rowCount) outcomesChanged = true;
    if (stage.analyze) await connection.query(`analyze ${stage.analyze.join(", ")}`);
    onStage();
  }
  return outcomesChanged;
}

async function checkBalance(connection: Connection, { month }: RunInputs): Promise<void> {
  const { rows } = await connection.query(sqlFile("run/150_check.sql"), [month]);
  if (rows.length === 0) return;
  const what = rows
    .slice(0, 3)
    .map((row) => row.what)
    .join("; ");
  throw new YuejieError("books_do_not_balance", { period: month, what });
}
