import { assertSchemaCompatibility, runMigrations, SchemaMigrationRequiredError } from "bullmq";
import type { Database } from "../database/database.js";

/** The queue's tables live in a schema of their own, named after the prefix. */
export function queueSchemaOf(prefix: string): string {
  return `${prefix}_queue`;
}

/**
 * Makes or brings up to date the tables of the queue; two processes may do so at once.
 *
 * Shape: the version before and after; equal where nothing was to be done.
 */
export async function migrateQueue(
  database: Database,
  prefix: string,
): Promise<{ before: number; after: number }> {
  const schema = queueSchemaOf(prefix);
  const connection = await database.pool.connect();
  try {
    const before = await assertSchemaCompatibility(connection, schema).catch((error: unknown) => {
      if (error instanceof SchemaMigrationRequiredError) return 0;
      throw error;
    });
    return { before, after: await runMigrations(connection, schema) };
  } finally {
    connection.release();
  }
}
