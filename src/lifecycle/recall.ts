import { YuejieError } from "../domain/errors.js";
import { type LifecycleEvent, transitionOf } from "../domain/lifecycle/transitions.js";
import type { Connection, Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type BulkResult, type Moved, type Selection, transit } from "./bulk.js";
import { requireReason } from "./guards.js";
import { keepRunsOut } from "./keep-runs-out.js";
import type { LockedStatement } from "./locked-statement.js";
import { type Act, move } from "./move.js";
import { findPerson, requireRole } from "./person.js";
import type { TellPartner } from "./tell-partner.js";

export interface RecallOptions extends Act {
  readonly selection: Selection;
  readonly tell: TellPartner;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Takes sent statements back, to be run again: the version sent is kept as a record and its lines are released,
 * the one exception to locking. They stand as drafts until the next run of the month, which uses the number again
 * or makes it void for ever.
 *
 * Errors: `role_missing`, `user_unknown`, `reason_missing`; in the result `recall_rested_on`, `work_under_way`,
 *         `transition_impossible`.
 * Source: R-R1, R-W4.
 */
export async function recallStatements(
  database: Database,
  { selection, actor, now, reason, tell, onProgress }: RecallOptions,
): Promise<BulkResult<Moved>> {
  const why = requireReason(reason);
  const person = await findPerson(database.pool, actor);
  requireRole(person, transitionOf("recall").by);
  return transit(database, {
    selection,
    event: "recall",
    onProgress,
    lock: keepRunsOut(person.name),
    work: async (connection, statement) => {
      const by = { actor: person.name, now, reason: why };
      await tellRecalled(connection, statement, { tell, now, reason: why });
      return recall(connection, statement, "recall", by);
    },
  });
}

export function tellRecalled(
  connection: Connection,
  statement: LockedStatement,
  { tell, now, reason }: { tell: TellPartner; now: Date; reason: string },
): Promise<void> {
  return tell(connection, statement, { kind: "statement_recalled", at: now, details: { reason } });
}

/**
 * Releases the lines of one statement that the transaction holds, with runs kept out.
 *
 * Errors: `recall_rested_on`, `top_up_begun`.
 */
export async function recall(
  connection: Connection,
  statement: LockedStatement,
  event: LifecycleEvent,
  by: Act & { readonly reason: string },
): Promise<LockedStatement> {
  const { statementId, statementNo, version, amount } = statement;
  const step = (name: string, ...rest: unknown[]) =>
    connection.query(sqlFile(`queries/lifecycle/${name}.sql`), [statementId, ...rest]);
  const resting = (await step("rests-on")).rows.map((row) => row.statement_no as string);
  if (resting.length > 0) {
    const { length: count } = resting;
    throw new YuejieError("recall_rested_on", { statementNo, first: resting[0] ?? "", count });
  }
  await refuseTopUpBegun(connection, statement);
  await step("keep-recalled-statement", by.now, by.actor, by.reason);
  await step("keep-recalled-lines");
  await step("keep-recalled-usage-items");
  await step("recall");
  const details = { version, amount };
  const recalled = await move(connection, statement, { event, to: "recalled", ...by, details });
  await step("release-lines");
  await step("release-usage-items");
  await step("retotal");
  await step("reopen-items");
  await connection.query(sqlFile("queries/approve/undelay-prepare.sql"));
  await step("delay-again");
  await connection.query("analyze refund_family");
  await connection.query(sqlFile("intake/settle_refund_families.sql"));
  return { ...recalled, version: version + 1 };
}

/** R-S4: what was paid back in part cannot become another amount. */
async function refuseTopUpBegun(
  connection: Connection,
  { statementNo, version }: LockedStatement,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/payment/received.sql"), [
    ...[statementNo, version],
  ]);
  const { received } = rows[0];
  if (received !== "0.00") throw new YuejieError("top_up_begun", { statementNo, received });
}
