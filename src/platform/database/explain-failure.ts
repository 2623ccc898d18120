import { type ErrorCode, YuejieError } from "../../domain/errors.js";

/** SQLSTATE (whole, or its class of two letters) or the system's code → the catalogue's. */
const meanings: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: "database_unreachable",
  ENOTFOUND: "database_unreachable",
  EAI_AGAIN: "database_unreachable",
  EHOSTUNREACH: "database_unreachable",
  ENETUNREACH: "database_unreachable",
  ETIMEDOUT: "database_unreachable",
  "57P03": "database_unreachable", // starting up or shutting down
  "28": "database_denied",
  "3D000": "database_absent",
  ECONNRESET: "database_lost",
  EPIPE: "database_lost",
  "08": "database_lost",
  "57P": "database_lost", // shut down by an operator or by a crash
  "57014": "database_cancelled",
  "53100": "database_disk_full",
  "58030": "database_disk_full", // an I/O error, of which no space is the usual one
  "53": "database_busy",
  "40": "database_conflict",
  "55P03": "database_conflict",
  "42501": "database_privilege",
  "25006": "database_read_only",
};

/** What the driver says without a code. */
const wordings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/timeout exceeded when trying to connect|connection timeout/i, "database_unreachable"],
  [/SASL|password must be a string/i, "database_denied"],
  [/does not support SSL|SSL connection/i, "database_unreachable"],
  [/connection terminated|not queryable|client was closed/i, "database_lost"],
];

/**
 * The catalogue's word for a failure of the database or of the way to it, or null where the error
 * is none of these: then it is a defect.
 *
 * @param where the address for people, without a password.
 */
export function explainDatabaseFailure(error: unknown, where: string): YuejieError | null {
  if (!(error instanceof Error)) return null;
  // Several addresses of one host fail together; the first tells enough.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = "code" in first ? String(first.code) : "";
  const connecting = "syscall" in first && first.syscall === "connect";
  const meaning =
    meanings[code] ??
    (isSqlState(code) ? (meanings[code.slice(0, 3)] ?? meanings[code.slice(0, 2)]) : undefined) ??
    wordings.find(([form]) => form.test(first.message))?.[1] ??
    (connecting ? "database_unreachable" : undefined);
  if (meaning === undefined) return null;
  return new YuejieError(meaning, { where, reason: first.message || code }, error);
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code);
}

/** An address without user and password, for messages. */
export function placeOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = decodeURIComponent(hostname) || searchParams.get("host") || "localhost";
  return `${host}:${port || "5432"}${decodeURIComponent(pathname)}`;
}
