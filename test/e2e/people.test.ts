import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Finished, yuejie } from "../support/command-line.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { loadFacts } from "../support/load-facts.js";
import { sale, smallWorld } from "../support/story.js";

// Users, what is due and the record, as the built command line tells them.
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadFacts(database, { ...smallWorld, orders: [sale("A", "1000.00")] });
});
afterAll(() => database.drop());

const call = (...args: string[]): Promise<Finished> =>
  yuejie(args, {
    DATABASE_URL: database.url,
    YUEJIE_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    YUEJIE_CLOCK: "2026-11-03T10:00:00+08:00",
    YUEJIE_USER: "root",
  });
const statementNo = "202610-P1-B1300F0600-01";

describe("users", () => {
  it("begin with an admin, whose password is told once", async () => {
    const refused = await call("users", "add", "li", "--role", "operator");
    expect(refused).toMatchObject({ code: 3, stdout: "" });
    expect(refused.stderr).toMatch(/^R-W2 The first user must be an admin/);
    const { code, stdout } = await call("users", "add", "wang", "--role", "admin", "--json");
    expect(code).toBe(0);
    const { oneTimePassword, ...added } = JSON.parse(stdout);
    expect(oneTimePassword).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(added).toEqual({
      userName: "wang",
      displayName: "wang",
      email: null,
      locale: "en",
      roles: ["admin"],
      departments: [],
      settleeNo: null,
      isDisabled: false,
      hasPassword: true,
      passwordIsTemporary: true,
      createdAt: "2026-11-03T10:00:00+08:00",
      createdBy: "root",
    });
    const list = await call("users", "--json");
    expect(JSON.parse(list.stdout)).toEqual(added);
  });

  it("may do what their roles say, and others nothing", async () => {
    const add = (...args: string[]) => call("users", "add", ...args, "--as", "wang");
    const signer = await add("zhao", "--role", "signer", "--department", "财务部");
    expect(signer).toMatchObject({ code: 0, stderr: "" });
    expect(signer.stdout).toMatch(/zhao +zhao +signer +财务部/);
    await add("li", "--role", "operator");
    await add("chen", "--role", "reviewer");
    const unknown = await call("run", "--period", "2026-10");
    expect(unknown).toMatchObject({ code: 3, stdout: "" });
    expect(unknown.stderr).toMatch(/^R-W2 'root' is not a user/);
    expect((await call("run", "--period", "2026-10", "--as", "chen")).code).toBe(3);
    expect((await call("run", "--period", "2026-10", "--as", "li")).code).toBe(0);
    expect((await call("approve", "--period", "2026-10", "--as", "chen")).code).toBe(0);
  });

  it("are told what is wrong with a command line", async () => {
    expect((await call("users", "add", "x", "--role", "boss")).code).toBe(2);
    expect((await call("users", "add", "x", "--locale", "fr")).code).toBe(2);
    expect((await call("users", "add")).code).toBe(2);
    expect((await call("due", "--step", "8")).code).toBe(2);
    expect((await call("due", "--holder", "boss")).code).toBe(2);
    expect((await call("audit")).code).toBe(2);
    expect((await call("users", "disable", "nobody", "--as", "wang")).code).toBe(1);
  });
});

describe("what is due, and what happened", () => {
  it("is told to everybody who asks", async () => {
    const due = await call("due", "--json", "--holder", "signer");
    expect(JSON.parse(due.stdout)).toEqual({
      statementNo,
      settleeNo: "P1",
      period: "2026-10",
      status: "sent",
      step: 3,
      holder: "signer",
      departments: ["业务部", "财务部"],
      enteredOn: "2026-11-03",
      dueOn: "2026-11-13",
      daysLeft: 8,
      urgency: "in_time",
      yearMissing: null,
      expectedPayOn: "2026-12-28",
      amount: "93.81",
    });
    expect((await call("due", "--overdue")).stdout).toBe("Nothing waits for anybody.\n");
    const history = await call("history", statementNo, "--json");
    const { entries, ...rest } = JSON.parse(history.stdout);
    expect(rest).toEqual({ statementNo, questions: [] });
    expect(entries).toMatchObject([
      { entryNo: 1, event: "generate", from: null, to: "draft", actor: "li", reason: null },
      { entryNo: 2, event: "approve", from: "draft", to: "sent", actor: "chen" },
    ]);
    expect((await call("history", "X")).code).toBe(1);
  });

  it("proves itself until somebody rewrites it", async () => {
    expect((await call("audit", "seal", "--as", "chen")).code).toBe(3);
    const seal = await call("audit", "seal", "--as", "li", "--json");
    expect(JSON.parse(seal.stdout)).toEqual({ sealed: true, heads: 1 });
    const sound = await call("audit", "verify", "--json");
    expect(sound.code).toBe(0);
    expect(JSON.parse(sound.stdout)).toEqual({ entries: 2, statements: 1, seals: 1, faults: [] });
    await database.pool.query(
      `set session_replication_role = replica;
       update transition set actor = 'somebody' where entry_no = 2;
       reset session_replication_role`,
    );
    const broken = await call("audit", "verify", "--json");
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout).faults).toEqual([
      { statementNo, entryNo: 2, sealNo: null, fault: "hash_differs" },
    ]);
    expect(broken.stderr).toMatch(/^R-W3 The record does not prove itself: 1 faults/);
  });
});
