import { YuejieError } from "./domain/errors.js";
import { isMailAddress, type MailAddress, type MailServer } from "./platform/mail/mailer.js";
import type { SmsPlace } from "./platform/sms/sms-gateway.js";

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * Reads `smtp://user:password@host:587` or `smtps://host:465`. Anything that leaves this machine is encrypted unless
 * `?tls=off` says otherwise; no other option may stand in the address.
 *
 * Errors: `smtp_url_form`; the address, which may hold a password, is not repeated.
 */
export function parseSmtpUrl(text: string): MailServer {
  const { protocol, hostname, port, username, password, search, pathname, hash } = readUrl(
    text,
    "smtp_url_form",
  );
  const isWhole = protocol === "smtp:" || protocol === "smtps:";
  if (!isWhole || hostname === "" || !/^\/?$/.test(pathname) || hash !== "") refuse();
  if (!/^(\?tls=(on|off))?$/.test(search) || (username === "") !== (password === "")) refuse();
  if (protocol === "smtps:" && search === "?tls=off") refuse();
  const isHere = loopback.has(hostname);
  const wantsTls = search === "" ? !isHere : search === "?tls=on";
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (protocol === "smtps:" ? 465 : 587) : Number(port),
    tls: protocol === "smtps:" ? "start" : wantsTls ? "required" : "off",
    user: username === "" ? null : decode(username, refuse),
    password: username === "" ? null : decode(password, refuse),
  };
  function refuse(): never {
    throw new YuejieError("smtp_url_form");
  }
}

/** Reads `settlement@example.com` or `月结 <settlement@example.com>`. Errors: `mail_from_form`. */
export function parseMailFrom(text: string): MailAddress {
  const [, name = "", bracketed] = /^([^<>\p{Cc}]*)<([^<>]*)>$/u.exec(text.trim()) ?? [];
  const address = (bracketed ?? text).trim();
  if (!isMailAddress(address)) throw new YuejieError("mail_from_form", { value: text });
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address };
}

/**
 * Reads where short messages go, by either kind of gateway. Errors: `sms_url_form`, naming the part that is wrong;
 * secrets are never repeated.
 */
export function parseSmsUrl(text: string): SmsPlace {
  const isHuawei = text.startsWith("huawei+");
  const url = readUrl(isHuawei ? text.slice("huawei+".length) : text, "sms_url_form");
  const refuse = (part: string): never => {
    throw new YuejieError("sms_url_form", { part });
  };
  const isPlainHere = url.protocol === "http:" && loopback.has(url.hostname);
  if (url.protocol !== "https:" && !isPlainHere) refuse("https://");
  if (url.username === "" || url.password === "") refuse("KEY:SECRET@");
  if (url.hash !== "") refuse("#");
  const key = decode(url.username, () => refuse("KEY"));
  const secret = decode(url.password, () => refuse("SECRET"));
  if (!/^[\x21-\x7e]{1,100}$/.test(key) || /[",]/.test(key)) refuse("KEY");
  if (!isHuawei) {
    const target = `${url.protocol}//${url.host}${url.pathname}${url.search}`;
    return { kind: "signed", url: target, key, secret };
  }
  if (!/^\/?$/.test(url.pathname)) refuse(url.pathname);
  const known = new Set(["sender", "signature", "templates"]);
  for (const name of url.searchParams.keys()) if (!known.has(name)) refuse(name);
  const sender = url.searchParams.get("sender") ?? "";
  if (!/^[0-9A-Za-z]{1,30}$/.test(sender)) refuse("sender");
  return {
    kind: "huawei",
    base: `${url.protocol}//${url.host}`,
    appKey: key,
    appSecret: secret,
    sender,
    signature: url.searchParams.get("signature") ?? "",
    templates: templatesOf(url.searchParams.get("templates") ?? "", () => refuse("templates")),
  };
}

function templatesOf(text: string, refuse: () => never): Record<string, string> {
  const entries = text.split(",").map((entry) => {
    const [, kind, id] = /^(\*|[a-z_]+(?:\.(?:en|zh-CN))?):([\w-]{1,32})$/.exec(entry.trim()) ?? [];
    return kind === undefined || id === undefined ? refuse() : ([kind, id] as const);
  });
  return Object.fromEntries(entries);
}

function readUrl(text: string, code: "smtp_url_form" | "sms_url_form"): URL {
  if (!URL.canParse(text)) throw new YuejieError(code, { part: "://" });
  return new URL(text);
}

function decode(text: string, refuse: () => never): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse();
  }
}
