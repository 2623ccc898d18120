import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { askForExport } from "../../src/exports/tasks/ask-export.js";
import { downloadExport, listExports, openExport } from "../../src/exports/tasks/fetch-export.js";
import type { ObjectStorage } from "../../src/platform/storage/object-storage.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { run, testNow } from "../support/engine.js";
import { exportFacts } from "../support/export-facts.js";
import { openTaskDesk, type TaskDesk } from "../support/export-tasks.js";
import { loadFacts } from "../support/load-facts.js";

let database: TestDatabase;
let desk: TaskDesk;
const statementNo = "202610-P1-B0600F0600-01";
const request = { kind: "statement", statementNo } as const;

beforeAll(async () => {
  database = await testDatabase();
  desk = await openTaskDesk(database);
  await loadFacts(database, exportFacts);
  await run(database, "2026-10");
});
afterAll(async () => {
  await desk.close();
  await database.drop();
});
/** Whatever happened: no file that no task knows, nothing half made. */
afterEach(async () => {
  const { rows } = await database.pool.query(
    "select object_key from export_task where state = 'done' order by object_key",
  );
  expect((await stored()).sort()).toEqual(rows.map((row) => row.object_key).sort());
  expect(await scratches()).toEqual([]);
});

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of desk.storage.list()) keys.push(key);
  return keys;
}

async function scratches(): Promise<string[]> {
  return (await readdir(desk.scratchFolder).catch(() => [])).sort();
}

/** Makes the task while a lock keeps its maker in the middle of the file, until `during` is over. */
async function whileMaking(taskId: string, during: (pid: number) => Promise<void>) {
  const holder = await database.pool.connect();
  await holder.query("begin; lock table draft_usage_item");
  const making = desk.make(taskId).then(
    (result) => result,
    (error: unknown) => error,
  );
  const waiting = `select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  let found: { pid: number }[] = [];
  while (found.length === 0) ({ rows: found } = await database.pool.query(waiting));
  await during(found[0]?.pid ?? 0);
  await holder.query("rollback");
  holder.release();
  return making;
}

describe("two makers at once", () => {
  it("make one file; whoever comes second, or later, does nothing", async () => {
    const { taskId } = await desk.ask(request);
    const first = await whileMaking(taskId, async () => {
      expect(await desk.find(taskId)).toMatchObject({ state: "running", attempts: 1 });
      expect(await desk.make(taskId)).toMatchObject({ outcome: "under_way" });
      await expect(desk.retry(taskId)).rejects.toMatchObject({ code: "export_under_way" });
      expect(await desk.sweep()).toEqual({ expired: 0, askedAgain: 0, removed: 0 });
    });
    expect(first).toMatchObject({ outcome: "made", task: { attempts: 1, state: "done" } });
    const again = await desk.make(taskId, { again: true });
    expect(again).toMatchObject({ outcome: "nothing", task: { attempts: 1, state: "done" } });
    await expect(desk.retry(taskId)).rejects.toMatchObject({ code: "export_done_before" });
  });

  it("at the very same time make one file each of many tasks", async () => {
    const tasks = await Promise.all([1, 2, 3].map(() => desk.ask(request)));
    const results = await Promise.all(
      tasks.flatMap(({ taskId }) => [desk.make(taskId), desk.make(taskId)]),
    );
    expect(results.filter(({ outcome }) => outcome === "made")).toHaveLength(3);
    for (const { taskId } of tasks) {
      expect(await desk.find(taskId)).toMatchObject({ state: "done", attempts: 1 });
    }
  });
});

describe("a maker that loses", () => {
  it("its database leaves a task that another delivery makes", async () => {
    const { taskId } = await desk.ask(request);
    const error = await whileMaking(taskId, async (pid) => {
      expect(await scratches()).toHaveLength(1);
      await database.pool.query("select pg_terminate_backend($1)", [pid]);
    });
    expect(error).toMatchObject({ code: "database_lost", retryable: true });
    expect(await desk.find(taskId)).toMatchObject({
      state: "failed",
      failure: { code: "database_lost", retryable: true },
    });
    const { outcome, task } = await desk.make(taskId);
    expect([outcome, task.state, task.attempts]).toEqual(["made", "done", 2]);
  });

  it("its life leaves a task that waits, and is asked for again", async () => {
    const { taskId } = await desk.ask(request);
    // As a process killed in the middle leaves it: begun, nobody holds the lock, half a file in its folder.
    await database.pool.query(
      "update export_task set state = 'running', attempts = 1, rows_done = 7 where task_id = $1",
      [taskId],
    );
    const left = join(desk.scratchFolder, `${taskId}-abcdef`);
    await mkdir(left, { recursive: true });
    await writeFile(join(left, ".half.xlsx.partial-1"), "half");
    await desk.storage.put(`${taskId}/1/half.xlsx`, Readable.from(["half"]));
    expect(await desk.find(taskId)).toMatchObject({ state: "waiting" });
    const listed = [];
    for await (const task of listExports(database)) listed.push(task);
    expect(listed[0]).toMatchObject({ taskId, state: "waiting" });
    await expect(
      openExport(database, desk.storage, { taskId, language: "en" }),
    ).rejects.toMatchObject({ code: "export_not_ready" });
    expect(await desk.sweep()).toEqual({ expired: 0, askedAgain: 1, removed: 2 });
    expect(desk.messages.at(-1)).toMatchObject({ key: `export-${taskId}-2`, payload: { taskId } });
    expect((await desk.make(taskId)).task).toMatchObject({ state: "done", attempts: 2 });
  });

  it("its task to another is not heard any more, and its file goes", async () => {
    const { taskId } = await desk.ask(request);
    const storage: ObjectStorage = {
      ...desk.storage,
      put: async (key, source) => {
        const done = await desk.storage.put(key, source);
        await database.pool.query(
          "update export_task set attempts = attempts + 1 where task_id = $1",
          [taskId],
        );
        return done;
      },
    };
    expect((await desk.make(taskId, { storage })).outcome).toBe("under_way");
    expect(await stored()).not.toContainEqual(expect.stringMatching(new RegExp(`^${taskId}/`)));
    expect((await desk.make(taskId)).task).toMatchObject({ state: "done", attempts: 3 });
  });

  it("patience gives the task back", async () => {
    const { taskId } = await desk.ask(request);
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    await expect(desk.make(taskId, { signal: stop.signal })).rejects.toThrow("stopped");
    expect(await desk.find(taskId)).toMatchObject({ state: "waiting", failure: null });
    expect((await desk.make(taskId)).outcome).toBe("made");
  });
});

describe("a disk that is full", () => {
  const noSpace = (): Error =>
    Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      syscall: "write",
      path: "/full",
    });

  it("while the file is stored is told, and heals", async () => {
    const { taskId } = await desk.ask(request);
    const storage: ObjectStorage = {
      ...desk.storage,
      put: async (_key, source) => {
        for await (const _chunk of source) throw noSpace();
        throw noSpace();
      },
    };
    await expect(desk.make(taskId, { storage })).rejects.toMatchObject({ code: "disk_full" });
    expect(await desk.find(taskId)).toMatchObject({
      state: "failed",
      failure: { code: "disk_full", details: { path: "/full" }, retryable: true },
    });
    await expect(
      openExport(database, desk.storage, { taskId, language: "zh-CN" }),
    ).rejects.toMatchObject({
      code: "export_failed_before",
      details: { failure: expect.stringContaining("磁盘已满") },
    });
    expect((await desk.make(taskId)).task).toMatchObject({ state: "done", attempts: 2 });
  });

  it("or a folder that is none, where it is made, is told and heals", async () => {
    const { taskId } = await desk.ask(request);
    const scratchFolder = join(desk.folder, "no folder");
    await writeFile(scratchFolder, "");
    await expect(desk.make(taskId, { scratchFolder })).rejects.toMatchObject({
      code: "file_trouble",
    });
    expect((await desk.retry(taskId)).state).toBe("waiting");
    expect((await desk.make(taskId)).outcome).toBe("made");
  });
});

describe("a task that cannot be made", () => {
  it("says why, is not tried again by itself, and is when somebody asks", async () => {
    const unknown = { kind: "statement", statementNo: "202610-P9-B1300F0600-01" } as const;
    const { taskId } = await desk.ask(request);
    await database.pool.query("update export_task set parameters = $2 where task_id = $1", [
      taskId,
      { statementNo: unknown.statementNo },
    ]);
    await expect(desk.make(taskId)).rejects.toMatchObject({ code: "statement_unknown" });
    expect(await desk.make(taskId)).toMatchObject({
      outcome: "nothing",
      task: { state: "failed", attempts: 1, failure: { code: "statement_unknown" } },
    });
    expect((await desk.retry(taskId)).state).toBe("waiting");
    await expect(desk.make(taskId)).rejects.toMatchObject({ code: "statement_unknown" });
    expect((await desk.find(taskId)).attempts).toBe(2);
  });

  it("is not written where its message cannot be", async () => {
    const count = async () => (await database.pool.query("select from export_task")).rowCount;
    const before = await count();
    const asked = { request, actor: "finance", now: testNow };
    const refuse = () => Promise.reject(new Error("outbox away"));
    await expect(askForExport(database, asked, refuse)).rejects.toThrow("outbox away");
    expect(await count()).toBe(before);
  });
});

describe("a file that is kept", () => {
  const fetch = (taskId: string, out: string) =>
    downloadExport(database, desk.storage, { taskId, language: "en", out });

  it("is fetched into a folder or a file, whole", async () => {
    const { task, path } = await desk.export(request);
    const folder = join(desk.folder, "out");
    await mkdir(folder);
    const fetched = await fetch(task.taskId, folder);
    expect(fetched.path).toBe(join(folder, `${statementNo}.xlsx`));
    await fetch(task.taskId, join(folder, "other.xlsx"));
    for (const name of [`${statementNo}.xlsx`, "other.xlsx"]) {
      expect((await readFile(join(folder, name))).equals(await readFile(path))).toBe(true);
    }
    const part = await openExport(database, desk.storage, {
      taskId: task.taskId,
      language: "en",
      range: { start: 0, end: 2 },
    });
    expect(String(await part.stream.toArray())).toBe("PK");
  });

  it("is refused, and nothing written, where it was changed or is gone; and made again", async () => {
    const { task, path } = await desk.export(request);
    const { taskId, sizeBytes } = task;
    const out = join(desk.folder, "refused.xlsx");
    await writeFile(path, Buffer.alloc(sizeBytes ?? 0));
    await expect(fetch(taskId, out)).rejects.toMatchObject({ code: "export_file_damaged" });
    await writeFile(path, "short");
    await expect(fetch(taskId, out)).rejects.toMatchObject({ code: "export_file_damaged" });
    await rm(path);
    await expect(fetch(taskId, out)).rejects.toMatchObject({ code: "export_file_gone" });
    expect(await readdir(desk.folder)).not.toContainEqual(expect.stringContaining("refused"));
    expect((await desk.retry(taskId)).state).toBe("waiting");
    const made = await desk.make(taskId);
    expect(made.task.sha256).toBe(task.sha256);
    await fetch(taskId, out);
  });

  it("goes when its days are over, and comes back when it is asked for", async () => {
    const { task } = await desk.export(request, { keepDays: 2 });
    const { taskId } = task;
    const dayLater = new Date(testNow.getTime() + 86_400_000);
    expect(await desk.sweep(dayLater)).toMatchObject({ expired: 0 });
    const twoLater = new Date(testNow.getTime() + 2 * 86_400_000);
    expect(await desk.sweep(twoLater)).toEqual({ expired: 1, askedAgain: 0, removed: 0 });
    expect(await desk.find(taskId)).toMatchObject({ state: "expired", sha256: task.sha256 });
    await expect(fetch(taskId, desk.folder)).rejects.toMatchObject({
      code: "export_expired",
      details: { expiresAt: "2027-02-05 02:00:00" },
    });
    expect(await desk.make(taskId)).toMatchObject({ outcome: "nothing" });
    expect((await desk.retry(taskId)).state).toBe("waiting");
    expect(desk.messages.at(-1)?.key).toBe(`export-${taskId}-2`);
    expect((await desk.make(taskId)).task).toMatchObject({ state: "done", sha256: task.sha256 });
  });
});
