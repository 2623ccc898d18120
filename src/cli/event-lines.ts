import type { Log, LogFields } from "../domain/log.js";
import type { Output } from "./output.js";

/** Tells events as JSON, one a line, on stderr. */
export function eventLines(output: Output): Log {
  const tell =
    (level: "info" | "warn" | "error") =>
    (fields: LogFields, message: string): void =>
      output.note(JSON.stringify({ time: new Date().toISOString(), level, ...fields, message }));
  return { info: tell("info"), warn: tell("warn"), error: tell("error") };
}
