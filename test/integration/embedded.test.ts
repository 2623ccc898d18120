import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

const homes: string[] = [];

function newHome(): string {
  const home = temporaryHome();
  homes.push(home);
  return home;
}

/** For what does not need to see it made. */
let home = "";

beforeAll(() => {
  home = newHome();
});

afterAll(() => {
  endUsers();
  for (const each of homes.splice(0)) removeTemporaryHome(each);
});

const claims = (home: string): string[] =>
  ["users", "locks"].flatMap((name) => readdirSync(join(serverFolder(home), name)));

describe("the embedded database", () => {
  it("is made, migrated and stopped, and keeps its books", async () => {
    const first = await openDatabase({ home });
    expect(first.applied[0]).toBe("0001_facts");
    const pid = serverPid(home) ?? 0;
    expect(isAlive(pid)).toBe(true);
    await first.pool.query("create table note as select '月结' as words");
    await first.close();
    expect(isAlive(pid)).toBe(false);
    expect(claims(home)).toEqual([]);

    const second = await openDatabase({ home });
    expect(second.applied).toEqual([]);
    const { rows } = await second.pool.query("select words from note");
    await second.close();
    expect(rows).toEqual([{ words: "月结" }]);
  });

  it("is a Postgres with safe settings that orders by bytes", async () => {
    const database = await openDatabase({ home });
    const { rows } = await database.pool.query(
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
         current_setting('synchronous_commit') as commits, current_setting('jit') as jit,
         current_setting('server_encoding') as encoding, current_setting('listen_addresses') as address,
         'Z' < 'a' as bytes, upper('é') as upper, current_setting('timezone') as zone`,
    );
    await database.close();
    expect(rows).toEqual([
      {
        ...{ fsync: "on", pages: "on", commits: "on", jit: "off", encoding: "UTF8" },
        ...{ address: "127.0.0.1", bytes: true, upper: "É", zone: "Asia/Shanghai" },
      },
    ]);
  });

  it("lets in only who knows the password, which only its owner can read", async () => {
    const database = await openDatabase({ home });
    const url = new URL(database.url);
    url.password = "guess";
    const stranger = new pg.Client({ connectionString: url.href });
    await expect(stranger.connect()).rejects.toMatchObject({ code: "28P01" });
    const password = join(serverFolder(home), "password");
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(readFileSync(password, "utf8")).toMatch(/^[0-9a-f]{48}$/);
    expect(statSync(join(serverFolder(home), "data")).mode & 0o077).toBe(0);
    await database.close();
  });

  it("is shared by processes and stops when the last one leaves", async () => {
    const one = await embeddedUser(home);
    const pid = serverPid(home) ?? 0;
    const here = await openDatabase({ home });
    const twice = await openDatabase({ home });
    expect(serverPid(home)).toBe(pid);
    expect(new URL(here.url).port).toBe(String(one.port));
    expect(await one.leave()).toBe(0);
    await here.close();
    expect(isAlive(pid)).toBe(true);
    await twice.pool.query("select 1");
    await twice.close();
    expect(isAlive(pid)).toBe(false);
    expect(claims(home)).toEqual([]);
  });

  it("is made once where several processes begin at the same time", async () => {
    const home = newHome();
    const users = await Promise.all([1, 2, 3].map(() => embeddedUser(home)));
    expect(new Set(users.map(({ port }) => port)).size).toBe(1);
    const applied = users.flatMap((user) => user.applied).sort();
    expect(applied).toEqual([...new Set(applied)]);
    const pid = serverPid(home) ?? 0;
    expect(await Promise.all(users.map((user) => user.leave()))).toEqual([0, 0, 0]);
    expect(isAlive(pid)).toBe(false);
    expect(claims(home)).toEqual([]);
  });

  it("runs side by side in two folders", async () => {
    const [here, there] = [home, newHome()];
    const [one, two] = await Promise.all([here, there].map((home) => openDatabase({ home })));
    await one?.pool.query("create table only_here ()");
    const { rows } = (await two?.pool.query("select to_regclass('only_here') as found")) ?? {};
    expect(rows).toEqual([{ found: null }]);
    expect(serverPid(here)).not.toBe(serverPid(there));
    await Promise.all([one?.close(), two?.close()]);
    expect([serverPid(here), serverPid(there)]).toEqual([null, null]);
  });
});
