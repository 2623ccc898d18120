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

/** The present round, in order of departments. */
export async function readSignatures(
  connection: Connection,
  { statementNo, version, signRound }: LockedStatement,
): Promise<Signature[]> {
  const { rows } = await connection.query<Signature>(
    sqlFile("queries/lifecycle/list-signatures.sql"),
    [statementNo, version, signRound],
  );
  return rows;
}
