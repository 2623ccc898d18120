import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { LockedStatement } from "./locked-statement.js";

/** What one department said in the present round of signatures. */
export interface Signature {
  readonly department: string;
  /** Null: not answered yet. */
  readonly signer: string | null;
  readonly decision: "signed" | "refused" | null;
}

/** Asks every configured department to sign; who signed in an earlier round is asked again (step 3). */
export async function askDepartments(
  connection: Connection,
  { statementId }: LockedStatement,
  departments: readonly string[],
): Promise<void> {
  await connection.query(sqlFile("queries/lifecycle/ask-departments.sql"), [
    statementId,
    [...departments],
  ]);
}

/**
 * The present round, in order of departments. A statement that was sent before there was a record of who is asked
 * has none: its departments are asked now.
 */
export async function roundOf(
  connection: Connection,
  statement: LockedStatement,
  departments: readonly string[],
): Promise<{ statement: LockedStatement; signatures: readonly Signature[] }> {
  const signatures = await readSignatures(connection, statement);
  if (signatures.length > 0) return { statement, signatures };
  await askDepartments(connection, statement, departments);
  const asked = { ...statement, signRound: statement.signRound + 1 };
  return { statement: asked, signatures: await readSignatures(connection, asked) };
}

async function readSignatures(
  connection: Connection,
  { statementNo, version, signRound }: LockedStatement,
): Promise<Signature[]> {
  const { rows } = await connection.query<Signature>(
    sqlFile("queries/lifecycle/list-signatures.sql"),
    [statementNo, version, signRound],
  );
  return rows;
}
