import { YuejieError } from "../domain/errors.js";
import type { StatementStatus } from "../domain/lifecycle/states.js";
import { type LifecycleEvent, transitionOf } from "../domain/lifecycle/transitions.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type LockedStatement, lockStatement } from "./locked-statement.js";
import { requireState } from "./move.js";

/** Statements by their numbers; or all of a label, of a settlee or of both that stand where the event begins. */
export interface Selection {
  /** A month or a quarter, as it stands on statements. */
  readonly period?: string | undefined;
  readonly settleeNo?: string | undefined;
  readonly statementNos?: readonly string[] | undefined;
}

export interface Refusal {
  readonly statementNo: string;
  readonly rule: string | null;
  /** The refusal itself, to be rendered in the reader's language. */
  readonly error: YuejieError;
}

export interface BulkResult<Done> {
  readonly done: readonly Done[];
  readonly refused: readonly Refusal[];
}

/** What became of one statement. */
export interface Moved {
  readonly statementNo: string;
  readonly status: StatementStatus;
}

/**
 * Does something to statements one by one, each in a transaction of its own, in order of their numbers. One that
 * is refused stays as it was and the others go on.
 *
 * Errors: dependencies that are away; refusals of single statements are in the result.
 */
export async function forEachStatement<Done>(
  statementNos: readonly string[],
  work: (statementNo: string) => Promise<Done>,
  onProgress?: (done: number, total: number) => void,
): Promise<BulkResult<Done>> {
  const done: Done[] = [];
  const refused: Refusal[] = [];
  for (const [index, statementNo] of statementNos.entries()) {
    try {
      done.push(await work(statementNo));
    } catch (error) {
      if (
        !(error instanceof YuejieError) ||
        error.kind === "dependency" ||
        error.code === "internal"
      )
        throw error;
      refused.push({ statementNo, rule: error.rule ?? null, error });
    }
    onProgress?.(index + 1, statementNos.length);
  }
  return { done, refused };
}

/** The numbers that a selection means, for an event. */
export async function chooseStatements(
  database: Database,
  { period, settleeNo, statementNos }: Selection,
  events: readonly LifecycleEvent[],
): Promise<string[]> {
  const from = events.flatMap((event) => transitionOf(event).from.filter((it) => it !== null));
  const { rows } = await database.pool.query<{ statement_no: string }>(
    sqlFile("queries/lifecycle/choose.sql"),
    [period ?? null, settleeNo ?? null, from, statementNos ? [...statementNos] : null],
  );
  return rows.map((row) => row.statement_no);
}

export interface TransitOptions {
  readonly selection: Selection;
  readonly event: LifecycleEvent;
  /** Called with the statement held and standing where the event may begin. */
  readonly work: (connection: Connection, statement: LockedStatement) => Promise<LockedStatement>;
  /** Before the statement is held, where more than it is to be kept still. */
  readonly lock?: (connection: Connection, statementNo: string) => Promise<void>;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** An event for each statement of a selection; see {@link forEachStatement}. */
export async function transit(
  database: Database,
  { selection, event, work, lock, onProgress }: TransitOptions,
): Promise<BulkResult<Moved>> {
  const statementNos = await chooseStatements(database, selection, [event]);
  return forEachStatement(
    statementNos,
    (statementNo) =>
      withTransaction(database, async (connection) => {
        await lock?.(connection, statementNo);
        const statement = await lockStatement(connection, statementNo);
        requireState(statement, event);
        const { status } = await work(connection, statement);
        return { statementNo, status };
      }),
    onProgress,
  );
}
