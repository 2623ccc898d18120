/** Where mail is handed in. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `start`: from the first byte; `required`: the connection is refused without; `off`: none is tried. */
  readonly tls: "start" | "required" | "off";
  readonly user: string | null;
  readonly password: string | null;
}

export interface MailAddress {
  /** Empty: none is shown. */
  readonly name: string;
  readonly address: string;
}

export interface MailAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** A message to one recipient. */
export interface Mail {
  /** The same for every copy of it: `<…@…>`. */
  readonly messageId: string;
  readonly to: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly MailAttachment[];
}

/** Hands mail in. */
export interface Mailer {
  /** `host:port`. */
  readonly where: string;
  /**
   * Resolves when the server has taken the message.
   *
   * Errors: `mail_unreachable`, `mail_sign_in_refused`, `mail_sender_refused`, `mail_put_off` may pass; whether the
   *         server took it all the same is not known then. `mail_refused`: for good.
   */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
  /** Connects and signs in. Errors: as `send`. */
  verify(): Promise<void>;
  /** Lets go of connections that nobody uses. */
  close(): void;
}

/** One address, as it is put into an envelope: ASCII, nothing that a header or a list of addresses would obey. */
export function isMailAddress(text: string): boolean {
  const form = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
  return text.length <= 254 && form.test(text);
}
