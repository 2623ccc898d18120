import { join } from "node:path";
import type { Parts } from "./compose.js";
import { type ErrorDetails, YuejieError } from "./domain/errors.js";
import type { AddressBook } from "./notices/addresses.js";
import type { Channel } from "./notices/copy.js";
import type { CopyFilter, CopyRow } from "./notices/list-copies.js";
import type { PlanOptions } from "./notices/plan-copies.js";
import type { CopyToSend, RequestSend } from "./notices/resolve-notice.js";
import type { SendOptions, SendOutcome } from "./notices/send-copy.js";
import type { NoticeMessage } from "./notices/write-notice.js";
import { actorFor } from "./offer-people.js";
import type { MailAttachment, Mailer } from "./platform/mail/mailer.js";
import type { SmsGateway } from "./platform/sms/sms-gateway.js";
import { restWhileAway } from "./rest-while-away.js";

/** What people are told by e-mail and SMS (R-W6, R-W8). */
export interface NoticeFeatures {
  /** Finds the recipients of a notice and asks for their copies; the path of its file, if it is kept as one. */
  deliver(message: NoticeMessage): Promise<{ path: string | null }>;
  /** Errors: what may pass; what is for good is on record. */
  send(of: CopyToSend & { signal: AbortSignal }): Promise<SendOutcome>;
  /** Records that a copy was given up. */
  giveUp(of: CopyToSend, failure: { code: string; details: ErrorDetails }): Promise<void>;
  list(filter: CopyFilter): AsyncGenerator<CopyRow>;
  /** How many notices no worker has taken up yet: they have no copies. */
  countUndelivered(): Promise<number>;
  /** Each notice by itself: one that cannot be sent again keeps no other from it. */
  resend(of: { key: string } | "failed", actor: string): Promise<ResendResult>;
  /** Who wants reminders, and who does not. */
  chooseReminders(options: { name: string; optedOut: boolean; actor: string }): Promise<{
    recipient: string;
    optedOut: boolean;
    changed: boolean;
  }>;
}

export interface ResendResult {
  /** Keys of notices of which copies wait again. */
  readonly resent: readonly string[];
  readonly refused: readonly { readonly key: string; readonly error: YuejieError }[];
}

/** So long is tried what may pass: a long weekend. */
const patienceSeconds = 4 * 24 * 3_600;

export function offerNotices(parts: Parts): NoticeFeatures {
  const { clock, config } = parts;
  const servers = openServers(parts);
  return {
    deliver: async (message) => {
      const { resolveNotice } = await import("./notices/resolve-notice.js");
      const folder = join(config.home, "outbox");
      const options = { ...(await planOptions(parts)), folder, requestSend };
      return resolveNotice(await parts.database(), message, options);
    },
    send: async ({ signal, ...copy }) => {
      const { sendCopy } = await import("./notices/send-copy.js");
      const { notices } = await parts.settings();
      const { mostPerHour, consoleUrl } = notices;
      const from = config.mail?.from;
      const mailer = await servers.mailer();
      const options: SendOptions = {
        ...(await addressBook(parts)),
        ...{ mostPerHour, consoleUrl, patienceSeconds, signal },
        attachmentsOf: (notice) => attachmentsOf(parts, notice),
        mail: mailer === null || from === undefined ? null : { mailer, from },
        sms: await servers.gateway(),
      };
      return sendCopy(await parts.database(), copy, options);
    },
    giveUp: async (copy, failure) => {
      const { failCopy } = await import("./notices/send-copy.js");
      await failCopy(await parts.database(), copy, failure);
    },
    list: async function* (filter) {
      const { listCopies } = await import("./notices/list-copies.js");
      yield* listCopies(await parts.database(), filter);
    },
    countUndelivered: async () => {
      const { countWaiting } = await import("./outbox/open-messages.js");
      return countWaiting(await parts.database(), "deliver-notice");
    },
    resend: (of, actor) => resend(parts, of, actor),
    chooseReminders: async ({ name, optedOut, actor }) => {
      const { chooseReminders, findRecipient } = await import("./notices/opt-out.js");
      const database = await parts.database();
      const recipient = await findRecipient(database.pool, name);
      const by = await whoChooses(parts, recipient, actor);
      const options = { recipient, optedOut, actor: by, now: clock.now() };
      return { recipient, optedOut, ...(await chooseReminders(database, options)) };
    },
  };
}

/** Opened with the first copy that needs them, and kept. */
function openServers({ config, signal }: Parts) {
  let mailer: Mailer | null = null;
  let gateway: SmsGateway | null = null;
  return {
    mailer: async (): Promise<Mailer | null> => {
      if (config.mail === null || mailer !== null) return mailer;
      const { server, from } = config.mail;
      const { openMailer } = await import("./platform/mail/smtp-mailer.js");
      mailer ??= restWhileAway(openMailer(server, from));
      signal.addEventListener("abort", () => mailer?.close(), { once: true });
      return mailer;
    },
    gateway: async (): Promise<SmsGateway | null> => {
      if (config.sms === null || gateway !== null) return gateway;
      const { openSmsGateway } = await import("./platform/sms/open-gateway.js");
      gateway ??= restWhileAway(openSmsGateway(config.sms));
      return gateway;
    },
  };
}

/** Who is asked for an invoice gets the invoice list with it (spec §7 step 4). */
async function attachmentsOf(
  parts: Parts,
  { kind, details }: NoticeMessage,
): Promise<readonly MailAttachment[]> {
  if (kind !== "invoice_wanted" || !("statementNo" in details)) return [];
  const { makeInvoiceLists } = await import("./lifecycle/invoice/write-invoice-lists.js");
  const { company } = await parts.settings();
  const options = { statementNos: [details.statementNo], company, actor: null };
  const lists = await makeInvoiceLists(await parts.database(), options);
  return lists.map(({ name, pdf }) => ({
    fileName: `${name}.pdf`,
    contentType: "application/pdf",
    content: pdf,
  }));
}

async function addressBook(parts: Parts): Promise<AddressBook> {
  const { notices } = await parts.settings();
  return { staffEmails: notices.staffEmails, keys: () => parts.encryptionKeys() };
}

async function planOptions(parts: Parts): Promise<PlanOptions> {
  const { mail, sms } = parts.config;
  const channels = new Set<Channel>();
  if (mail !== null) channels.add("email");
  if (sms !== null) channels.add("sms");
  return { ...(await addressBook(parts)), channels };
}

const requestSend: RequestSend = async (connection, copies) => {
  const { writeOutbox } = await import("./outbox/message.js");
  const messages = copies.map((copy) => ({
    topic: "send-notice",
    key: `${copy.deliveryId}-${copy.round}`,
    payload: copy,
  }));
  await writeOutbox(connection, ...messages);
};

async function resend(
  parts: Parts,
  of: { key: string } | "failed",
  actor: string,
): Promise<ResendResult> {
  await actorFor(parts, actor, "resend_notices");
  const { askAgain, listFailedNotices } = await import("./notices/ask-again.js");
  const database = await parts.database();
  const options = { ...(await planOptions(parts)), requestSend };
  const keys = of === "failed" ? await listFailedNotices(database) : [of.key];
  const resent: string[] = [];
  const refused: { key: string; error: YuejieError }[] = [];
  for (const key of keys) {
    try {
      await askAgain(database, key, options);
      resent.push(key);
    } catch (error) {
      if (!(error instanceof YuejieError)) throw error;
      refused.push({ key, error });
    }
  }
  return { resent, refused };
}

/** Everybody says for themselves, a partner user for its settlee; for others it is a duty. */
async function whoChooses(parts: Parts, recipient: string, actor: string): Promise<string> {
  const { findPerson } = await import("./lifecycle/person.js");
  const person = await findPerson((await parts.database()).pool, actor);
  const own = [`user:${person.name}`, `settlee:${person.settleeNo ?? ""}`];
  if (person.roles === null || own.includes(recipient)) return person.name;
  return actorFor(parts, actor, "choose_reminders");
}
