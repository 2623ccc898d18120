import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/platform/database/open-database.js";
import {
  embeddedUser,
  endUsers,
  isAlive,
  removeTemporaryHome,
  serverFolder,
  serverPid,
  temporaryHome,
} from "../support/embedded-process.js";

let home = "";

beforeAll(async () => {
  home = temporaryHome();
  const database = await openDatabase({ home });
  await database.pool.query("create table entry (amount numeric not null)");
  await database.close();
});

afterEach(async () => {
  endUsers();
  await (await openDatabase({ home })).close();
  expect(serverPid(home)).toBeNull();
  expect(readdirSync(join(serverFolder(home), "users"))).toEqual([]);
  expect(readdirSync(join(serverFolder(home), "locks"))).toEqual([]);
});

afterAll(() => removeTemporaryHome(home));

async function entries(): Promise<string[]> {
  const database = await openDatabase({ home });
  const { rows } = await database.pool.query("delete from entry returning amount");
  await database.close();
  return rows.map(({ amount }) => amount);
}

describe("sudden ends around the embedded database", () => {
  it("adopts the server that a killed user left, and stops it", async () => {
    const user = await embeddedUser(home, { mode: "busy" });
    const pid = serverPid(home) ?? 0;
    await user.kill("SIGKILL");
    expect(isAlive(pid)).toBe(true);
    const database = await openDatabase({ home });
    expect(serverPid(home)).toBe(pid);
    await database.close();
    expect(isAlive(pid)).toBe(false);
  });

  it("ends the query of a killed user while others stay", async () => {
    const user = await embeddedUser(home, { mode: "busy" });
    const database = await openDatabase({ home });
    await user.kill("SIGKILL");
    const running = `select count(*)::integer as count from pg_stat_activity
      where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()`;
    await expect
      .poll(async () => (await database.pool.query(running)).rows[0].count, { timeout: 20_000 })
      .toBe(0);
    await database.close();
  });

  it("recovers what was committed when the server is killed under a busy user", async () => {
    const user = await embeddedUser(home, { mode: "busy" });
    const database = await openDatabase({ home });
    await database.pool.query("insert into entry values (12.34)");
    process.kill(serverPid(home) ?? 0, "SIGKILL");
    await database.close();
    expect(await entries()).toEqual(["12.34"]);
    await user.leave();
  });

  it("recovers when users and server are killed together", async () => {
    const user = await embeddedUser(home, { mode: "busy" });
    const database = await openDatabase({ home });
    await database.pool.query("insert into entry values (56.78)");
    const pid = serverPid(home) ?? 0;
    await Promise.all([user.kill("SIGKILL"), process.kill(pid, "SIGKILL")]);
    await database.close();
    expect(await entries()).toEqual(["56.78"]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "stops at %s of its last user",
    async (name) => {
      const user = await embeddedUser(home, { mode: "busy" });
      const pid = serverPid(home) ?? 0;
      const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
      expect(await user.kill(name)).toBe(codes[name]);
      expect(isAlive(pid)).toBe(false);
    },
  );

  it("survives Ctrl-C in the terminal that started it while somebody else uses it", async () => {
    const starter = await embeddedUser(home);
    const pid = serverPid(home) ?? 0;
    const database = await openDatabase({ home });
    const gone = once(starter.process, "exit");
    process.kill(-(starter.process.pid ?? 0), "SIGINT");
    await gone;
    expect(isAlive(pid)).toBe(true);
    await database.pool.query("select 1");
    await database.close();
  });

  it("is not misled by a postmaster.pid whose number another process has now", async () => {
    const other = spawn("sleep", ["60"], { stdio: "ignore" });
    const lines = [other.pid, "/elsewhere", 1, 5432, "", "127.0.0.1", " 1 1", "ready   ", ""];
    writeFileSync(join(serverFolder(home), "data", "postmaster.pid"), lines.join("\n"));
    expect(await entries()).toEqual([]);
    expect(isAlive(other.pid ?? 0)).toBe(true);
    other.kill();
  });
});
