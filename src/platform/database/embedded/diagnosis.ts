import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { YuejieError } from "../../../domain/errors.js";

/** At most this much of the end of a log is looked at. */
const windowBytes = 16_384;

/** What a log says after an offset, in bytes. */
export function logSince(path: string, offset: number): string {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    const start = Math.max(offset, size - windowBytes);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(handle, buffer, 0, buffer.length, start);
    return buffer.toString("utf8");
  } finally {
    closeSync(handle);
  }
}

export function saysPortTaken(output: string): boolean {
  return /could not bind|address already in use/i.test(output);
}

/** Backends of a server that died are still there, or were a moment ago. */
export function saysStillInUse(output: string): boolean {
  return /pre-existing shared memory|another postmaster|another server might be running/i.test(
    output,
  );
}

/** The uid has no name in the system's list of users. */
export function saysUserUnknown(output: string): boolean {
  return /could not look up effective user/i.test(output);
}

/** The one sentence for what Postgres' own programs said when they failed. */
export function troubleOf(output: string, place: { folder: string; log: string }): YuejieError {
  const reason = lastComplaint(output);
  const details = { ...place, reason };
  if (/no space left on device|disk quota exceeded|wrote only \d+ of/i.test(output)) {
    return new YuejieError("embedded_disk_full", details);
  }
  if (/^unshare: /m.test(output)) return new YuejieError("embedded_root", details);
  if (/permission denied|operation not permitted|read-only file system/i.test(output)) {
    return new YuejieError("embedded_folder", details);
  }
  const damage =
    /PANIC:|could not locate a valid checkpoint|invalid data in|could not open (control )?file|incorrect checksum|is not a (valid|database cluster)|contains a PG_|could not find the database system|no such file|required WAL|incompatible/i;
  if (damage.test(output)) return new YuejieError("embedded_damaged", details);
  return new YuejieError("embedded_not_started", details);
}

/** The newest line that says what is wrong, without the time and process in front of it. */
function lastComplaint(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const strong = lines.filter((line) => /(PANIC|FATAL|error|unshare):/i.test(line));
  const line = strong.at(0) ?? lines.at(-1) ?? "no message";
  return line.replace(/^.*?(PANIC|FATAL|LOG|error|unshare): *|^postgres: |^but /i, "").trim();
}
