import { YuejieError } from "../domain/errors.js";
import { transitionOf } from "../domain/lifecycle/transitions.js";
import type { Connection, Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type BulkResult, type Moved, type Selection, transit } from "./bulk.js";
import { askDepartments, roundOf, type Signature } from "./departments.js";
import { requireCertified, requireOtherRunner } from "./guards.js";
import type { LockedStatement } from "./locked-statement.js";
import { type Act, move } from "./move.js";
import { findPerson, type Person, requireRole } from "./person.js";

export interface SignOptions extends Act {
  readonly selection: Selection;
  /** For which department; undefined: the one of the signer's that has not signed. */
  readonly department?: string | undefined;
  /** All that are configured. */
  readonly departments: readonly string[];
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Signs statements for a department (step 3). The last signature passes the step.
 *
 * Errors: `role_missing`, `user_unknown`; in the result `department_unknown`, `department_answered`,
 *         `department_unclear`, `signed_before`, `settlee_not_certified`, `transition_impossible`.
 * Source: R-W2, R-W5.
 */
export async function sign(database: Database, options: SignOptions): Promise<BulkResult<Moved>> {
  const { selection, actor, department: asked, departments, now, onProgress } = options;
  const person = await findPerson(database.pool, actor);
  requireRole(person, transitionOf("sign").by);
  return transit(database, {
    selection,
    event: "sign",
    onProgress,
    work: async (connection, held) => {
      requireCertified(held);
      const { statement, signatures } = await roundOf(connection, held, departments);
      const department = chooseDepartment(signatures, { person, department: asked, statement });
      await answer(connection, statement, { person, department, decision: "signed", now });
      const open = signatures.filter((it) => it.signer === null && it.department !== department);
      const to = open.length === 0 ? "countersigned" : "countersigning";
      const details = { department, round: statement.signRound };
      return move(connection, statement, { event: "sign", to, actor: person.name, now, details });
    },
  });
}

/**
 * Sends returned statements to all departments once more (step 3).
 *
 * Errors: `role_missing`, `user_unknown`; in the result `runner_reviews`, `settlee_not_certified`,
 *         `transition_impossible`.
 */
export async function resend(database: Database, options: SignOptions): Promise<BulkResult<Moved>> {
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("resend").by);
  const { selection, now, onProgress, reason } = options;
  return transit(database, {
    selection,
    event: "resend",
    onProgress,
    work: async (connection, statement) => {
      await requireOtherRunner(connection, statement, person.name);
      requireCertified(statement);
      await askDepartments(connection, statement, options.departments);
      const by = { actor: person.name, now, reason: reason ?? null };
      return move(connection, statement, { event: "resend", to: "sent", ...by });
    },
  });
}

/** Without users everybody may sign for any department, but has to say for which. */
export function chooseDepartment(
  asked: readonly Signature[],
  by: { person: Person; department: string | undefined; statement: LockedStatement },
): string {
  const { person, department, statement } = by;
  const { statementNo } = statement;
  const names = asked.map((it) => it.department);
  const open = asked.filter((it) => it.signer === null).map((it) => it.department);
  const own = person.roles === null ? names : person.departments;
  if (department !== undefined) {
    if (!names.includes(department)) {
      throw new YuejieError("department_unknown", { department, statementNo, departments: names });
    }
    if (!own.includes(department)) {
      throw new YuejieError("department_not_own", { user: person.name, department });
    }
    return department;
  }
  const possible = own.filter((it) => open.includes(it));
  const [only] = possible;
  if (only !== undefined && possible.length === 1) return only;
  if (only === undefined) {
    throw new YuejieError("department_answered", { statementNo, departments: own });
  }
  throw new YuejieError("department_unclear", { departments: possible });
}

/** A department's word, once, and each another person's (R-W2). */
export async function answer(
  connection: Connection,
  { statementNo, version, signRound }: LockedStatement,
  by: { person: Person; department: string; decision: "signed" | "refused"; now: Date },
): Promise<void> {
  const { person, department, decision, now } = by;
  try {
    const { rows } = await connection.query(sqlFile("queries/lifecycle/sign.sql"), [
      ...[statementNo, version, signRound, department],
      ...[person.name, decision, now],
    ]);
    if (rows.length === 0) {
      throw new YuejieError("department_answered", { statementNo, departments: [department] });
    }
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== "signature_person_uq") throw error;
    throw new YuejieError("signed_before", { statementNo, user: person.name });
  }
}
