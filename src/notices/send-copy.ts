import { createHash } from "node:crypto";
import { type ErrorDetails, type Language, YuejieError } from "../domain/errors.js";
import type { Connection, Database } from "../platform/database/database.js";
import { inTransaction, withSessionLock } from "../platform/database/session-lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { MailAddress, MailAttachment, Mailer } from "../platform/mail/mailer.js";
import type { SmsGateway } from "../platform/sms/sms-gateway.js";
import { type AddressBook, findAddress, type Reached } from "./addresses.js";
import { isReminder } from "./audience.js";
import { type Channel, type CopyState, nameOfRecipient, variableOf } from "./copy.js";
import { renderMail } from "./render-mail.js";
import { type CopyToSend, noticeOf } from "./resolve-notice.js";
import { smsOf } from "./sms-sentences.js";
import { oneLine } from "./words-of.js";
import type { NoticeMessage } from "./write-notice.js";

/** What a copy is sent with. Null: this process was not told of such a server. */
export interface SendOptions extends AddressBook {
  readonly mail: { readonly mailer: Mailer; readonly from: MailAddress } | null;
  readonly sms: SmsGateway | null;
  /** To one address within an hour. */
  readonly mostPerHour: number;
  /** So long is tried what may pass. */
  readonly patienceSeconds: number;
  readonly consoleUrl: string | null;
  readonly attachmentsOf: (notice: NoticeMessage) => Promise<readonly MailAttachment[]>;
  readonly signal: AbortSignal;
}

/** `stale`: it was sent before, or somebody asked for it again since. */
export type SendOutcome = Exclude<CopyState, "waiting"> | "stale";

/** Of the locks that live as long as a connection, those of copies that are being sent. */
const copyLockSpace = 22866;

const fewAttempts = 10;

interface Copy extends CopyToSend {
  readonly channel: Channel;
  readonly recipient: string;
  readonly state: CopyState;
  readonly waitedSeconds: number;
  /** Earlier ones of this round. */
  readonly attempts: number;
  readonly notice: NoticeMessage;
  readonly isDeclined: boolean;
}

/**
 * Sends one copy of a notice to one recipient by one channel: at least once, and recorded once. Whoever sends holds
 * a lock that ends with its connection; where it dies after the server has taken the message, the next one sends
 * the same again, under the same name, by which servers and readers know a double.
 *
 * Errors: what may pass, for the job to be tried again: `mail_*`, `sms_*`, `notice_limit_reached`,
 *         `notice_under_way`, `notice_channel_unset`. What is for good is recorded, not thrown.
 * Source: R-W6, R-W8.
 */
export async function sendCopy(
  database: Database,
  of: CopyToSend,
  options: SendOptions,
): Promise<SendOutcome> {
  const lock = { space: copyLockSpace, key: of.deliveryId };
  const outcome = await withSessionLock(database, lock, async (connection) => {
    const copy = await readCopy(connection, of);
    if (copy === null) return "stale" as const;
    if (copy.isDeclined) {
      const recipient = nameOfRecipient(copy.recipient);
      return end(connection, copy, ["skipped", "notice_opted_out", { recipient }]);
    }
    return attempt(connection, copy, options);
  });
  if (outcome === null) throw new YuejieError("notice_under_way", { deliveryId: of.deliveryId });
  return outcome;
}

/** Ends a copy that its job gave up for a reason that nobody foresaw. */
export async function failCopy(
  database: Database,
  copy: CopyToSend,
  failure: { readonly code: string; readonly details: ErrorDetails },
): Promise<void> {
  const { deliveryId, round } = copy;
  const details = JSON.stringify(failure.details);
  const outcome = [deliveryId, round, "failed", failure.code, details];
  await database.pool.query(sqlFile("queries/notice/end-attempt.sql"), outcome);
}

async function attempt(
  connection: Connection,
  copy: Copy,
  options: SendOptions,
): Promise<SendOutcome> {
  try {
    const reached = await findAddress(connection, copy, options);
    const messageId = messageIdOf(copy, options.mail?.from.address ?? "yuejie");
    const send = senderOf(copy, reached, { ...options, messageId });
    await begin(connection, copy, { reached, messageId, most: options.mostPerHour });
    await send();
  } catch (error) {
    if (!(error instanceof YuejieError)) throw error;
    const details = { ...error.details, key: copy.notice.key };
    // Who waits for the hour to pass is never given up.
    const isPassing = error.retryable && !isPastPatience(copy, options);
    const isOver = !isPassing && error.code !== "notice_limit_reached";
    await end(connection, copy, [isOver ? "failed" : "waiting", error.code, details]);
    if (isOver) return "failed";
    throw error;
  }
  return end(connection, copy, ["sent", null, null]);
}

/** What only waited for its hour was hardly tried yet. */
function isPastPatience({ waitedSeconds, attempts }: Copy, { patienceSeconds }: SendOptions) {
  return waitedSeconds > patienceSeconds && attempts >= fewAttempts;
}

/** Takes its place among what goes to the address within the hour. Errors: `notice_limit_reached`. */
async function begin(
  connection: Connection,
  { deliveryId, round }: Copy,
  { reached, messageId, most }: { reached: Reached; messageId: string; most: number },
): Promise<void> {
  const { hash, masked } = reached;
  const begun = await inTransaction(connection, async () => {
    await connection.query(sqlFile("queries/notice/hold-address.sql"), [hash]);
    const parameters = [deliveryId, round, hash, masked, messageId, most];
    return connection.query(sqlFile("queries/notice/begin-attempt.sql"), parameters);
  });
  if (begun.rows.length === 0) throw new YuejieError("notice_limit_reached", { most });
}

async function end<State extends CopyState>(
  connection: Connection,
  { deliveryId, round }: Copy,
  [state, reason, details]: readonly [State, string | null, ErrorDetails | null],
): Promise<State> {
  const kept = details === null ? null : JSON.stringify(details);
  const outcome = [deliveryId, round, state, reason, kept];
  await connection.query(sqlFile("queries/notice/end-attempt.sql"), outcome);
  return state;
}

/** What remains to be done once the attempt is recorded; what cannot be sent at all is told before. */
function senderOf(
  { channel, notice, recipient }: Copy,
  reached: Reached,
  options: SendOptions & { readonly messageId: string },
): () => Promise<unknown> {
  const locale: Language = reached.locale ?? notice.locale;
  const { messageId, signal, consoleUrl, mail, sms } = options;
  const { address, name } = reached;
  const unset = () =>
    new YuejieError("notice_channel_unset", {
      variable: variableOf[channel],
      key: notice.key,
    });
  if (channel === "sms") {
    if (sms === null) throw unset();
    const words = smsOf(notice.kind, notice.details, locale);
    if (words === null) throw new YuejieError("sms_template_missing", { kind: notice.kind });
    const about = { to: address, templateKey: notice.kind, locale, key: messageId.slice(1, -1) };
    return () => sms.send({ ...about, ...words }, signal);
  }
  if (mail === null) throw unset();
  const headers = headersOf(notice, recipient, mail.from);
  return async () => {
    const attachments = await attachmentsOf(notice, options);
    const texts = renderMail(notice, { locale, consoleUrl });
    await mail.mailer.send(
      { messageId, to: { name: oneLine(name), address }, headers, attachments, ...texts },
      signal,
    );
  };
}

function headersOf({ kind }: NoticeMessage, recipient: string, from: MailAddress) {
  const subject = encodeURIComponent(`unsubscribe ${recipient}`);
  return {
    // Programs that answer for somebody on holiday leave it alone.
    "Auto-Submitted": "auto-generated",
    ...(isReminder(kind) && {
      "List-Unsubscribe": `<mailto:${encodeURIComponent(from.address).replace("%40", "@")}?subject=${subject}>`,
    }),
  };
}

/** Being told weighs more than what is attached: what cannot be made any more is left out. */
async function attachmentsOf(
  notice: NoticeMessage,
  options: SendOptions,
): Promise<readonly MailAttachment[]> {
  try {
    return await options.attachmentsOf(notice);
  } catch (error) {
    if (error instanceof YuejieError && !error.retryable) return [];
    throw error;
  }
}

/** Made of what the copy is, so that it is the same whoever sends it and however often. */
function messageIdOf({ notice, channel, recipient, round }: Copy, from: string): string {
  const place = from.slice(from.lastIndexOf("@") + 1);
  const hash = createHash("sha256").update(`${channel} ${recipient}`, "utf8").digest("hex");
  return `<${notice.key}.${hash.slice(0, 12)}.${round}@${place}>`;
}

/** Null where this round is over. */
async function readCopy(connection: Connection, of: CopyToSend): Promise<Copy | null> {
  const { rows } = await connection.query(sqlFile("queries/notice/copy-to-send.sql"), [
    of.deliveryId,
  ]);
  const [row] = rows;
  if (row === undefined || row.round !== of.round) return null;
  if (row.state !== "waiting" && row.state !== "failed") return null;
  const notice = noticeOf(row);
  const { channel, recipient, state, attempts, waited_seconds: waitedSeconds } = row;
  const declined = await connection.query(sqlFile("queries/notice/opted-out.sql"), [[recipient]]);
  const isDeclined = isReminder(notice.kind) && declined.rows.length > 0;
  return { ...of, channel, recipient, state, attempts, waitedSeconds, notice, isDeclined };
}
