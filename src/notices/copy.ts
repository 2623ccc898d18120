import type { ErrorCode, ErrorDetails } from "../domain/errors.js";

export type Channel = "email" | "sms";

export type CopyState = "waiting" | "sent" | "failed" | "skipped";

/** The variable that opens a channel. */
export const variableOf: Readonly<Record<Channel, string>> = { email: "SMTP_URL", sms: "SMS_URL" };

/** A copy of a notice as it is planned: to whom, by what, and whether it is to go. */
export interface PlannedCopy {
  readonly channel: Channel;
  /** `settlee:<number>`, `user:<name>` or `address:<hash>`. */
  readonly recipient: string;
  readonly state: CopyState;
  readonly addressMasked: string;
  /** Why it does not go; null: it goes. */
  readonly reason: ErrorCode | null;
  readonly reasonDetails: ErrorDetails | null;
}

/** How people are named to people: addresses of the settings have no name. */
export function nameOfRecipient(recipient: string): string {
  return recipient.startsWith("address:") ? "staff" : recipient.replace(/^(settlee|user):/, "");
}
