import { YuejieError } from "../domain/errors.js";
import type { StatementStatus } from "../domain/lifecycle/states.js";
import { transitionOf } from "../domain/lifecycle/transitions.js";
import { parsePeriod } from "../domain/period.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { lockForApproval } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { chooseStatements, forEachStatement, type Moved, type Refusal } from "./bulk.js";
import { askDepartments } from "./departments.js";
import { requireCertified, requireOtherRunner, requireReachable } from "./guards.js";
import { type LockedStatement, lockStatement } from "./locked-statement.js";
import { type Act, move } from "./move.js";
import { findPerson, requireRole } from "./person.js";
import type { TellPartner } from "./tell-partner.js";

export interface ApproveOptions extends Act {
  /** The label on the statements: a month or a quarter. */
  readonly period?: string;
  readonly statementNos?: readonly string[];
  /** Departments that are to sign what is sent (step 3). */
  readonly departments: readonly string[];
  /** Recomputes a statement's lines; the number of those that differ. */
  readonly countMismatches: (statementNo: string) => Promise<number>;
  readonly tell: TellPartner;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ApproveResult {
  readonly sent: readonly Moved[];
  readonly refused: readonly Refusal[];
}

/**
 * Passes step 2: sends drafts and locks them, each in a transaction of its own. One that is refused stays
 * a draft and the others go on.
 *
 * Errors: `period_form`, `role_missing`, `user_unknown`; refusals of single statements are in the result.
 * Source: R-R1, R-R5, R-S4, R-W2, R-W5, R-W8.
 */
export async function approveStatements(
  database: Database,
  options: ApproveOptions,
): Promise<ApproveResult> {
  const { period, statementNos, onProgress } = options;
  const label = period === undefined ? undefined : parsePeriod(period).label;
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("approve").by);
  const act = { ...options, actor: person.name };
  const chosen = await chooseStatements(database, { period: label, statementNos }, ["approve"]);
  const { done, refused } = await forEachStatement(
    chosen,
    (statementNo) => approveOne(database, statementNo, act),
    onProgress,
  );
  return { sent: done, refused };
}

async function approveOne(
  database: Database,
  statementNo: string,
  options: ApproveOptions,
): Promise<Moved> {
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/approve/settings.sql"));
    await lockForApproval(
      connection,
      await settleeOf(connection, statementNo),
      `approve ${statementNo} by ${options.actor}`,
    );
    // Under the lock: no run can change the lines between their check and their locking.
    const statement = await lockStatement(connection, statementNo);
    requireDraft(statement);
    await requireOtherRunner(connection, statement, options.actor);
    requireCertified(statement);
    requireReachable(statement);
    await requireOriginals(connection, statement);
    const mismatches =
      (await options.countMismatches(statementNo)) +
      (await countStale(connection, statement.statementId));
    if (mismatches > 0) throw new YuejieError("does_not_verify", { statementNo, mismatches });
    const { status } = await send(connection, statement, options);
    return { statementNo, status };
  });
}

/** Asked before the lock, which is on the settlee: statements never change theirs. */
async function settleeOf(connection: Connection, statementNo: string): Promise<string> {
  const { rows } = await connection.query(sqlFile("queries/lifecycle/settlee-of.sql"), [
    statementNo,
  ]);
  if (rows[0] === undefined) throw new YuejieError("statement_unknown", { statementNo });
  return rows[0].settlee_no;
}

function requireDraft({ statementNo, status }: LockedStatement): void {
  if (status === "draft" || status === "in_review") return;
  throw new YuejieError(status === "recalled" ? "recalled_not_run" : "already_sent", {
    statementNo,
  });
}

/** R-A9: what is taken back is given, on a statement that was sent or can be. */
async function requireOriginals(
  connection: Connection,
  { statementId, statementNo }: LockedStatement,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/approve/original-not-settled.sql"), [
    statementId,
  ]);
  if (rows[0] === undefined) return;
  throw new YuejieError("original_not_settled", { statementNo, orderNo: rows[0].order_no });
}

/** No lock has to be trusted for this: what was paid of an order stands on its locked lines (R-R2). */
async function countStale(connection: Connection, statementId: string): Promise<number> {
  const { rows } = await connection.query(sqlFile("queries/approve/count-stale.sql"), [
    statementId,
  ]);
  return Number(rows[0].stale);
}

async function send(
  connection: Connection,
  statement: LockedStatement,
  options: ApproveOptions,
): Promise<LockedStatement> {
  const { statementId } = statement;
  const { rows } = await connection.query(sqlFile("queries/approve/becomes.sql"), [statementId]);
  const to: StatementStatus = rows[0].becomes;
  const { actor, now } = options;
  for (const step of ["lock-lines", "lock-usage-items", "close-items", "keep-items"]) {
    await connection.query(sqlFile(`queries/approve/${step}.sql`), [statementId]);
  }
  await undelay(connection, statementId);
  await connection.query(sqlFile("queries/approve/send.sql"), [statementId, now, actor]);
  const { amount, lineCount, version } = statement;
  const details = { amount, lineCount, version };
  const sent = await move(connection, statement, { event: "approve", to, actor, now, details });
  if (to === "sent") await askDepartments(connection, sent, options.departments);
  await options.tell(connection, sent, {
    kind: "statement_sent",
    at: now,
    details: { status: to as "sent" },
  });
  if (to === "top_up_due") {
    const details = { owed: amount.replace("-", "") };
    await options.tell(connection, sent, { kind: "top_up_wanted", at: now, details });
  }
  return sent;
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
