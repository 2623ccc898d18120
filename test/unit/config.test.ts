import { describe, expect, it } from "vitest";
import { environmentLocale, readConfig } from "../../src/config.js";

const key = Buffer.alloc(32, 7).toString("base64");

describe("readConfig", () => {
  it("has defaults for everything", () => {
    const config = readConfig({}, "/books");
    expect(config).toMatchObject({
      databaseUrl: null,
      redisUrl: null,
      queuePrefix: "yuejie",
      worker: { concurrency: 1, lockMs: 30_000, graceMs: 8_000 },
      pages: { host: "127.0.0.1", port: 9464, isPortUsual: true, board: false },
      logLevel: "info",
      home: "/books/.yuejie",
      clockAt: null,
      clockRuns: false,
      encryptionKeys: null,
      settingsFile: null,
      debug: false,
    });
    expect(config.user).not.toBe("");
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("takes what is set, paths from the current folder", () => {
    const config = readConfig(
      {
        DATABASE_URL: "postgres://li:secret@db:5432/books",
        REDIS_URL: "rediss://:secret@queue:6380/1",
        YUEJIE_QUEUE_PREFIX: "books_2",
        YUEJIE_CONCURRENCY: "4",
        YUEJIE_LOCK_SECONDS: "5",
        YUEJIE_STOP_SECONDS: "0",
        YUEJIE_SHARD_SIZE: "1000",
        HOST: "0.0.0.0",
        YUEJIE_OPS_PORT: "0",
        YUEJIE_BOARD: "1",
        LOG_LEVEL: "warn",
        YUEJIE_HOME: "here",
        YUEJIE_INBOX: "arrivals",
        YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00",
        YUEJIE_CLOCK_RUNS: "1",
        YUEJIE_KEYS: `new:${key},old:${key}`,
        YUEJIE_SETTINGS: "settings.json",
        YUEJIE_USER: "li",
        YUEJIE_DEBUG: "1",
      },
      "/books",
    );
    expect(config).toMatchObject({
      databaseUrl: "postgres://li:secret@db:5432/books",
      redisUrl: "rediss://:secret@queue:6380/1",
      queuePrefix: "books_2",
      worker: { concurrency: 4, lockMs: 5_000, graceMs: 0, shardSize: 1_000 },
      pages: { host: "0.0.0.0", port: 0, isPortUsual: false, board: true },
      logLevel: "warn",
      home: "/books/here",
      inbox: "/books/arrivals",
      clockRuns: true,
      settingsFile: "/books/settings.json",
      user: "li",
      debug: true,
    });
    expect(config.clockAt?.toISOString()).toBe("2026-11-03T02:00:00.000Z");
    expect(config.encryptionKeys?.map(({ id }) => id)).toEqual(["new", "old"]);
    expect(config.encryptionKeys?.[0]?.key).toEqual(Buffer.alloc(32, 7));
  });

  it("counts an empty variable as unset", () => {
    const empty = { DATABASE_URL: "", YUEJIE_HOME: "", YUEJIE_CLOCK: "", YUEJIE_KEYS: "" };
    expect(readConfig(empty, "/books")).toMatchObject({
      databaseUrl: null,
      home: "/books/.yuejie",
    });
  });

  it.each([
    ["2026-11-03T02:00:00Z", "2026-11-03T02:00:00.000Z"],
    ["2026-11-03T10:00:00.5+08:00", "2026-11-03T02:00:00.500Z"],
    ["2026-11-03 10:00", "2026-11-03T02:00:00.000Z"],
    ["2026-11-03", "2026-11-02T16:00:00.000Z"],
  ])("reads the clock %s; without an offset it is Shanghai's (R-TIME)", (text, instant) => {
    expect(readConfig({ YUEJIE_CLOCK: text }).clockAt?.toISOString()).toBe(instant);
  });

  it("serves no pages where that is wanted", () => {
    expect(readConfig({ YUEJIE_OPS_PORT: "off" }).pages.port).toBeNull();
  });

  const wrong: [string, Record<string, string>, string][] = [
    ["another database", { DATABASE_URL: "mysql://db/books" }, "database_url_form"],
    ["a database without an address", { DATABASE_URL: "books" }, "database_url_form"],
    ["a port that is none", { DATABASE_URL: "postgres://db:none/books" }, "database_url_form"],
    ["another queue", { REDIS_URL: "http://cache:6379" }, "redis_url_form"],
    ["a prefix with a space", { YUEJIE_QUEUE_PREFIX: "my books" }, "queue_prefix_form"],
    ["no jobs at once", { YUEJIE_CONCURRENCY: "0" }, "worker_setting_form"],
    ["half a second", { YUEJIE_LOCK_SECONDS: "0.5" }, "worker_setting_form"],
    ["a port that is a word", { YUEJIE_OPS_PORT: "http" }, "pages_port_form"],
    ["a port past the last", { YUEJIE_OPS_PORT: "65536" }, "pages_port_form"],
    ["a board somehow", { YUEJIE_BOARD: "yes" }, "switch_form"],
    ["a level of its own", { LOG_LEVEL: "loud" }, "log_level_form"],
    ["a word for a clock", { YUEJIE_CLOCK: "yesterday" }, "clock_form"],
    ["a day that does not exist", { YUEJIE_CLOCK: "2026-02-30T10:00:00Z" }, "clock_form"],
    ["a 25th hour", { YUEJIE_CLOCK: "2026-02-03T25:00:00Z" }, "clock_form"],
    [
      "a clock in production",
      { YUEJIE_CLOCK: "2026-02-03", NODE_ENV: "production" },
      "clock_in_production",
    ],
    ["a clock that runs somehow", { YUEJIE_CLOCK_RUNS: "yes" }, "clock_runs_form"],
    ["a key without an id", { YUEJIE_KEYS: key }, "keys_form"],
    ["a short key", { YUEJIE_KEYS: "k1:c2hvcnQ=" }, "keys_form"],
    ["an empty second key", { YUEJIE_KEYS: `k1:${key},` }, "keys_form"],
    ["two keys of one id", { YUEJIE_KEYS: `k1:${key},k1:${key}` }, "keys_twice"],
  ];
  it.each(wrong)("refuses %s", (_, environment, code) => {
    expect(() => readConfig(environment)).toThrowError(expect.objectContaining({ code }));
  });

  it("never repeats a secret", () => {
    const secret = `${key.slice(0, -4)}!!`;
    for (const environment of [
      { YUEJIE_KEYS: `k1:${secret}` },
      { DATABASE_URL: `postgre://li:${secret}@db/books` },
      { REDIS_URL: `http://li:${secret}@cache` },
    ]) {
      expect(() => readConfig(environment)).toThrowError(
        expect.not.objectContaining({ message: expect.stringContaining(secret) }),
      );
    }
  });
});

describe("environmentLocale", () => {
  it.each([
    [{ LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh_CN.UTF-8"],
    [{ LC_ALL: "", LANG: "en_US.UTF-8" }, "en_US.UTF-8"],
    [{ LC_MESSAGES: "de_DE", LANG: "C" }, "de_DE"],
    [{}, null],
  ])("%o says %s", (environment, locale) => {
    expect(environmentLocale(environment)).toBe(locale);
  });
});
