import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { connect, type Database } from "../../src/platform/database/database.js";
import { withDatabaseName } from "./database-url.js";

/** A database of a test's own, gone after `drop`. `url` serves as DATABASE_URL of a child process. */
export interface TestDatabase extends Database {
  /** Closes the pool and drops the database, whoever else is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes a database for a test file: a clone of the migrated template (some 50 ms), or an empty one.
 *
 *   const database = await testDatabase();
 *   afterAll(() => database.drop());
 */
export async function testDatabase(
  options: { empty?: boolean; encoding?: string } = {},
): Promise<TestDatabase> {
  const { url, prefix, template } = inject("testServer");
  const name = `${prefix}_${randomBytes(5).toString("hex")}`;
  const source = options.empty || options.encoding ? "template0" : template;
  const encoding = options.encoding ? ` encoding '${options.encoding}' locale 'C'` : "";
  await onServer(url, `create database ${name} template ${source}${encoding}`);
  const database = connect(withDatabaseName(url, name), "test");
  const drop = async (): Promise<void> => {
    // A test that ran out of time may be at work still: its sessions end with the database.
    await Promise.race([database.close(), setTimeout(2_000, undefined, { ref: false })]);
    await onServer(url, `drop database if exists ${name} with (force)`);
  };
  return { ...database, drop };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
