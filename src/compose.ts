import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, parseEncryptionKeys } from "./config.js";
import { YuejieError } from "./domain/errors.js";
import { type Clock, realClock, runningClock, standingClock } from "./platform/clock/clock.js";
import type { EncryptionKeys } from "./platform/crypto/field-cipher.js";
import type { OpenedDatabase } from "./platform/database/open-database.js";
import { projectFolder } from "./platform/files/project-folder.js";
import { readSettings, type Settings } from "./settings.js";

/**
 * What the features are made of, put together. Whatever costs time to load or to open is loaded and
 * opened when it is first asked for, so that a command pays for what it uses.
 */
export interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  /** Fires when the user wants the work to stop; nothing new may be written then. */
  readonly signal: AbortSignal;
  /**
   * The books, opened once. The embedded ones are migrated, others checked, unless the first caller
   * wants them migrated too.
   */
  database(migrate?: "auto"): Promise<OpenedDatabase>;
  settings(): Promise<Settings>;
  /** What protects bank accounts and mobile numbers; the first encrypts. */
  encryptionKeys(): Promise<EncryptionKeys>;
  /** The catalogue's word for any failure; what it does not know is a defect. */
  nameFailure(error: unknown): Promise<YuejieError>;
  close(): Promise<void>;
}

/** The version of the package. */
export function readVersion(): string {
  return JSON.parse(readFileSync(projectFolder("package.json"), "utf8")).version;
}

/**
 * Puts the parts together; opens nothing yet.
 *
 * @param options.name told to other sessions as the holder of a lock (R-R2).
 */
export function compose(config: Config, options: { name: string; signal: AbortSignal }): Parts {
  const { name, signal } = options;
  let opening: Promise<OpenedDatabase> | null = null;
  return {
    config,
    clock: clockOf(config),
    signal,
    database: (migrate = config.databaseUrl === null ? "auto" : undefined) => {
      opening ??= open(config, { name, signal, migrate: migrate ?? "check" }).catch((error) => {
        // A worker that finds the books away asks again.
        opening = null;
        throw error;
      });
      return opening;
    },
    settings: once(() => readSettings(config.settingsFile)),
    encryptionKeys: once(() => encryptionKeysOf(config)),
    nameFailure: (error) => nameFailure(error, config),
    close: async () => {
      // An opening that failed was told already, and left nothing open.
      const database = await opening?.catch(() => null);
      await database?.close();
    },
  };
}

async function open(
  config: Config,
  options: { name: string; signal: AbortSignal; migrate: "auto" | "check" },
): Promise<OpenedDatabase> {
  const [{ openDatabase }, { endOnAbort }] = await Promise.all([
    import("./platform/database/open-database.js"),
    import("./platform/database/end-on-abort.js"),
  ]);
  await makeKeysOfNewHome(config);
  const { name, signal, migrate } = options;
  const { databaseUrl, home } = config;
  const database = await openDatabase({ databaseUrl, home, name, migrate });
  endOnAbort(database, signal);
  return database;
}

function clockOf({ clockAt, clockRuns }: Config): Clock {
  if (clockAt === null) return realClock;
  return clockRuns ? runningClock(clockAt) : standingClock(clockAt);
}

/**
 * A server's keys are told by the environment. Embedded ones are kept in the home, made before its
 * database is: a database without them had others, and new ones would not read what it holds.
 */
async function encryptionKeysOf(config: Config): Promise<EncryptionKeys> {
  const { encryptionKeys, databaseUrl, home } = config;
  if (encryptionKeys !== null) return encryptionKeys;
  if (databaseUrl !== null) throw new YuejieError("keys_missing");
  const { keyFileOf, readKeyFile } = await import("./platform/files/key-file.js");
  await makeKeysOfNewHome(config);
  const text = await readKeyFile(home);
  const path = keyFileOf(home);
  if (text === null) throw new YuejieError("key_file_missing", { path });
  try {
    return parseEncryptionKeys(text);
  } catch (error) {
    throw new YuejieError("key_file_broken", { path }, error);
  }
}

async function makeKeysOfNewHome({ encryptionKeys, databaseUrl, home }: Config): Promise<void> {
  if (encryptionKeys !== null || databaseUrl !== null) return;
  const { makeKeyFile, readKeyFile } = await import("./platform/files/key-file.js");
  if (!existsSync(join(home, "postgres")) && (await readKeyFile(home)) === null)
    await makeKeyFile(home);
}

/** Loaded only where something failed. */
async function nameFailure(error: unknown, config: Config): Promise<YuejieError> {
  if (error instanceof YuejieError) return error;
  const [{ explainDatabaseFailure, placeOf }, { explainFileFailure }] = await Promise.all([
    import("./platform/database/explain-failure.js"),
    import("./platform/files/explain-failure.js"),
  ]);
  const where = config.databaseUrl === null ? config.home : placeOf(config.databaseUrl);
  const known = explainDatabaseFailure(error, where) ?? explainFileFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  return known ?? new YuejieError("internal", { message }, error);
}

/** Runs `make` on the first call and gives every later caller the same promise. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
