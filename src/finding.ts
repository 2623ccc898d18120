import type { YuejieError } from "./domain/errors.js";

/** What `doctor` looks at. */
export type CheckName =
  | "node"
  | "clock"
  | "home"
  | "disk"
  | "settings"
  | "keys"
  | "database"
  | "schema"
  | "queue"
  | "calendar"
  | "schedule"
  | "inbox"
  | "mail"
  | "sms"
  | "notices";

/** What was found at one place. Facts are for people and programs alike; trouble says what to do. */
export interface Finding {
  readonly check: CheckName;
  readonly state: "fine" | "notice" | "trouble";
  readonly facts: Readonly<Record<string, string | number>>;
  readonly trouble: YuejieError | null;
}
