import { createHash } from "node:crypto";
import { YuejieError } from "../../domain/errors.js";
import { callGateway } from "./call-gateway.js";
import type { Sms, SmsGateway, SmsPlace, SmsSurroundings } from "./sms-gateway.js";

/**
 * Huawei Cloud's Message & SMS: `POST /sms/batchSendSms/v1`, signed in by its WSSE header. It knows no key that
 * would tell a second copy: where its answer does not come, the message is sent again and may arrive twice.
 *
 * Source: MSGSMS API reference, sms_05_0001, sms_05_0046, sms_05_0050.
 */
export function openHuaweiGateway(
  place: Extract<SmsPlace, { kind: "huawei" }>,
  { now, nonce, answerMs }: SmsSurroundings,
): SmsGateway {
  const where = new URL(place.base).host;
  return {
    where,
    send: async (sms, signal) => {
      const created = now()
        .toISOString()
        .replace(/\.\d{3}Z$/, "Z");
      const wsse = wsseHeader(place, { nonce: nonce(), created });
      const request = {
        url: `${place.base}/sms/batchSendSms/v1`,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization: 'WSSE realm="SDP",profile="UsernameToken",type="Appkey"',
          "x-wsse": wsse,
        },
        body: bodyOf(place, sms),
      };
      const { status, body } = await callGateway(request, { where, answerMs, signal });
      return judge(status, body, where);
    },
  };
}

type Account = Pick<Extract<SmsPlace, { kind: "huawei" }>, "appKey" | "appSecret">;

/** The digest is the base64 of the hash in hexadecimal, as in the reference's own example. */
export function wsseHeader(
  { appKey, appSecret }: Account,
  { nonce, created }: { nonce: string; created: string },
): string {
  const hash = createHash("sha256").update(`${nonce}${created}${appSecret}`, "utf8").digest("hex");
  const digest = Buffer.from(hash, "ascii").toString("base64");
  return (
    `UsernameToken Username="${appKey}",PasswordDigest="${digest}",` +
    `Nonce="${nonce}",Created="${created}"`
  );
}

function bodyOf(place: Extract<SmsPlace, { kind: "huawei" }>, sms: Sms): string {
  const { templates, sender, signature } = place;
  const { templateKey, locale, parameters, to } = sms;
  const templateId =
    templates[`${templateKey}.${locale}`] ?? templates[templateKey] ?? templates["*"];
  if (templateId === undefined)
    throw new YuejieError("sms_template_missing", { kind: templateKey });
  return new URLSearchParams({
    from: sender,
    to,
    templateId,
    templateParas: parameters.length === 0 ? "" : JSON.stringify(parameters),
    statusCallback: "",
    signature,
  }).toString();
}

const success = "000000";
/** Its own states of overload and of a clock that is judged anew with the next header. */
const passing = new Set(["E000000", "E000110", "E200015", "E200038"]);
/** What is wrong with us or our account would be wrong with every message. */
const ofTheAccount = /^E(0000[0-4]\d|000[16]\d\d|200018|200027|200036)$/;

/** Taken only where the answer and the number's own state both say so; errors come with any HTTP status. */
function judge(status: number, body: unknown, where: string): { id: string | null } {
  const { code, result } = (body ?? {}) as { code?: unknown; result?: unknown };
  const [first] = Array.isArray(result)
    ? (result as { status?: unknown; smsMsgId?: unknown }[])
    : [];
  if (code === success && first?.status === success) {
    return { id: typeof first.smsMsgId === "string" ? first.smsMsgId : null };
  }
  // E000510 says that the number's own state tells.
  const isOfNumber = code === success || code === "E000510";
  const named = String((isOfNumber ? first?.status : code) ?? `HTTP ${status}`);
  const reply = /^[A-Z0-9 ]{1,20}$/.test(named) ? named : `HTTP ${status}`;
  if (passing.has(reply)) throw new YuejieError("sms_put_off", { where, reply });
  if (ofTheAccount.test(reply)) throw new YuejieError("sms_sign_in_refused", { where, reply });
  if (/^E\d{6}$/.test(reply)) throw new YuejieError("sms_refused", { reply });
  if (status === 401 || status === 403 || status === 404) {
    throw new YuejieError("sms_sign_in_refused", { where, reply });
  }
  throw new YuejieError("sms_put_off", { where, reply });
}
