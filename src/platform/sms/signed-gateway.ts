import { createHash, createHmac } from "node:crypto";
import { YuejieError } from "../../domain/errors.js";
import { callGateway } from "./call-gateway.js";
import type { Sms, SmsGateway, SmsPlace, SmsSurroundings } from "./sms-gateway.js";

const algorithm = "YUEJIE-HMAC-SHA256";

/** What is signed: whoever holds the secret says when, where, for which message, and what. */
export interface SignedParts {
  /** Path and query, as they stand in the request. */
  readonly target: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly idempotencyKey: string;
  readonly body: string;
}

/**
 * An HTTP gateway whose requests are signed by HMAC-SHA256, as `docs/operations.md` describes. 2xx: taken; 401 and
 * 403: our key or signature; 400, 404, 405, 409, 410, 413, 415, 422: refused for good; any other answer may pass.
 */
export function openSignedGateway(
  { url, key, secret }: Extract<SmsPlace, { kind: "signed" }>,
  { now, nonce, answerMs }: SmsSurroundings,
): SmsGateway {
  const { host, pathname, search } = new URL(url);
  const where = host;
  return {
    where,
    send: async (sms, signal) => {
      const parts: SignedParts = {
        target: `${pathname}${search}`,
        timestamp: String(Math.floor(now().getTime() / 1_000)),
        nonce: nonce(),
        idempotencyKey: sms.key,
        body: bodyOf(sms),
      };
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "idempotency-key": parts.idempotencyKey,
        "x-timestamp": parts.timestamp,
        "x-nonce": parts.nonce,
        authorization: `${algorithm} key=${key}, signature=${signatureOf(secret, parts)}`,
      };
      const request = { url, headers, body: parts.body };
      const { status, body } = await callGateway(request, { where, answerMs, signal });
      if (status >= 200 && status < 300) return { id: idOf(body) };
      throw failureOf(status, where);
    },
  };
}

/** Hex, lower case. */
export function signatureOf(secret: string, parts: SignedParts): string {
  const { target, timestamp, nonce, idempotencyKey, body } = parts;
  const hash = createHash("sha256").update(body, "utf8").digest("hex");
  const canonical = [algorithm, "POST", target, timestamp, nonce, idempotencyKey, hash].join("\n");
  return createHmac("sha256", secret).update(canonical, "utf8").digest("hex");
}

function bodyOf({ to, templateKey, locale, text, parameters }: Sms): string {
  return JSON.stringify({ to, template: templateKey, locale, text, parameters });
}

const refusals = new Set([400, 404, 405, 409, 410, 413, 415, 422]);

function failureOf(status: number, where: string): YuejieError {
  const reply = `HTTP ${status}`;
  if (status === 401 || status === 403) {
    return new YuejieError("sms_sign_in_refused", { where, reply });
  }
  if (refusals.has(status)) return new YuejieError("sms_refused", { reply });
  return new YuejieError("sms_put_off", { where, reply });
}

function idOf(body: unknown): string | null {
  const id = (body as { id?: unknown } | null)?.id;
  return typeof id === "string" && /^[\x21-\x7e]{1,200}$/.test(id) ? id : null;
}
