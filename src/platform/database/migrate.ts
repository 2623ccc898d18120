import { createHash } from "node:crypto";
import { YuejieError } from "../../domain/errors.js";
import { type Database, type Queryable, withTransaction } from "./database.js";
import { explainDatabaseFailure, placeOf } from "./explain-failure.js";
import { sqlFile, sqlFilesIn } from "./sql-file.js";

interface Migration {
  /** The file without `.sql`, e.g. `0001_facts`. */
  readonly name: string;
  readonly checksum: string;
}

interface AppliedRow {
  name: string;
  checksum: string;
}

const oldestServer = 150_000;

/** The migrations that came with this version, in the order they apply. */
function knownMigrations(): Migration[] {
  return sqlFilesIn("migrations")
    .filter((file) => /^\d{4}_\w+\.sql$/.test(file))
    .map((file) => {
      const name = file.slice(0, -".sql".length);
      return { name, checksum: checksumOf(migrationText(name)) };
    });
}

const migrationText = (name: string): string => sqlFile(`migrations/${name}.sql`);

/** Of the text with `\n` ends, which a checkout may have turned into `\r\n`. */
function checksumOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

async function appliedMigrations(queryable: Queryable): Promise<AppliedRow[]> {
  const { rows } = await queryable.query<AppliedRow>(sqlFile("queries/migration/list-applied.sql"));
  return rows;
}

function isNoSuchTable(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "42P01";
}

/** What is still to be applied; throws where the database has seen what the files do not say. */
function difference(applied: readonly AppliedRow[], where: string): Migration[] {
  const known = knownMigrations();
  const checksums = new Map(known.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of applied) {
    const expected = checksums.get(name);
    if (expected === undefined) throw new YuejieError("schema_newer", { where, name });
    if (expected !== checksum) throw new YuejieError("schema_edited", { where, name });
  }
  const seen = new Set(applied.map(({ name }) => name));
  return known.filter(({ name }) => !seen.has(name));
}

/**
 * The names of the migrations that the database lacks, in order; one query.
 *
 * @param where the database's address for people, in messages.
 * Errors: schema_newer, schema_edited.
 */
export async function pendingMigrations(
  database: Database,
  where: string = placeOf(database.url),
): Promise<string[]> {
  const applied = await appliedMigrations(database.pool).catch((error: unknown) => {
    if (isNoSuchTable(error)) return [];
    throw error;
  });
  return difference(applied, where).map(({ name }) => name);
}

/**
 * Brings the schema up to date, each migration in a transaction of its own; two processes may do so at
 * once. One query where nothing is pending.
 *
 * Shape:  the names of the migrations that this call applied, in order.
 * Errors: schema_newer, schema_edited, schema_failed, server_too_old, server_encoding.
 */
export async function migrate(
  database: Database,
  where: string = placeOf(database.url),
): Promise<string[]> {
  const names: string[] = [];
  let pending = (await pendingMigrations(database, where)).length;
  if (pending > 0) await checkServer(database, where);
  while (pending > 0) {
    const step = await applyNext(database, where);
    if (step.name !== null) names.push(step.name);
    pending = step.left;
  }
  return names;
}

async function checkServer(database: Database, where: string): Promise<void> {
  interface ServerRow {
    version: string;
    version_number: number;
    encoding: string;
  }
  const { rows } = await database.pool.query<ServerRow>(
    sqlFile("queries/migration/describe-server.sql"),
  );
  for (const { version, version_number, encoding } of rows) {
    if (version_number < oldestServer) throw new YuejieError("server_too_old", { where, version });
    if (encoding !== "UTF8") throw new YuejieError("server_encoding", { where, encoding });
  }
}

/** Under the lock looks again what is pending, as another process may have been quicker. */
function applyNext(
  database: Database,
  where: string,
): Promise<{ name: string | null; left: number }> {
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/migration/lock.sql"));
    await connection.query(sqlFile("queries/migration/make-table.sql"));
    const [next, ...rest] = difference(await appliedMigrations(connection), where);
    if (next === undefined) return { name: null, left: 0 };
    await connection.query(migrationText(next.name)).catch((error: Error) => {
      // A disk that is full or a server that went away is told as such.
      const known = explainDatabaseFailure(error, where);
      const details = { where, name: next.name, reason: error.message };
      throw known ?? new YuejieError("schema_failed", details, error);
    });
    await connection.query(sqlFile("queries/migration/record.sql"), [next.name, next.checksum]);
    return { name: next.name, left: rest.length };
  });
}
