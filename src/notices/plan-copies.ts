import { YuejieError } from "../domain/errors.js";
import type { NoticeDetails, NoticeKind } from "../domain/notice.js";
import type { Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type AddressBook, findAddress, referenceOf } from "./addresses.js";
import { allStaff, audienceOf, isReminder } from "./audience.js";
import { type Channel, nameOfRecipient, type PlannedCopy, variableOf } from "./copy.js";

/** What is to be told to whom. */
export interface ToBeTold {
  readonly kind: NoticeKind;
  /** `staff` or `settlee:<number>`. */
  readonly to: string;
  readonly details: NoticeDetails[NoticeKind];
}

export interface PlanOptions extends AddressBook {
  /** Those that this installation can send by. */
  readonly channels: ReadonlySet<Channel>;
}

/**
 * Finds who is told of something, and by what: a settlee by every channel that it has an address for, staff by
 * e-mail. Two references to one address are one copy.
 *
 * Shape:  what does not go is in the plan too, with the reason; empty where there is nobody.
 * Source: R-W8.
 */
export async function planCopies(
  queryable: Queryable,
  notice: ToBeTold,
  options: PlanOptions,
): Promise<readonly PlannedCopy[]> {
  const copies = notice.to.startsWith("settlee:")
    ? await planForSettlee(queryable, notice.to, options)
    : await planForStaff(queryable, notice, options);
  if (!isReminder(notice.kind)) return copies;
  const recipients = [...new Set(copies.map(({ recipient }) => recipient))];
  const { rows } = await queryable.query(sqlFile("queries/notice/opted-out.sql"), [recipients]);
  const out = new Set(rows.map((row) => row.recipient));
  return copies.map((copy) => (out.has(copy.recipient) ? declined(copy) : copy));
}

/** Whether somebody of the plan is left whom nothing reaches: then the notice is kept as a file. */
export function leavesSomebodyUntold(copies: readonly PlannedCopy[]): boolean {
  const told = new Set(copies.filter(isTold).map(({ recipient }) => recipient));
  return copies.length === 0 || copies.some(({ recipient }) => !told.has(recipient));
}

function isTold({ state, reason }: PlannedCopy): boolean {
  return state === "waiting" || reason === "notice_opted_out";
}

async function planForSettlee(
  queryable: Queryable,
  recipient: string,
  options: PlanOptions,
): Promise<PlannedCopy[]> {
  const copies: PlannedCopy[] = [];
  for (const channel of ["email", "sms"] as const) {
    const copy = await planCopy(queryable, { channel, recipient }, options);
    if (copy !== null) copies.push(copy);
  }
  if (copies.length > 0) return copies;
  // Its addresses were taken away after it was sent to: this has to be seen.
  const reasonDetails = { recipient: nameOfRecipient(recipient) };
  const missing = { reason: "notice_address_missing", reasonDetails } as const;
  return [{ channel: "email", recipient, state: "failed", addressMasked: "", ...missing }];
}

async function planForStaff(
  queryable: Queryable,
  { kind, details }: ToBeTold,
  options: PlanOptions,
): Promise<PlannedCopy[]> {
  const { roles, department, hasAddresses } = audienceOf(kind, details);
  const { rows } = await queryable.query(sqlFile("queries/notice/users-of-roles.sql"), [
    ...[roles, department],
  ]);
  const byAddress = new Map<string, string>();
  for (const { user_name, email } of rows) {
    if (!byAddress.has(referenceOf(email))) byAddress.set(referenceOf(email), `user:${user_name}`);
  }
  for (const email of hasAddresses ? options.staffEmails : []) {
    const reference = referenceOf(email);
    if (!byAddress.has(reference)) byAddress.set(reference, reference);
  }
  const copies: PlannedCopy[] = [];
  for (const recipient of byAddress.values()) {
    const copy = await planCopy(queryable, { channel: "email", recipient }, options);
    if (copy !== null) copies.push(copy);
  }
  return copies;
}

/** Null where there is no address; one that cannot be read or written to is a copy that failed. */
async function planCopy(
  queryable: Queryable,
  of: { channel: Channel; recipient: string },
  options: PlanOptions,
): Promise<PlannedCopy | null> {
  const isOpen = options.channels.has(of.channel);
  const unset = { variable: variableOf[of.channel] };
  const left = { state: "skipped", reason: "notice_channel_unset", reasonDetails: unset } as const;
  try {
    const { masked: addressMasked } = await findAddress(queryable, of, options);
    if (!isOpen) return { ...of, ...left, addressMasked };
    return { ...of, state: "waiting", addressMasked, reason: null, reasonDetails: null };
  } catch (error) {
    // A key that is missing concerns mobile numbers: mail goes all the same.
    if (!(error instanceof YuejieError) || error.retryable) throw error;
    if (error.code === "notice_address_missing") return null;
    if (!isOpen) return { ...of, ...left, addressMasked: "" };
    const { code: reason, details: reasonDetails } = error;
    return { ...of, state: "failed", addressMasked: "", reason, reasonDetails };
  }
}

function declined(copy: PlannedCopy): PlannedCopy {
  const reasonDetails = { recipient: nameOfRecipient(copy.recipient) };
  return { ...copy, state: "skipped", reason: "notice_opted_out", reasonDetails };
}

/** How many people among staff may be told something by e-mail. */
export async function countStaff(
  queryable: Queryable,
  staffEmails: readonly string[],
): Promise<number> {
  const { rows } = await queryable.query(sqlFile("queries/notice/users-of-roles.sql"), [
    ...[allStaff, null],
  ]);
  const references = [...rows.map(({ email }) => email), ...staffEmails].map(referenceOf);
  return new Set(references).size;
}
