import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { yuejie } from "../support/command-line.js";
import { testDatabase } from "../support/database.js";
import { loadFacts } from "../support/load-facts.js";
import { partner } from "../support/story.js";

// The one test of the whole path on an embedded database that the command line itself starts and stops.
const home = mkdtempSync(join(tmpdir(), "yuejie 月结 "));
const environment = { YUEJIE_HOME: home, YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00" };
afterAll(() => rmSync(home, { recursive: true }));

describe("npm start's rehearsal", () => {
  it("settles the month that comes with the project", async () => {
    const { code, stdout, stderr } = await yuejie(["rehearse", "--json"], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { run, reconciliation, files, users } = JSON.parse(stdout);
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
    expect(users.map(({ userName }: { userName: string }) => userName)).toEqual([
      ...["admin", "auditor", "operator", "partner", "preparer"],
      ...["releaser", "reviewer", "signer1", "signer2"],
    ]);
    expect(files).toHaveLength(95);
    for (const file of files) {
      expect(dirname(file)).toBe(join(home, "exports", "2026-10"));
      expect(statSync(file).size).toBeGreaterThan(5_000);
    }
  });

  it("keeps out of books that hold anybody else, and writes nothing there", async () => {
    const database = await testDatabase();
    try {
      await loadFacts(database, { partners: [partner("P00001")] });
      const { code, stdout, stderr } = await yuejie(["rehearse"], {
        ...environment,
        YUEJIE_HOME: join(home, "elsewhere"),
        DATABASE_URL: database.url,
        YUEJIE_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^The books at .* hold facts that are not the rehearsal's .*P00001/);
      const { rows } = await database.pool.query(
        "select (select count(*) from sales_order) + (select count(*) from run) + " +
          "(select count(*) from app_user) as written, (select count(*) from partner) as partners",
      );
      expect(rows).toEqual([{ written: "0", partners: "1" }]);
    } finally {
      await database.drop();
    }
  });

  let hints: string[] = [];

  it("changes nothing the second time, and shows people the whole of it", async () => {
    const { code, stdout, stderr } = await yuejie(["rehearse"], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const words of [
      "Nothing changed since the last run.",
      "It balances.",
      "94 statements, 1,548,361.89 in all, tax included",
      `95 xlsx files in ${join(home, "exports", "2026-10")}`,
      "signer2",
    ]) {
      expect(stdout).toContain(words);
    }
    hints = [...stdout.matchAll(/^ +npx yuejie (.*)$/gm)].map(([, command = ""]) => command);
  });

  it("hints at commands that take the month on, each by somebody who may", async () => {
    const statementNo = "202610-P00001-B0100F0600-01";
    expect(hints.slice(0, 8)).toEqual([
      "approve --period 2026-10 --as reviewer",
      "sign --period 2026-10 --as signer1",
      "sign --period 2026-10 --as signer2",
      "request-invoice --period 2026-10 --as preparer",
      `submit-invoice ${statementNo} --invoice 26440000000000000001,2026-11-03,15162.86,909.77,` +
        "16072.63,0.06 --tracking SF0001 --as partner",
      `receive-invoice ${statementNo} --as preparer`,
      `verify-invoice ${statementNo} --accept --checked --as preparer`,
      `prepare-payment ${statementNo} --as preparer`,
    ]);
    for (const hint of hints.slice(0, 8)) {
      const { code, stderr } = await yuejie(hint.split(" "), environment);
      expect({ hint, code, stderr }).toEqual({ hint, code: 0, stderr: "" });
    }
    const waiting = await yuejie(["notices"], environment);
    expect(waiting.stdout).toMatch(/^\d+ notices wait for a worker; start one: yuejie worker/);
    expect((await yuejie(["notices", "--json"], environment)).stdout).toBe("");
    const { stdout } = await yuejie(["due", "--json", "--step", "7"], environment);
    expect(JSON.parse(stdout)).toMatchObject({ statementNo, holder: "finance_preparer" });
    const nobody = await yuejie(["run", "--period", "2026-10", "--as", "reviewer"], environment);
    expect(nobody.code).toBe(3);
    expect(nobody.stderr).toMatch(/^R-W2 'reviewer' may not do this/);
  }, 120_000);

  it("keeps its keys to itself, and misses them when they are gone", async () => {
    expect(statSync(join(home, "keys")).mode & 0o777).toBe(0o600);
    rmSync(join(home, "keys"));
    const { code, stderr } = await yuejie(["rehearse"], environment);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database is there, but its key file .* is not; /);
  });
});
