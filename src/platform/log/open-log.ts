import { type DestinationStream, pino } from "pino";
import type { Log, LogFields } from "../../domain/log.js";
import { cleanText } from "./clean-text.js";

/** What is told at least; one that is told less of has the ones behind it. */
export type LogLevel = "info" | "warn" | "error";

export interface LogOptions {
  /** Who speaks: `worker`, `schedule`, `start`. */
  readonly role: string;
  /** Tells machines apart. */
  readonly host: string;
  readonly level: LogLevel;
  /** Values that are never told, as they are written. */
  readonly secrets: readonly string[];
  /** Where lines go instead of stderr. */
  readonly stream?: DestinationStream;
}

/** Fields whose values are never told, whoever puts them in. */
const refused = [
  "password",
  "secret",
  "token",
  "authorization",
  "databaseUrl",
  "redisUrl",
  "keys",
  "customerName",
  "partnerName",
  "mobile",
  "phone",
  "mail",
  "email",
  "bankAccount",
];

/**
 * Events as JSON, one a line: `time`, `level`, `message`, who speaks, and the fields of the event. A line is
 * written when its call returns, so that a process that is killed has told what it did.
 */
export function openLog({ role, host, level, secrets, stream }: LogOptions): Log {
  const clean = (value: unknown): unknown => cleanValue(value, secrets, 4);
  const logger = pino(
    {
      level,
      base: { role, host, pid: process.pid },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => clean(fields) as Record<string, unknown>,
      },
      redact: {
        paths: refused.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: "[secret]",
      },
    },
    stream ?? stderr(),
  );
  const tell =
    (name: LogLevel) =>
    (fields: LogFields, message: string): void =>
      logger[name]({ ...fields }, cleanText(message, secrets));
  return { info: tell("info"), warn: tell("warn"), error: tell("error") };
}

/** A reader that left and a disk that is full end the log, never the work. */
function stderr(): DestinationStream {
  const destination = pino.destination({ dest: 2, sync: true });
  destination.on("error", () => undefined);
  return destination;
}

function cleanValue(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === "string") return cleanText(value, secrets);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) {
    const code = "code" in value ? { code: value.code } : {};
    return { type: value.name, ...code, message: cleanText(value.message, secrets) };
  }
  if (value instanceof Date) return value.toJSON();
  if (depth === 0) return "…";
  if (Array.isArray(value)) return value.map((each) => cleanValue(each, secrets, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, cleanValue(each, secrets, depth - 1)]),
  );
}
