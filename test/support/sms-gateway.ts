import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a gateway took: texts of signed gateways, templates of Huawei's. */
export interface TakenSms {
  readonly to: string;
  readonly template: string;
  readonly text: string;
  readonly parameters: readonly string[];
  readonly key: string;
}

export interface TestSmsGateway {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly taken: TakenSms[];
  /** Why requests were refused. */
  readonly refused: string[];
  /** Answers instead of taking; null: takes. */
  answer: (() => { status: number; body: string } | "hangs") | null;
  stop(): Promise<void>;
}

type Judge = (request: IncomingMessage, body: string) => TakenSms | string;

/** As `docs/operations.md` tells gateways to check requests, written apart from what signs them. */
export function signedSmsGateway(
  account: { key: string; secret: string },
  now: () => Date = () => new Date(),
): Promise<TestSmsGateway> {
  const nonces = new Set<string>();
  const judge: Judge = (request, body) => {
    const { headers } = request;
    const said = /^YUEJIE-HMAC-SHA256 key=([^,]+), signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
    const timestamp = String(headers["x-timestamp"]);
    const nonce = String(headers["x-nonce"]);
    const key = String(headers["idempotency-key"]);
    if (said === null || said[1] !== account.key) return "key";
    if (Math.abs(Number(timestamp) - now().getTime() / 1_000) > 300) return "stale";
    const hash = createHash("sha256").update(body).digest("hex");
    const text = `YUEJIE-HMAC-SHA256\nPOST\n${request.url}\n${timestamp}\n${nonce}\n${key}\n${hash}`;
    const right = createHmac("sha256", account.secret).update(text).digest();
    if (!timingSafeEqual(right, Buffer.from(said[2] ?? "", "hex"))) return "signature";
    if (nonces.has(nonce)) return "replay";
    nonces.add(nonce);
    const { to, template, text: told, parameters } = JSON.parse(body);
    return { to, template, text: told, parameters, key };
  };
  const answerOf = (judged: TakenSms | string, taken: TakenSms[]) => {
    if (typeof judged === "string") return { status: 401, body: `{"error":"${judged}"}` };
    const known = taken.find(({ key }) => key === judged.key);
    if (known === undefined) taken.push(judged);
    return { status: 200, body: JSON.stringify({ id: `m-${judged.key.length}` }) };
  };
  return open(judge, answerOf);
}

/** Huawei's, as its reference describes it: both forms of the digest are right. */
export function huaweiSmsGateway(
  account: { key: string; secret: string; sender: string },
  now: () => Date = () => new Date(),
): Promise<TestSmsGateway> {
  const nonces = new Set<string>();
  const judge: Judge = (request, body) => {
    const { headers, url } = request;
    if (url !== "/sms/batchSendSms/v1") return "E000404";
    if (headers["content-type"] !== "application/x-www-form-urlencoded") return "E000040";
    if (headers.authorization !== 'WSSE realm="SDP",profile="UsernameToken",type="Appkey"')
      return "E000001";
    const form =
      /^UsernameToken Username="([^"]+)",PasswordDigest="([^"]+)",Nonce="([0-9A-Za-z]{1,128})",Created="(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"$/;
    const [, user, digest, nonce = "", created = ""] = form.exec(String(headers["x-wsse"])) ?? [];
    if (user !== account.key) return "E000021";
    if (Math.abs(now().getTime() - Date.parse(created)) > 8 * 3_600_000) return "E000110";
    const hash = createHash("sha256")
      .update(nonce + created + account.secret)
      .digest();
    const right = [Buffer.from(hash.toString("hex")).toString("base64"), hash.toString("base64")];
    if (digest === undefined || !right.includes(digest)) return "E000103";
    if (nonces.has(nonce)) return "E000022";
    nonces.add(nonce);
    const fields = new URLSearchParams(body);
    const to = fields.get("to") ?? "";
    if (fields.get("from") !== account.sender || !/^\+\d{7,20}$/.test(to)) return "E000503";
    const parameters = JSON.parse(fields.get("templateParas") || "[]");
    const template = fields.get("templateId") ?? "";
    return { to, template, text: fields.get("signature") ?? "", parameters, key: nonce };
  };
  const answerOf = (judged: TakenSms | string, taken: TakenSms[]) => {
    if (typeof judged === "string") {
      return { status: 400, body: JSON.stringify({ code: judged, description: "no" }) };
    }
    taken.push(judged);
    const result = [{ originTo: judged.to, smsMsgId: "h-1", status: "000000" }];
    return { status: 200, body: JSON.stringify({ code: "000000", description: "ok", result }) };
  };
  return open(judge, answerOf);
}

async function open(
  judge: Judge,
  answerOf: (judged: TakenSms | string, taken: TakenSms[]) => { status: number; body: string },
): Promise<TestSmsGateway> {
  const taken: TakenSms[] = [];
  const refused: string[] = [];
  const it = { answer: null as TestSmsGateway["answer"] };
  const server: Server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const special = it.answer?.();
    if (special === "hangs") return;
    const judged = judge(request, body);
    if (typeof judged === "string") refused.push(judged);
    const { status, body: text } = special ?? answerOf(judged, taken);
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(it, {
    host: `127.0.0.1:${port}`,
    taken,
    refused,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
