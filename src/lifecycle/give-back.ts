import { type LifecycleEvent, transitionOf } from "../domain/lifecycle/transitions.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { type BulkResult, chooseStatements, forEachStatement, type Moved } from "./bulk.js";
import { answer, chooseDepartment, type SignOptions } from "./countersign.js";
import { roundOf } from "./departments.js";
import { requireCertified, requireReason } from "./guards.js";
import { keepRunsOut } from "./keep-runs-out.js";
import { type LockedStatement, lockStatement } from "./locked-statement.js";
import { move, requireState } from "./move.js";
import { findPerson, type Person, requireRole } from "./person.js";
import type { TellPartner } from "./tell-partner.js";

export interface GiveBackOptions extends SignOptions {
  readonly tell: TellPartner;
}

type Act = GiveBackOptions & { readonly person: Person; readonly reason: string };

/**
 * Returns statements with a reason: from review to draft (step 2), by a reviewer; from countersigning to the
 * reviewer, still locked (step 3), by a signer, whose refusal is the word of a department.
 *
 * Errors: `reason_missing`, `user_unknown`, `role_missing`; in the result `role_missing`, those of signing,
 *         `transition_impossible`, `work_under_way`.
 * Source: R-W2, R-W3, R-W5.
 */
export async function giveBack(
  database: Database,
  options: GiveBackOptions,
): Promise<BulkResult<Moved>> {
  const reason = requireReason(options.reason);
  const person = await findPerson(database.pool, options.actor);
  // Of a statement only one of the two may do it; who is neither is refused as everywhere.
  requireRole(person, [...transitionOf("send_back").by, ...transitionOf("refuse").by]);
  const act: Act = { ...options, person, reason };
  const chosen = await chooseStatements(database, options.selection, ["send_back", "refuse"]);
  return forEachStatement(
    chosen,
    (statementNo) =>
      withTransaction(database, async (connection) => {
        const statement = await lockStatement(connection, statementNo);
        const isSent = statement.sentAt !== null;
        const event: LifecycleEvent = isSent ? "refuse" : "send_back";
        requireState(statement, event);
        requireRole(person, transitionOf(event).by);
        const work = isSent ? refuse : sendBack;
        const { status } = await work(connection, statement, act);
        return { statementNo, status };
      }),
    options.onProgress,
  );
}

async function sendBack(
  connection: Connection,
  statement: LockedStatement,
  { person, now, reason }: Act,
): Promise<LockedStatement> {
  await keepRunsOut(person.name)(connection, statement.statementNo);
  const by = { actor: person.name, now, reason };
  return move(connection, statement, { event: "send_back", to: "draft", ...by });
}

/** One refusal is enough; what other departments said stays on record. */
async function refuse(
  connection: Connection,
  held: LockedStatement,
  { person, department: asked, departments, now, reason, tell }: Act,
): Promise<LockedStatement> {
  requireCertified(held);
  const { statement, signatures } = await roundOf(connection, held, departments);
  const department = chooseDepartment(signatures, { person, department: asked, statement });
  await answer(connection, statement, { person, department, decision: "refused", now });
  const round = statement.signRound;
  await tell(connection, statement, {
    kind: "statement_returned",
    about: String(round),
    at: now,
    details: {},
  });
  const by = { actor: person.name, now, reason, details: { department, round } };
  return move(connection, statement, { event: "refuse", to: "returned", ...by });
}
