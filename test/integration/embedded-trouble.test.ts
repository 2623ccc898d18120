import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
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

const isRoot = process.getuid?.() === 0;
let home = "";
const restore: (() => void)[] = [];

beforeAll(async () => {
  home = temporaryHome();
  await (await openDatabase({ home })).close();
});

afterEach(async () => {
  endUsers();
  for (const step of restore.splice(0)) step();
  expect(serverPid(home)).toBeNull();
  await (await openDatabase({ home })).close();
});

afterAll(() => removeTemporaryHome(home));

const inServer = (...names: string[]): string => join(serverFolder(home), ...names);

/** Puts a file aside until the test is over. */
function putAside(path: string): void {
  renameSync(path, `${path}.aside`);
  restore.push(() => {
    rmSync(path, { recursive: true, force: true });
    renameSync(`${path}.aside`, path);
  });
}

describe("an embedded database that cannot be used", () => {
  it("tells which Postgres made it", async () => {
    putAside(inServer("data", "PG_VERSION"));
    writeFileSync(inServer("data", "PG_VERSION"), "15\n");
    await expect(openDatabase({ home })).rejects.toMatchObject({
      code: "embedded_version",
      details: { found: "15", needed: "18" },
    });
  });

  it.each([
    ["its control file is gone", "data/global/pg_control", "global/pg_control"],
    ["its log is gone", "data/pg_wal", "pg_wal"],
    ["its version is gone", "data/PG_VERSION", "PG_VERSION"],
    ["its password is gone", "password", "password"],
    ["its tables are gone", "data/base", "database"],
  ])("says that it is damaged where %s, and makes nothing anew", async (_, path, reason) => {
    putAside(inServer(path));
    const opened = openDatabase({ home });
    await expect(opened).rejects.toMatchObject({ code: "embedded_damaged" });
    await expect(opened).rejects.toThrow(reason);
  });

  it("says that another password was put there", async () => {
    putAside(inServer("password"));
    writeFileSync(inServer("password"), "wrong");
    await expect(openDatabase({ home })).rejects.toMatchObject({ code: "embedded_damaged" });
  });

  it("says where its books should be", async () => {
    const empty = join(home, "empty");
    mkdirSync(join(empty, "postgres"), { recursive: true });
    writeFileSync(join(empty, "postgres", "location"), "/var/lib/yuejie/gone\n");
    await expect(openDatabase({ home: empty })).rejects.toMatchObject({
      code: "embedded_gone",
      details: { folder: "/var/lib/yuejie/gone" },
    });
    rmSync(empty, { recursive: true });
  });

  it.skipIf(isRoot)("says what it may not write", async () => {
    await expect(openDatabase({ home: "/root/yuejie" })).rejects.toMatchObject({
      code: "embedded_folder",
      message: expect.stringContaining("permission denied"),
    });
  });

  it("says that a file is in the way, and that a system refuses a folder", async () => {
    const home = inServer("password");
    await expect(openDatabase({ home })).rejects.toMatchObject({ code: "embedded_folder" });
    if (process.platform !== "linux") return;
    const refused = openDatabase({ home: "/proc/yuejie/home" });
    await expect(refused).rejects.toMatchObject({ code: "embedded_folder" });
  });

  it.skipIf(!isRoot || process.platform !== "linux")("says that the disk is full", async () => {
    const disk = join(home, "disk");
    mkdirSync(disk);
    const mount = `mount -t tmpfs -o size=15m none "$0" && exec "$@"`;
    const through = ["unshare", "--mount", "sh", "-c", mount, disk];
    const user = embeddedUser(join(disk, "home"), { through });
    await expect(user).rejects.toThrow("The disk is full");
    rmSync(disk, { recursive: true });
  });
});

describe("the embedded database helps itself", () => {
  it("removes what a process left that was killed while it made a cluster", async () => {
    mkdirSync(inServer("data.new-0badcafe", "base"), { recursive: true });
    await (await openDatabase({ home })).close();
    expect(readdirSync(serverFolder(home)).filter((name) => name.startsWith("data."))).toEqual([]);
  });

  it("takes another port each time, one that is free", async () => {
    const first = await openDatabase({ home });
    const port = Number(new URL(first.url).port);
    await first.close();
    const thief = createServer().listen(port, "127.0.0.1");
    const second = await openDatabase({ home });
    expect(new URL(second.url).port).not.toBe(String(port));
    await second.close();
    await new Promise((resolve) => thief.close(resolve));
  });

  it("serves a home that was moved, and a copy apart from it", async () => {
    const database = await openDatabase({ home });
    await database.pool.query("create table moved_along ()");
    await database.close();
    const [moved, copy] = [`${home} moved`, `${home} copy`];
    renameSync(home, moved);
    await (await openDatabase({ home: moved })).close();
    renameSync(moved, home);
    if (existsSync(join(home, "postgres", "location"))) return;
    cpSync(home, copy, { recursive: true });
    const other = await openDatabase({ home: copy });
    const { rows } = await other.pool.query("select to_regclass('moved_along') is not null as is");
    expect(rows).toEqual([{ is: true }]);
    await other.close();
    rmSync(copy, { recursive: true });
  });

  it("ends a server whose home was deleted under it", async () => {
    const lost = temporaryHome();
    const database = await openDatabase({ home: lost });
    const pid = serverPid(lost) ?? 0;
    rmSync(lost, { recursive: true });
    await database.close();
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    removeTemporaryHome(lost);
  });

  it("starts a new log when the old one has grown, and keeps one old", async () => {
    writeFileSync(inServer("server.log"), "x".repeat(1_200_000));
    await (await openDatabase({ home })).close();
    const size = Number(
      execFileSync("wc", ["-c", inServer("server.log")], { encoding: "utf8" }).split(" ")[0],
    );
    expect(size).toBeLessThan(10_000);
    expect(existsSync(inServer("server.log.1"))).toBe(true);
  });
});
