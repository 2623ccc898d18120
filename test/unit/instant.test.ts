import { describe, expect, test } from "vitest";
import { toIsoInstant, toWallClock } from "../../src/domain/instant.js";

describe("instants as a Shanghai session of Postgres writes them", () => {
  test.each([
    ["2026-10-05 10:05:00+08", "2026-10-05T10:05:00+08:00", "2026-10-05 10:05:00"],
    ["2026-10-05 10:05:00.123+08", "2026-10-05T10:05:00.123+08:00", "2026-10-05 10:05:00.123"],
    ["1990-07-01 00:00:00+09", "1990-07-01T00:00:00+09:00", "1990-07-01 00:00:00"],
    ["2026-10-05 10:05:00+05:30", "2026-10-05T10:05:00+05:30", "2026-10-05 10:05:00"],
  ])("%s", (text, iso, wallClock) => {
    expect(toIsoInstant(text)).toBe(iso);
    expect(toWallClock(text)).toBe(wallClock);
    expect(toWallClock(iso)).toBe(wallClock);
    expect(Number.isNaN(Date.parse(iso))).toBe(false);
  });

  test("what is not there stays not there", () => {
    expect(toIsoInstant(null)).toBeNull();
    expect(toWallClock(null)).toBe("");
  });
});
