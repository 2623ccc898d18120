import { YuejieError } from "../domain/errors.js";
import { parsePeriod } from "../domain/period.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { lockForApproval } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";

export interface ApproveOptions {
  /** The label on the statements: a month or a quarter. */
  readonly period?: string;
  readonly statementNos?: readonly string[];
  readonly actor: string;
  readonly now: Date;
  /** Recomputes a statement's lines; the number of those that differ. */
  readonly countMismatches: (statementNo: string) => Promise<number>;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Refusal {
  readonly statementNo: string;
  readonly rule: string | null;
  /** The refusal itself, to be rendered in the reader's language. */
  readonly error: YuejieError;
}

export interface ApproveResult {
  readonly sent: readonly { readonly statementNo: string; readonly status: string }[];
  readonly refused: readonly Refusal[];
}

interface Draft {
  readonly statement_no: string;
  readonly settlee_no: string | null;
  readonly status: string | null;
  readonly run_period: string | null;
}

/**
 * Passes step 2: sends drafts and locks them, each in a transaction of its own. One that is refused stays
 * a draft and the others go on.
 *
 * Errors: `period_form`; refusals of single statements are in the result.
 * Source: R-R1, R-R5, R-S4, R-W2.
 */
export async function approveStatements(
  database: Database,
  options: ApproveOptions,
): Promise<ApproveResult> {
  const label = options.period === undefined ? null : parsePeriod(options.period).label;
  const { rows } = await database.pool.query(sqlFile("queries/approve/drafts.sql"), [
    label,
    options.statementNos ? [...options.statementNos] : null,
  ]);
  const sent: { statementNo: string; status: string }[] = [];
  const refused: Refusal[] = [];
  for (const [index, draft] of (rows as Draft[]).entries()) {
    try {
      sent.push(await approveOne(database, draft, options));
    } catch (error) {
      if (!(error instanceof YuejieError) || error.kind === "dependency") throw error;
      refused.push({ statementNo: draft.statement_no, rule: error.rule ?? null, error });
    }
    options.onProgress?.(index + 1, rows.length);
  }
  return { sent, refused };
}

async function approveOne(database: Database, draft: Draft, options: ApproveOptions) {
  const statementNo = draft.statement_no;
  if (draft.status === null || draft.settlee_no === null) {
    throw new YuejieError("statement_unknown", { statementNo });
  }
  if (draft.status !== "draft") throw new YuejieError("already_sent", { statementNo });
  const settleeNo = draft.settlee_no;
  return withTransaction(database, async (connection) => {
    await lockForApproval(connection, settleeNo, `approve ${statementNo} by ${options.actor}`);
    await refuseRunner(connection, draft, options.actor);
    // Under the lock: no run can change the lines between their check and their locking.
    const found = await connection.query(sqlFile("queries/approve/lock-draft.sql"), [statementNo]);
    if (found.rows.length === 0) throw new YuejieError("already_sent", { statementNo });
    const statementId: string = found.rows[0].statement_id;
    const mismatches =
      (await options.countMismatches(statementNo)) + (await countStale(connection, statementId));
    if (mismatches > 0) throw new YuejieError("does_not_verify", { statementNo, mismatches });
    return send(connection, statementId, options);
  });
}

/** No lock has to be trusted for this: what was paid of an order stands on its locked lines (R-R2). */
async function countStale(connection: Connection, statementId: string): Promise<number> {
  const { rows } = await connection.query(sqlFile("queries/approve/count-stale.sql"), [
    statementId,
  ]);
  return Number(rows[0].stale);
}

/** R-W2: who ran a period cannot review it. R-R5, R-E14: what did not balance or was parked is run again first. */
async function refuseRunner(connection: Connection, draft: Draft, actor: string): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/approve/runners.sql"), [
    draft.run_period,
    draft.settlee_no,
  ]);
  const period = draft.run_period ?? "";
  if (rows[0].is_failed) throw new YuejieError("run_did_not_balance", { period });
  if (rows[0].parked_failure !== null) {
    const { statement_no: statementNo, settlee_no: settleeNo } = draft;
    const failure: string = rows[0].parked_failure;
    throw new YuejieError("settlee_parked", {
      statementNo,
      settleeNo: settleeNo ?? "",
      period,
      failure,
    });
  }
  if ((rows[0].actors as string[]).includes(actor)) {
    throw new YuejieError("runner_reviews", { actor, period });
  }
}

async function send(
  connection: Connection,
  statementId: string,
  options: ApproveOptions,
): Promise<{ statementNo: string; status: string }> {
  for (const step of ["lock-lines", "lock-usage-items", "close-items", "keep-items"]) {
    await connection.query(sqlFile(`queries/approve/${step}.sql`), [statementId]);
  }
  await undelay(connection, statementId);
  const { rows } = await connection.query(sqlFile("queries/approve/send.sql"), [
    statementId,
    options.now,
    options.actor,
  ]);
  return { statementNo: rows[0].statement_no, status: rows[0].status };
}

/** R-A8: what is settled in part counts from its own time on, no longer from that of its ratio. */
async function undelay(connection: Connection, statementId: string): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/approve/undelayed.sql"), [statementId]);
  if (!rows[0].found) return;
  await connection.query(sqlFile("queries/approve/undelay-prepare.sql"));
  await connection.query(sqlFile("queries/approve/undelay.sql"), [statementId]);
  // Some orders of millions: without it all of them would be read.
  await connection.query("analyze refund_family");
  await connection.query(sqlFile("intake/settle_refund_families.sql"));
}
