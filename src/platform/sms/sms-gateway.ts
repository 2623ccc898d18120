/** A short message to one mobile. */
export interface Sms {
  /** E.164: `+8613900000001`. */
  readonly to: string;
  /** The kind of the notice, by which a gateway finds its template. */
  readonly templateKey: string;
  readonly locale: "zh-CN" | "en";
  /** The whole text, for gateways that send texts. */
  readonly text: string;
  /** What the template's places are filled with, in their order; none is empty. */
  readonly parameters: readonly string[];
  /** The same for every copy of the message. */
  readonly key: string;
}

/** Sends short messages. */
export interface SmsGateway {
  /** `host:port`. */
  readonly where: string;
  /**
   * Resolves when the gateway has taken the message, with its own name for it, if it gives one.
   *
   * Errors: `sms_unreachable`, `sms_sign_in_refused`, `sms_put_off` may pass; `sms_refused` and
   *         `sms_template_missing` are for good.
   */
  send(sms: Sms, signal: AbortSignal): Promise<{ id: string | null }>;
}

/** Where short messages are handed in, and how requests are signed. */
export type SmsPlace =
  | {
      readonly kind: "signed";
      readonly url: string;
      readonly key: string;
      readonly secret: string;
    }
  | {
      readonly kind: "huawei";
      /** Scheme, host and port. */
      readonly base: string;
      readonly appKey: string;
      readonly appSecret: string;
      /** The channel of the signature. */
      readonly sender: string;
      readonly signature: string;
      /** Template ids by `kind`, `kind.en` or `kind.zh-CN`; `*` serves every other. */
      readonly templates: Readonly<Record<string, string>>;
    };

/** What a gateway is made with; time and chance are those of the real world, and put in by tests. */
export interface SmsSurroundings {
  readonly now: () => Date;
  readonly nonce: () => string;
  readonly answerMs: number;
}

/**
 * A mobile number as gateways want it; null where it is none. Numbers of the mainland may be written without the
 * country code.
 */
export function internationalMobile(text: string): string | null {
  const digits = text.replace(/[ -]/g, "").replace(/^00/, "+");
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`;
  if (/^861[3-9]\d{9}$/.test(digits)) return `+${digits}`;
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}
