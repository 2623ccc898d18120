/** Where workers and schedulers tell what they do: for programs first, one event a line. */
export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Identifiers and counts; never a secret, never personal data. */
export type LogFields = Readonly<Record<string, unknown>>;
