import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorCode, YuejieError } from "../../domain/errors.js";
import { connect, type Database } from "./database.js";
import { shareServer } from "./embedded/share.js";
import { explainDatabaseFailure, placeOf } from "./explain-failure.js";
import { migrate, pendingMigrations } from "./migrate.js";

const attempts = 5;
const awayCodes: ErrorCode[] = ["database_unreachable", "database_lost"];

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
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openEmbedded(home, name);
    } catch (error) {
      // A server that ends in this moment, not by our doing, looks well until it is spoken to.
      if (!isAway(error) || attempt === attempts) throw explainEmbedded(error, home);
      await sleep(100 * attempt);
    }
  }
}

async function openEmbedded(home: string, name: string | undefined): Promise<OpenedDatabase> {
  const share = await shareServer(home);
  const database = connect(share.url, name);
  const close = async (): Promise<void> => {
    await database.close().finally(share.leave);
  };
  return prepare({ ...database, close }, home, "auto");
}

function isAway(error: unknown): boolean {
  return error instanceof YuejieError && awayCodes.includes(error.code);
}

/** Nobody but us gave the embedded server its address, its password and its database. */
function explainEmbedded(error: unknown, home: string): unknown {
  if (!(error instanceof YuejieError)) return error;
  const details = { folder: home, reason: error.details.reason ?? "" };
  if (isAway(error)) {
    const log = join(home, "postgres");
    return new YuejieError("embedded_not_started", { ...details, log }, error);
  }
  const damage: ErrorCode[] = ["database_denied", "database_absent"];
  return damage.includes(error.code) ? new YuejieError("embedded_damaged", details, error) : error;
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

/** Errors: schema_old, schema_newer, schema_edited. */
export async function refuseOldSchema(
  database: Database,
  where: string = placeOf(database.url),
): Promise<[]> {
  const [first, ...rest] = await pendingMigrations(database, where);
  if (first === undefined) return [];
  throw new YuejieError("schema_old", { where, first, count: rest.length + 1 });
}
