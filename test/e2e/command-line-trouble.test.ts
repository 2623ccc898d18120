import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startYuejie, yuejie } from "../support/command-line.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { repositoryFolder } from "../support/repository-files.js";

const month = join(repositoryFolder, "fixtures/rehearsal/2026-10");
const home = mkdtempSync(join(tmpdir(), "yuejie-trouble-"));
let database: TestDatabase;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  environment = {
    DATABASE_URL: database.url,
    YUEJIE_HOME: home,
    YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00",
    YUEJIE_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  const imported = await yuejie(["import", month, "--json"], environment);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
});

afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true });
});

const count = async (table: string): Promise<number> => {
  const { rows } = await database.pool.query(`select count(*)::int as count from ${table}`);
  return rows[0].count;
};

describe("something that is away", () => {
  it.each([
    ["no server", "postgres://postgres@127.0.0.1:9/books", "cannot be reached"],
    ["no such host", "postgres://postgres@nowhere.invalid/books", "cannot be reached"],
  ])("%s exits 1 with a sentence that names the place", async (_, url, words) => {
    const finished = await yuejie(["statements", "--period", "2026-10"], { DATABASE_URL: url });
    expect(finished).toMatchObject({ code: 1, stdout: "" });
    expect(finished.stderr).toContain(words);
    expect(finished.stderr.trim().split("\n")).toHaveLength(1);
  });

  it("a database that is not there is told", async () => {
    const url = new URL(database.url);
    url.pathname = "/yj_not_there";
    const { code, stderr } = await yuejie(["migrate"], { DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(stderr).toMatch(/the database \S+\/yj_not_there is not/);
  });

  it("an old schema names migrate", async () => {
    const empty = await testDatabase({ empty: true });
    try {
      const { code, stderr } = await yuejie(["statements", "--period", "2026-10"], {
        DATABASE_URL: empty.url,
      });
      expect({ code, named: stderr.includes("yuejie migrate") }).toEqual({ code: 1, named: true });
      const { stdout } = await yuejie(["migrate", "--json"], { DATABASE_URL: empty.url });
      expect(JSON.parse(stdout).applied).toContain("0001_facts");
    } finally {
      await empty.drop();
    }
  });

  it("keys that are not told stop an import before anything is read", async () => {
    const { YUEJIE_KEYS: _, ...keyless } = environment;
    const { code, stderr } = await yuejie(["import", month], keyless);
    expect({ code, named: stderr.startsWith("YUEJIE_KEYS is not set") }).toEqual({
      code: 1,
      named: true,
    });
  });

  it("a folder that is not there, and one without any file", async () => {
    const missing = await yuejie(["import", join(home, "missing")], environment);
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toContain("missing");
    const empty = await yuejie(["import", home], environment);
    expect(empty.code).toBe(1);
  });
});

describe("work that is interrupted", () => {
  /** Starts a run and lets it come to a table that somebody else holds. */
  async function blockedRun(work: (run: ReturnType<typeof startYuejie>) => Promise<void>) {
    const holder = await database.pool.connect();
    try {
      await holder.query("begin; lock table statement in access exclusive mode");
      const run = startYuejie(["run", "--period", "2026-10", "--as", "operator"], environment);
      await until(async () => (await waiting()).length > 0);
      await work(run);
    } finally {
      await holder.query("rollback");
      holder.release();
    }
  }

  async function waiting(): Promise<number[]> {
    const { rows } = await database.pool.query(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.map(({ pid }) => pid);
  }

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s exits %i, and the server has let go of it", async (signal, code) => {
    await blockedRun(async (run) => {
      run.kill(signal);
      expect(await run.finished).toEqual({
        code,
        stdout: "",
        stderr: "Interrupted; nothing half done was kept.\n",
      });
      expect(await waiting()).toEqual([]);
    });
    expect(await count("draft_line")).toBe(0);
    expect(await count("statement")).toBe(0);
  });

  it("by a server that ends the session exits 1 and can be tried again", async () => {
    await blockedRun(async (run) => {
      const [pid] = await waiting();
      await database.pool.query("select pg_terminate_backend($1)", [pid]);
      const { code, stdout, stderr } = await run.finished;
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^The connection to the database was lost .* Try again\.\n$/);
    });
    expect(await count("statement")).toBe(0);
    const again = await yuejie(["run", "--period", "2026-10", "--as", "operator"], environment);
    expect(again.code).toBe(0);
    expect(await count("statement")).toBeGreaterThan(50);
  });

  it("generate leaves no half of a folder", async () => {
    const out = join(home, "generated");
    const args = ["--orders", "3000000", "--seed", "1", "--period", "2026-10", "--out", out];
    const run = startYuejie(["generate", ...args]);
    await until(() => existsSync(join(out, "orders.csv.part")));
    run.kill("SIGINT");
    expect(await run.finished).toMatchObject({ code: 130, stdout: "" });
    expect(existsSync(join(out, "orders.csv"))).toBe(false);
    expect(existsSync(join(out, "orders.csv.part"))).toBe(false);
  });
});

describe("stdout", () => {
  it("may be left by its reader at any time", async () => {
    const list = startYuejie(["lines", "--period", "2026-10", "--json"], environment);
    list.stdout?.once("data", () => list.stdout?.destroy());
    expect(await list.finished).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    [["run", "--period", "2026-10", "--as", "operator"], 0],
    [["run", "--period", "2026-11", "--dry-run"], 0],
    [["reconcile", "--period", "2026-10"], 0],
    [["verify", "--period", "2026-10"], 0],
    [["approve", "--period", "2026-08"], 0],
    [["approve", "--period", "2026-10", "--as", "operator"], 3],
    [["doctor"], 0],
  ])("carries one JSON document of %j", async (args, code) => {
    const finished = await yuejie([...args, "--json"], environment);
    expect(finished.code).toBe(code);
    expect(finished.stdout.endsWith("\n")).toBe(true);
    expect(finished.stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(finished.stdout)).toBeTypeOf("object");
  });

  it.each(["statements", "lines", "outcomes"])("carries one object a line of %s", async (name) => {
    const { stdout } = await yuejie([name, "--period", "2026-10", "--json"], environment);
    const records = stdout.trimEnd().split("\n");
    expect(records.length).toBeGreaterThan(50);
    for (const record of records) expect(JSON.parse(record)).toHaveProperty("statementNo");
  });

  it("carries nothing where a rule refuses; its number stands on stderr", async () => {
    const early = await yuejie(["run", "--period", "2026-11", "--json"], environment);
    expect(early).toMatchObject({ code: 3, stdout: "" });
    expect(early.stderr).toMatch(/^R-R4 .*\n$/);
    const unknown = await yuejie(["explain", "NOPE", "--json"], environment);
    expect(unknown).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no order NOPE; check the number.\n",
    });
  });
});

/** Waits for what another process does; the test's own time limit ends it. */
async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 20));
}
