import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { parseMailFrom, parseSmsUrl, parseSmtpUrl } from "../../src/notice-config.js";
import { isMailAddress } from "../../src/platform/mail/mailer.js";
import { secretsOf } from "../../src/secrets.js";

describe("SMTP_URL", () => {
  it.each([
    ["smtp://mail.example", "mail.example", 587, "required", null, null],
    ["smtp://mail.example:25?tls=off", "mail.example", 25, "off", null, null],
    ["smtps://u:p@mail.example", "mail.example", 465, "start", "u", "p"],
    [
      "smtp://li%40x.cn:s%2Ff%3A@mail.example:2525/",
      "mail.example",
      2525,
      "required",
      "li@x.cn",
      "s/f:",
    ],
    ["smtp://127.0.0.1:1025", "127.0.0.1", 1025, "off", null, null],
    ["smtp://localhost:1025?tls=on", "localhost", 1025, "required", null, null],
    ["smtp://[::1]:1025", "::1", 1025, "off", null, null],
  ])("%s", (text, host, port, tls, user, password) => {
    expect(parseSmtpUrl(text)).toEqual({ host, port, tls, user, password });
  });

  it.each([
    "mail.example",
    "http://mail.example",
    "smtp://",
    "smtp://mail.example/path",
    "smtp://mail.example?pool=true",
    "smtp://mail.example?tls=off&disableFileAccess=false",
    "smtp://user@mail.example",
    "smtp://u:%ZZ@mail.example",
    "smtps://mail.example?tls=off",
    "smtp://mail.example#x",
  ])("refuses %s", (text) => {
    expect(() => parseSmtpUrl(text)).toThrowError(
      expect.objectContaining({ code: "smtp_url_form" }),
    );
  });
});

describe("MAIL_FROM", () => {
  it.each([
    ["a@b.cn", { name: "", address: "a@b.cn" }],
    ["月结 <settle@example.com>", { name: "月结", address: "settle@example.com" }],
    ['"Li, Wei" <li@example.com>', { name: "Li, Wei", address: "li@example.com" }],
  ])("%s", (text, from) => expect(parseMailFrom(text)).toEqual(from));

  it.each(["li", "a@b", "a@b.cn, c@d.cn", "x <a@b.cn", "a\r\nBcc: c@d.cn <a@b.cn>", "<a b@c.cn>"])(
    "refuses %j",
    (text) => {
      expect(() => parseMailFrom(text)).toThrowError(
        expect.objectContaining({ code: "mail_from_form" }),
      );
    },
  );

  it("is asked for where mail is to be sent", () => {
    const environment = { SMTP_URL: "smtp://mail.example" };
    expect(() => readConfig(environment)).toThrowError(
      expect.objectContaining({ code: "mail_from_missing" }),
    );
    expect(readConfig({ MAIL_FROM: "a@b.cn" }).mail).toBeNull();
  });
});

describe("SMS_URL", () => {
  it("names either gateway", () => {
    expect(parseSmsUrl("https://K:s%2F1@sms.example/send?x=1")).toEqual({
      kind: "signed",
      url: "https://sms.example/send?x=1",
      key: "K",
      secret: "s/1",
    });
    const query = "sender=1069&signature=%E4%BA%91&templates=payment_made:a1,payment_made.en:b,*:c";
    expect(parseSmsUrl(`huawei+https://A:B@smsapi.example:443/?${query}`)).toEqual({
      kind: "huawei",
      base: "https://smsapi.example",
      appKey: "A",
      appSecret: "B",
      sender: "1069",
      signature: "云",
      templates: { payment_made: "a1", "payment_made.en": "b", "*": "c" },
    });
  });

  it.each([
    "http://K:S@sms.example/",
    "https://sms.example/",
    "https://K@sms.example/",
    "ftp://K:S@sms.example/",
    "https://K:S@sms.example/#x",
    "huawei+https://A:B@h/?signature=x&templates=a:b",
    "huawei+https://A:B@h/?sender=1&templates=a",
    "huawei+https://A:B@h/?sender=1&templates=a:b&other=1",
    "huawei+https://A:B@h/path?sender=1&templates=a:b",
  ])("refuses %s without repeating secrets", (text) => {
    const secret = text.replaceAll(":S@", ":tr0ub4dor@").replaceAll(":B@", ":tr0ub4dor@");
    expect(() => parseSmsUrl(secret)).toThrowError(
      expect.objectContaining({
        code: "sms_url_form",
        message: expect.not.stringContaining("tr0ub4dor"),
      }),
    );
  });
});

it("passwords of servers are secrets", () => {
  const config = readConfig({
    SMTP_URL: "smtp://u:sword%2Ffish@mail.example",
    MAIL_FROM: "a@b.cn",
    SMS_URL: "https://KEY:gold%2Ffish@sms.example/",
  });
  expect(secretsOf(config)).toEqual(
    expect.arrayContaining(["sword/fish", "sword%2Ffish", "gold/fish", "gold%2Ffish"]),
  );
});

it.each([
  ["a@b.cn", true],
  ["o'neil+x@sub.example.com", true],
  ["a@b", false],
  ["a b@c.cn", false],
  ["a@b.cn,c@d.cn", false],
  ["a@b.cn\r\nRCPT TO:<x@y.cn>", false],
  ["<a@b.cn>", false],
  ["李@b.cn", false],
  [`${"a".repeat(65)}@b.cn`, false],
])("%j is a mail address: %s", (text, holds) => expect(isMailAddress(text)).toBe(holds));
