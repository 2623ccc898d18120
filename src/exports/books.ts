import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";

/** A query of `sql/queries/export`, whole: for what is as short as a list of statements. */
export async function readAll<Row extends object>(
  connection: Connection,
  query: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const text = sqlFile(`queries/export/${query}.sql`);
  const { rows } = await connection.query<Row>(text, [...parameters]);
  return rows;
}

/** A query of `sql/queries/export`, row by row: for what may be longer than memory. */
export function readEach<Row>(
  connection: Connection,
  query: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row> {
  return streamRows<Row>(connection, sqlFile(`queries/export/${query}.sql`), parameters);
}

/** A step of `sql/queries/export` that returns nothing. */
export async function execute(
  connection: Connection,
  step: string,
  parameters?: readonly unknown[],
): Promise<void> {
  const text = sqlFile(`queries/export/${step}.sql`);
  await (parameters === undefined
    ? connection.query(text)
    : connection.query(text, [...parameters]));
}
