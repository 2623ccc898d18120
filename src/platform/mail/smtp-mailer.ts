import { createTransport, type NodemailerError } from "nodemailer";
import { YuejieError } from "../../domain/errors.js";
import type { Mail, MailAddress, Mailer, MailServer } from "./mailer.js";

/** How long a server may take: to answer at first, to go on, and for one message in all. */
export interface MailPatience {
  readonly connectMs: number;
  readonly idleMs: number;
  readonly messageMs: number;
}

export const usualPatience: MailPatience = { connectMs: 10_000, idleMs: 20_000, messageMs: 45_000 };

/** Connections are used again for what follows soon, and keep no process from ending. */
const keptMs = 2_000;

/**
 * Opens a mailer; the first message connects.
 *
 * Nothing is sent a second time by itself: whether a copy may be doubled is for the caller to say. Neither files
 * nor addresses of the web are ever read into a message.
 */
export function openMailer(
  server: MailServer,
  from: MailAddress,
  patience: MailPatience = usualPatience,
): Mailer {
  const { host, port, tls, user, password } = server;
  const where = `${host}:${port}`;
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    maxRequeues: 0,
    idleTimeout: keptMs,
    host,
    port,
    secure: tls === "start",
    requireTLS: tls === "required",
    ignoreTLS: tls === "off",
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    socketTimeout: patience.idleMs,
    socketCloseTimeout: 500,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user !== null && { auth: { user, pass: password ?? "" }, forceAuth: true }),
  });
  return {
    where,
    send: async (mail, signal) => {
      try {
        await transport.sendMail({
          ...messageOf(mail),
          from: { ...from },
          signal: AbortSignal.any([signal, AbortSignal.timeout(patience.messageMs)]),
        });
      } catch (error) {
        throw failureOf(error as NodemailerError, where);
      }
    },
    verify: async () => {
      try {
        await transport.verify();
      } catch (error) {
        throw failureOf(error as NodemailerError, where);
      }
    },
    close: () => transport.close({ force: true }),
  };
}

/** Addresses are objects: as text they would be parsed as lists. */
function messageOf({ messageId, to, subject, text, html, headers, attachments }: Mail) {
  return {
    messageId,
    to: { ...to },
    subject,
    text,
    html,
    headers: { ...headers },
    xMailer: false as const,
    attachments: attachments.map(({ fileName, contentType, content }) => ({
      filename: fileName,
      contentType,
      content: Buffer.from(content),
    })),
  };
}

/** What the message itself is refused for, without any reply of the server's. */
const refusedByItself = new Set(["EENVELOPE", "EMESSAGE", "EMAXRECIPIENTS"]);

/**
 * What a failure means. Only what the server says of the recipient or the content is for good; what it says of us
 * would be said of every message, and heals when the settings do.
 */
function failureOf(error: NodemailerError, where: string): YuejieError {
  const { code, command, responseCode, permanent } = error;
  const reply = replyOf(error);
  const isSignIn = code === "EAUTH" || code === "ENOAUTH" || responseCode === 530;
  if (isSignIn && permanent !== false) {
    return new YuejieError("mail_sign_in_refused", { where, reply }, error);
  }
  if (responseCode === undefined) {
    if (code !== undefined && refusedByItself.has(code)) {
      return new YuejieError("mail_refused", { reply }, error);
    }
    return new YuejieError("mail_unreachable", { where, reason: reply }, error);
  }
  if (permanent === false || isSignIn)
    return new YuejieError("mail_put_off", { where, reply }, error);
  if (command === "RCPT TO" || command === "DATA") {
    return new YuejieError("mail_refused", { reply }, error);
  }
  if (command === "MAIL FROM") {
    return new YuejieError("mail_sender_refused", { where, reply }, error);
  }
  return new YuejieError("mail_unreachable", { where, reason: reply }, error);
}

/** Codes only: the server's words may hold addresses. */
function replyOf({
  code,
  response,
  responseCode,
  originalCode,
  timeoutType,
}: NodemailerError): string {
  const [coded] = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response ?? "") ?? [];
  const word = timeoutType ?? originalCode ?? code ?? "?";
  return (
    coded?.replace("-", " ") ?? (responseCode === undefined ? String(word) : `${responseCode}`)
  );
}
