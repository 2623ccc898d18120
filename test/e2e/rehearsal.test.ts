import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { yuejie } from "../support/command-line.js";

// The one test of the whole path on an embedded database that the command line itself starts and stops.
const home = mkdtempSync(join(tmpdir(), "yuejie 月结 "));
const environment = { YUEJIE_HOME: home, YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00" };
afterAll(() => rmSync(home, { recursive: true }));

describe("npm start's rehearsal", () => {
  it("settles the month that comes with the project", async () => {
    const { code, stdout, stderr } = await yuejie(["rehearse", "--json"], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { run, reconciliation, files } = JSON.parse(stdout);
    expect(run).toMatchObject({
      period: "2026-10",
      changed: true,
      orders: { settled: 1600, carried: 264, excluded: 116 },
      statements: { created: 94, total: 94 },
      amount: "1548361.89",
    });
    expect(reconciliation).toMatchObject({
      balanced: true,
      statements: { count: 94, amount: "1548361.89" },
      lines: { amount: "1548361.89" },
    });
    expect(files).toHaveLength(95);
    for (const file of files) {
      expect(dirname(file)).toBe(join(home, "exports", "2026-10"));
      expect(statSync(file).size).toBeGreaterThan(5_000);
    }
  });

  it("changes nothing the second time, and shows people the whole of it", async () => {
    const { code, stdout, stderr } = await yuejie(["rehearse"], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const words of [
      "Nothing changed since the last run.",
      "It balances.",
      "94 statements, 1,548,361.89 in all, tax included",
      `95 xlsx files in ${join(home, "exports", "2026-10")}`,
    ]) {
      expect(stdout).toContain(words);
    }
  });

  it("keeps its keys to itself, and misses them when they are gone", async () => {
    expect(statSync(join(home, "keys")).mode & 0o777).toBe(0o600);
    rmSync(join(home, "keys"));
    const { code, stderr } = await yuejie(["rehearse"], environment);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database is there, but its key file .* is not; /);
  });
});
