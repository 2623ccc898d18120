import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.js";
import { cleanText } from "../../src/platform/log/clean-text.js";
import { type LogOptions, openLog } from "../../src/platform/log/open-log.js";
import { secretsOf } from "../../src/secrets.js";

function logInto(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const log = openLog({
    role: "worker",
    host: "m1",
    level: "info",
    secrets: [],
    stream,
    ...options,
  });
  return { log, lines, read: () => lines.map((line) => JSON.parse(line)) };
}

describe("a log", () => {
  it("is one JSON object a line, with who speaks and what it is about", () => {
    const { log, lines, read } = logInto();
    log.info({ job: "settle-shard", run: "7", shard: 2, ms: 41 }, "job done");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(read()[0]).toMatchObject({
      level: "info",
      role: "worker",
      host: "m1",
      pid: process.pid,
      job: "settle-shard",
      run: "7",
      shard: 2,
      ms: 41,
      message: "job done",
    });
    expect(new Date(read()[0].time).getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it("tells no less than it is asked for", () => {
    const { log, read } = logInto({ level: "warn" });
    log.info({}, "a");
    log.warn({}, "b");
    log.error({}, "c");
    expect(read().map(({ level, message }) => `${level} ${message}`)).toEqual([
      "warn b",
      "error c",
    ]);
  });

  it("keeps fields that are never told, however deep, and cleans all text", () => {
    const { log, lines, read } = logInto({ secrets: ["swordfish"] });
    const error = Object.assign(new Error('invalid input: "张三 13900000001"'), { code: "22P02" });
    log.error(
      {
        password: "abc123",
        partner: { mobile: 1, bankAccount: "x", deep: { email: "y", settlee: "P00001" } },
        list: ["the swordfish", 10n],
        error,
        at: new Date(0),
      },
      "swordfish at a@b.example",
    );
    expect(read()[0]).toMatchObject({
      password: "[secret]",
      partner: {
        mobile: "[secret]",
        bankAccount: "[secret]",
        deep: { email: "[secret]", settlee: "P00001" },
      },
      list: ["the [secret]", "10"],
      error: { type: "Error", code: "22P02", message: 'invalid input: "…"' },
      at: "1970-01-01T00:00:00.000Z",
      message: "[secret] at [mail]",
    });
    expect(lines.join("")).not.toMatch(/abc123|swordfish|张三|13900000001/);
  });
});

describe("cleanText", () => {
  it.each([
    [
      "connect postgres://li:pass%21word@db:5432/books failed",
      "connect postgres://db:5432/books failed",
    ],
    ["redis://:secret@cache:6379", "redis://cache:6379"],
    ["write to wang.li+x@partner.example now", "write to [mail] now"],
    ["call 13900000001 or +86 13900000001", "call [number] or [number]"],
    ["account 6200000000000000001, 6200 0000 0000 0000 001", "account [number], [number]"],
    ["identity 11010519900307123X", "identity [number]"],
    ['duplicate key violates "draft_line_pk"', 'duplicate key violates "draft_line_pk"'],
    [
      'invalid input syntax for type numeric: "Zhang San"',
      'invalid input syntax for type numeric: "…"',
    ],
    ["Key (name)=(Zhang San) exists", "Key (name)=(…) exists"],
    ["run 2026-10 by 李四（财务） holds it", "run 2026-10 by … holds it"],
  ])("%s → %s", (text, clean) => {
    expect(cleanText(text, [])).toBe(clean);
  });

  it.each([
    "order CS20261000000166 of P00001 on 202610-P00001-B0600F0600-01",
    "settle-shard:12:3 took 1234567 ms at 2026-11-03T02:00:00+08:00",
    "deliver-notice:delivery-imported-1",
    "/data/inbox/2026-10-03T0200/orders.csv",
  ])("leaves identifiers: %s", (text) => {
    expect(cleanText(text, [])).toBe(text);
  });
});

it("secrets are those of the environment, as written and as meant", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const config = readConfig({
    DATABASE_URL: "postgres://li:sword%2Ffish@db/books",
    REDIS_URL: "redis://:goldfish@cache",
    YUEJIE_KEYS: `k:${key}`,
  });
  expect(secretsOf(config)).toEqual(
    expect.arrayContaining(["sword%2Ffish", "sword/fish", "goldfish", key]),
  );
  expect(secretsOf(readConfig({ DATABASE_URL: "postgres://db/books" }))).toEqual([]);
});
