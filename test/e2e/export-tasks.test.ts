import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startYuejie, yuejie } from "../support/command-line.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { run } from "../support/engine.js";
import { exportFacts } from "../support/export-facts.js";
import { loadFacts } from "../support/load-facts.js";

let database: TestDatabase;
const home = mkdtempSync(join(tmpdir(), "yuejie-tasks-"));
const statementNo = "202610-P1-B0600F0600-01";

beforeAll(async () => {
  database = await testDatabase();
  await loadFacts(database, exportFacts);
  await run(database, "2026-10");
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true });
});

function environment(): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    YUEJIE_HOME: home,
    YUEJIE_KEYS: `t:${Buffer.alloc(32, 1).toString("base64")}`,
    YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00",
    YUEJIE_USER: "li",
  };
}

const tasks = (...args: string[]) => yuejie(["export-tasks", ...args], environment());

async function answer(...args: string[]) {
  const { code, stdout, stderr } = await tasks(...args, "--json");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const filesBelow = (name: string): string[] => {
  const root = join(home, name);
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
};

describe("export-tasks", () => {
  it("says what to do where there is none", async () => {
    expect(await tasks()).toMatchObject({
      code: 0,
      stdout: "There is no export task; ask for one: yuejie export-tasks ask transactions\n",
    });
    const chinese = await tasks("--lang", "zh-CN");
    expect(chinese.stdout).toBe("没有导出任务；登记：yuejie export-tasks ask transactions\n");
  });

  it.each([
    [["ask"], 2, "yuejie export-tasks needs <kind>"],
    [["ask", "orders"], 2, "'orders' is no value for <kind>; it takes statement or period or"],
    [["ask", "statement"], 2, "yuejie export-tasks ask statement needs --statement"],
    [["ask", "transactions", "--status", "paid"], 2, "'paid' is no value for --status"],
    [["ask", "transactions", "--from", "2026-02-30"], 2, "'2026-02-30' is no value for --from"],
    [["ask", "period", "--period", "October"], 2, "'October' is not a period"],
    [["ask", "statement", "--statement", "X"], 1, "There is no statement X"],
    [["ask", "period", "--period", "2026-12"], 1, "Period 2026-12 was never run"],
    [["make", "77"], 1, "There is no export task 77"],
    [["download", "x"], 1, "There is no export task x"],
    [["retry"], 2, "yuejie export-tasks needs <task>"],
    [["sell"], 2, ""],
  ])("%j ends with %i and a sentence", async (args, code, sentence) => {
    const found = await tasks(...args);
    expect(found.stderr).toContain(sentence);
    expect(found.stderr.trim().split("\n")).toHaveLength(1);
    expect(found).toMatchObject({ code, stdout: "" });
  });

  it("asks, makes, lists and downloads", async () => {
    const asked = await answer("ask", "transactions", "--status", "settled", "--customer", "C1");
    expect(asked).toMatchObject({
      taskId: "1",
      kind: "transactions",
      parameters: { statuses: ["settled"], customerNo: "C1" },
      state: "waiting",
      requestedBy: "li",
      requestedAt: "2026-11-03T10:00:00+08:00",
    });
    const early = await tasks("download", "1");
    expect(early).toMatchObject({ code: 1, stdout: "" });
    expect(early.stderr).toContain("Export task 1 has no file to download yet");
    const made = await answer("make", "1");
    expect(made).toMatchObject({ outcome: "made", state: "done", rowCount: 5 });
    expect(await answer("make", "1")).toMatchObject({ outcome: "nothing", sha256: made.sha256 });
    const { path } = await answer("download", "1", "--out", home);
    expect(path).toBe(join(home, "transactions-1.xlsx"));
    const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
    expect(sha256).toBe(made.sha256);
    const listed = await tasks();
    expect(listed.stdout).toMatch(/1 +transactions +settled C1 +done +5 +920\.07 +li/);
    const { rows } = await database.pool.query("select topic, key, payload from outbox");
    expect(rows).toEqual([{ topic: "make-export", key: "export-1", payload: { taskId: "1" } }]);
  });
});

describe("a maker that is ended in the middle", () => {
  /** Holds the maker where its file is half written, then ends it. */
  async function endMaker(taskId: string, signal: "SIGKILL" | "SIGINT"): Promise<number | null> {
    const holder = await database.pool.connect();
    await holder.query("begin; lock table draft_usage_item");
    const maker = startYuejie(["export-tasks", "make", taskId], environment());
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await database.pool.query(waiting)).rowCount === 0);
    maker.kill(signal);
    const { code } = await maker.finished;
    await holder.query("rollback");
    holder.release();
    return code;
  }

  it.each([
    ["SIGKILL", null, 1],
    ["SIGINT", 130, 0],
  ] as const)("by %s leaves no file, and another makes it", async (signal, code, left) => {
    const { taskId } = await answer("ask", "statement", "--statement", statementNo);
    const before = filesBelow("export-files");
    expect(await endMaker(taskId, signal)).toBe(code);
    expect(filesBelow("export-files")).toEqual(before);
    expect(filesBelow("export-scratch")).toHaveLength(left);
    const [newest = ""] = (await tasks("--json")).stdout.split("\n");
    expect(JSON.parse(newest)).toMatchObject({ taskId, state: "waiting", attempts: 1 });
    const made = await answer("make", taskId);
    expect(made).toMatchObject({ outcome: "made", state: "done", attempts: 2, rowCount: 2 });
    expect(filesBelow("export-scratch")).toEqual([]);
    expect(filesBelow("export-files")).toEqual([...before, `${statementNo}.xlsx`].sort());
  });
});
