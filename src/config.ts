import { userInfo } from "node:os";
import { resolve } from "node:path";
import { YuejieError } from "./domain/errors.js";
import { parseMailFrom, parseSmsUrl, parseSmtpUrl } from "./notice-config.js";
import type { EncryptionKeys } from "./platform/crypto/field-cipher.js";
import type { LogLevel } from "./platform/log/open-log.js";
import type { MailAddress, MailServer } from "./platform/mail/mailer.js";
import type { SmsPlace } from "./platform/sms/sms-gateway.js";

/** The variables of a process; only this file reads those of the real one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, validated and frozen. */
export interface Config {
  /** Null: an embedded Postgres with its data in `home`. */
  readonly databaseUrl: string | null;
  /** Null: the queue lives in the books' database. */
  readonly redisUrl: string | null;
  /** Keeps several installations on one Redis, or one database, apart. */
  readonly queuePrefix: string;
  readonly worker: WorkerConfig;
  readonly pages: PagesConfig;
  /** What workers and schedulers tell at least. */
  readonly logLevel: LogLevel;
  /** Absolute folder of the embedded database, exports and rejects. */
  readonly home: string;
  /** Where the clock stands, or starts if it runs; null: the real clock. */
  readonly clockAt: Date | null;
  readonly clockRuns: boolean;
  /** The first encrypts, all decrypt. Null: generated (embedded), or asked for by what needs them (`DATABASE_URL`). */
  readonly encryptionKeys: EncryptionKeys | null;
  /** Absolute folder that facts arrive in by themselves (R-R6); null: none, they are imported by hand. */
  readonly inbox: string | null;
  /** Absolute path of the settings file; null: defaults. */
  readonly settingsFile: string | null;
  /** Where notices go by e-mail, and from whom; null: nowhere, they are kept as files. */
  readonly mail: MailConfig | null;
  /** Where notices go by SMS; null: nowhere. */
  readonly sms: SmsPlace | null;
  /** Who acts, where `--as` is not given. */
  readonly user: string;
  /** Show the stack of a defect. */
  readonly debug: boolean;
}

/** What operators may look at while a worker or a scheduler runs. */
export interface PagesConfig {
  readonly host: string;
  /** Null: nothing is served; 0: any that is free. */
  readonly port: number | null;
  /** Nobody asked for this port, so that another will do. */
  readonly isPortUsual: boolean;
  /** Whether the queue's board is served too. */
  readonly board: boolean;
}

export interface MailConfig {
  readonly server: MailServer;
  readonly from: MailAddress;
}

/** How a worker works. */
export interface WorkerConfig {
  /** How many shards, runs, imports at once in one process. */
  readonly concurrency: number;
  /** How long a job belongs to a worker that gives no sign of life. */
  readonly lockMs: number;
  /** How long a worker that is to stop may go on with what it has in hand. */
  readonly graceMs: number;
  /** Open orders a shard, about, of the runs that this process opens; undefined: as many as are usual. */
  readonly shardSize: number | undefined;
}

/**
 * Reads the environment.
 *
 * Shape:  an empty variable counts as unset, as compose files and CI pass them.
 * Errors: input (exit 1) for the first wrong value, in one sentence; secrets are never repeated.
 * Source: interface, "Environment".
 */
export function readConfig(
  environment: Environment = process.env,
  currentFolder: string = process.cwd(),
): Config {
  const value = (name: string): string | null => environment[name] || null;
  const settingsFile = value("YUEJIE_SETTINGS");
  const inbox = value("YUEJIE_INBOX");
  return Object.freeze({
    databaseUrl: databaseUrlOf(value("DATABASE_URL")),
    redisUrl: redisUrlOf(value("REDIS_URL")),
    queuePrefix: queuePrefixOf(value("YUEJIE_QUEUE_PREFIX")),
    worker: workerConfigOf(value),
    pages: pagesConfigOf(value),
    logLevel: logLevelOf(value("LOG_LEVEL")),
    home: resolve(currentFolder, value("YUEJIE_HOME") ?? ".yuejie"),
    clockAt: clockAtOf(value("YUEJIE_CLOCK"), value("NODE_ENV")),
    clockRuns: clockRunsOf(value("YUEJIE_CLOCK_RUNS")),
    encryptionKeys: encryptionKeysOf(value("YUEJIE_KEYS")),
    inbox: inbox === null ? null : resolve(currentFolder, inbox),
    settingsFile: settingsFile === null ? null : resolve(currentFolder, settingsFile),
    mail: mailConfigOf(value("SMTP_URL"), value("MAIL_FROM")),
    sms: smsPlaceOf(value("SMS_URL")),
    user: value("YUEJIE_USER") ?? systemUser(),
    debug: wantsDebug(environment),
  });
}

/** The locale the environment asks for, or null; read apart, since a wrong setting is told in it. */
export function environmentLocale(environment: Environment = process.env): string | null {
  return environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || null;
}

/** Whether stacks are shown; readable even where the rest of the environment is wrong. */
export function wantsDebug(environment: Environment = process.env): boolean {
  return environment.YUEJIE_DEBUG === "1";
}

function databaseUrlOf(text: string | null): string | null {
  if (text === null) return null;
  // The address may carry a password, so the message does not repeat it.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new YuejieError("database_url_form");
  }
  return text;
}

function redisUrlOf(text: string | null): string | null {
  if (text === null) return null;
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) throw new YuejieError("redis_url_form");
  return text;
}

/** Also a part of the name of a schema. */
function queuePrefixOf(text: string | null): string {
  if (text === null) return "yuejie";
  if (/^[a-z][a-z0-9_]{0,39}$/.test(text)) return text;
  throw new YuejieError("queue_prefix_form", { value: text });
}

function workerConfigOf(value: (name: string) => string | null): WorkerConfig {
  const whole = (
    name: string,
    usual: number,
    { least = 1, most }: { least?: number; most: number },
  ) => {
    const text = value(name);
    if (text === null) return usual;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new YuejieError("worker_setting_form", { name, value: text, least, most });
  };
  return Object.freeze({
    // Each takes a connection of the pool, which has 20, beside errands (platform/database/database.ts).
    concurrency: whole("YUEJIE_CONCURRENCY", 1, { most: 12 }),
    lockMs: whole("YUEJIE_LOCK_SECONDS", 30, { most: 3_600 }) * 1_000,
    graceMs: whole("YUEJIE_STOP_SECONDS", 8, { least: 0, most: 3_600 }) * 1_000,
    shardSize: whole("YUEJIE_SHARD_SIZE", 0, { most: 100_000_000 }) || undefined,
  });
}

function pagesConfigOf(value: (name: string) => string | null): PagesConfig {
  const text = value("YUEJIE_OPS_PORT");
  const port = text === null ? usualPagesPort : /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (text !== "off" && !(port <= 65_535)) {
    throw new YuejieError("pages_port_form", { value: text ?? "" });
  }
  return Object.freeze({
    // Whoever reaches them may look, so that only this machine does unless somebody says otherwise.
    host: value("HOST") ?? "127.0.0.1",
    port: text === "off" ? null : port,
    isPortUsual: text === null,
    board: switchOf("YUEJIE_BOARD", value("YUEJIE_BOARD")),
  });
}

const usualPagesPort = 9_464;

function mailConfigOf(url: string | null, from: string | null): MailConfig | null {
  const address = from === null ? null : Object.freeze(parseMailFrom(from));
  if (url === null) return null;
  const server = Object.freeze(parseSmtpUrl(url));
  if (address === null) throw new YuejieError("mail_from_missing");
  return Object.freeze({ server, from: address });
}

function smsPlaceOf(text: string | null): SmsPlace | null {
  return text === null ? null : Object.freeze(parseSmsUrl(text));
}

function switchOf(name: string, text: string | null): boolean {
  if (text === null || text === "0") return false;
  if (text === "1") return true;
  throw new YuejieError("switch_form", { name, value: text });
}

function logLevelOf(text: string | null): LogLevel {
  const known = (["info", "warn", "error"] as const).find((level) => level === (text ?? "info"));
  if (known === undefined) throw new YuejieError("log_level_form", { value: text ?? "" });
  return known;
}

const instantForm =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** An ISO instant; without an offset it is Shanghai time (R-TIME). */
function clockAtOf(text: string | null, nodeEnv: string | null): Date | null {
  if (text === null) return null;
  if (nodeEnv === "production") throw new YuejieError("clock_in_production");
  const match = instantForm.exec(text);
  const [, day = "", minutes = "00:00", seconds = "00", fraction = "", offset = "+08:00"] =
    match ?? [];
  const instant = new Date(`${day}T${minutes}:${seconds}${fraction}${offset}`);
  // `Date` moves 30 February to March instead of refusing it.
  const dayExists = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
  if (match === null || !dayExists || Number.isNaN(instant.getTime())) {
    throw new YuejieError("clock_form", { value: text });
  }
  return instant;
}

function clockRunsOf(text: string | null): boolean {
  if (text === null || text === "0") return false;
  if (text === "1") return true;
  throw new YuejieError("clock_runs_form", { value: text });
}

function encryptionKeysOf(text: string | null): EncryptionKeys | null {
  if (text === null) return null;
  return Object.freeze(parseEncryptionKeys(text));
}

/**
 * Parses `id:base64 of 32 bytes`, comma separated.
 *
 * Errors: input where an entry has another form or an id stands twice; the message names the
 * position of the entry, never the key.
 */
export function parseEncryptionKeys(text: string): EncryptionKeys {
  const keys: { id: string; key: Buffer }[] = [];
  for (const [index, entry] of text.split(",").entries()) {
    const [, id, encoded] =
      /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=?)$/.exec(entry.trim()) ?? [];
    if (id === undefined || encoded === undefined) {
      throw new YuejieError("keys_form", { position: index + 1 });
    }
    if (keys.some((key) => key.id === id)) throw new YuejieError("keys_twice", { id });
    keys.push({ id, key: Buffer.from(encoded, "base64") });
  }
  return keys;
}

/** A user id without a name (containers) is told as a number. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}
