import { type ErrorCode, YuejieError } from "../../domain/errors.js";
import { connect, type Database } from "./database.js";
import { shareServer } from "./embedded/share.js";
import { explainDatabaseFailure, placeOf } from "./explain-failure.js";
import { migrate, pendingMigrations } from "./migrate.js";

/** A database whose schema is the one this version works with. */
export interface OpenedDatabase extends Database {
  /** The migrations that opening it applied, in order. */
  readonly applied: readonly string[];
}

interface OpenOptions {
  /** `postgres://…`; without it the embedded server of `home` is started or shared. */
  readonly databaseUrl?: string | null | undefined;
  readonly home: string;
  /** Shown to other sessions as the holder of a lock (R-R2). */
  readonly name?: string | undefined;
  /**
   * With `databaseUrl`: `check` (the default) refuses a schema that is not current, `auto` migrates.
   * The embedded database is always migrated.
   */
  readonly migrate?: "auto" | "check" | undefined;
}

/**
 * Opens the books, wherever they are; everything above sees the same Postgres.
 *
 * `close` gives the embedded server back: it stops when its last user, of all processes, has left.
 *
 * Errors: database_* (away, sign-in, …), schema_*, server_*, embedded_*; nothing stays open.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  const { databaseUrl, home, name } = options;
  if (databaseUrl) {
    const database = connect(databaseUrl, name);
    return prepare(database, placeOf(databaseUrl), options.migrate ?? "check");
  }
  const share = await shareServer(home);
  const database = connect(share.url, name);
  const close = async (): Promise<void> => {
    await database.close().finally(share.leave);
  };
  return prepare({ ...database, close }, home, "auto").catch((error: unknown) => {
    throw explainEmbedded(error, home);
  });
}

/** Nobody but us gave the embedded server its password and its database. */
function explainEmbedded(error: unknown, home: string): unknown {
  const codes: ErrorCode[] = ["database_denied", "database_absent"];
  if (!(error instanceof YuejieError) || !codes.includes(error.code)) return error;
  const reason = error.details.reason ?? "";
  return new YuejieError("embedded_damaged", { folder: home, reason }, error);
}

async function prepare(
  database: Database,
  where: string,
  mode: "auto" | "check",
): Promise<OpenedDatabase> {
  try {
    const applied =
      mode === "auto" ? await migrate(database, where) : await refuseOldSchema(database, where);
    return { ...database, applied };
  } catch (error) {
    await database.close();
    throw explainDatabaseFailure(error, where) ?? error;
  }
}

async function refuseOldSchema(database: Database, where: string): Promise<[]> {
  const [first, ...rest] = await pendingMigrations(database, where);
  if (first === undefined) return [];
  throw new YuejieError("schema_old", { where, first, count: rest.length + 1 });
}
