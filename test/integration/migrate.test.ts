import { afterEach, describe, expect, it } from "vitest";
import { connect } from "../../src/platform/database/database.js";
import { migrate, pendingMigrations } from "../../src/platform/database/migrate.js";
import { openDatabase } from "../../src/platform/database/open-database.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { withDatabaseName } from "../support/database-url.js";

const open: TestDatabase[] = [];

async function database(options: { empty?: boolean; encoding?: string }): Promise<TestDatabase> {
  const made = await testDatabase(options);
  open.push(made);
  return made;
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.drop();
});

describe("migrate", () => {
  it("applies every migration in order, once, and records it", async () => {
    const books = await database({ empty: true });
    const pending = await pendingMigrations(books);
    expect(pending[0]).toBe("0001_facts");
    expect(pending).toEqual([...pending].sort());
    expect(await migrate(books)).toEqual(pending);
    expect(await pendingMigrations(books)).toEqual([]);
    expect(await migrate(books)).toEqual([]);
    const { rows } = await books.pool.query("select name from schema_migration order by name");
    expect(rows.map(({ name }) => name)).toEqual(pending);
  });

  it("is done once where two processes do it at once", async () => {
    const books = await database({ empty: true });
    const other = connect(books.url);
    const pending = await pendingMigrations(books);
    const [one, two] = await Promise.all([migrate(books), migrate(other)]);
    await other.close();
    expect([...one, ...two].sort()).toEqual(pending);
  });

  it("refuses a migration that was edited after it was applied", async () => {
    const books = await database({});
    await books.pool.query("update schema_migration set checksum = 'x' where name like '0002%'");
    const refusal = { code: "schema_edited", message: expect.stringContaining("0002_books") };
    await expect(migrate(books)).rejects.toMatchObject(refusal);
    await expect(pendingMigrations(books)).rejects.toMatchObject(refusal);
  });

  it("refuses a schema from a newer version", async () => {
    const books = await database({});
    await books.pool.query("insert into schema_migration values ('9999_later', 'x')");
    const refusal = { code: "schema_newer", message: expect.stringContaining("9999_later") };
    await expect(migrate(books)).rejects.toMatchObject(refusal);
  });

  it("rolls a failing migration back and names it", async () => {
    const books = await database({ empty: true });
    await books.pool.query("create table statement (mine text)");
    await expect(migrate(books)).rejects.toMatchObject({
      code: "schema_failed",
      details: { name: "0002_books", reason: 'relation "statement" already exists' },
    });
    const { rows } = await books.pool.query("select to_regclass('run') as run");
    expect(rows).toEqual([{ run: null }]);
    expect((await pendingMigrations(books))[0]).toBe("0002_books");
  });

  it("refuses a database that cannot store Chinese", async () => {
    const books = await database({ encoding: "LATIN1" });
    await expect(migrate(books)).rejects.toMatchObject({
      code: "server_encoding",
      details: { encoding: "LATIN1" },
    });
  });
});

describe("openDatabase with an address", () => {
  const home = "/nowhere";

  it("refuses an old schema and names the command", async () => {
    const books = await database({ empty: true });
    const opened = openDatabase({ databaseUrl: books.url, home });
    await expect(opened).rejects.toMatchObject({ code: "schema_old", kind: "input" });
    await expect(opened).rejects.toThrow("yuejie migrate");
  });

  it("migrates where it is told to, and tells what it did", async () => {
    const books = await database({ empty: true });
    const pending = await pendingMigrations(books);
    const first = await openDatabase({ databaseUrl: books.url, home, migrate: "auto" });
    expect(first.applied).toEqual(pending);
    await first.close();
    const second = await openDatabase({ databaseUrl: books.url, home, migrate: "check" });
    expect(second.applied).toEqual([]);
    await second.close();
  });

  it("names itself and stands in Shanghai", async () => {
    const books = await database({});
    const opened = await openDatabase({ databaseUrl: books.url, home, name: "run 2026-10" });
    const { rows } = await opened.pool.query(
      "select current_setting('application_name') as name, current_setting('timezone') as zone",
    );
    await opened.close();
    expect(rows).toEqual([{ name: "run 2026-10", zone: "Asia/Shanghai" }]);
  });

  it.each([
    ["a server that is not there", "127.0.0.1:9", "database_unreachable"],
    ["a host that is not there", "no.such.host.invalid:5432", "database_unreachable"],
  ])("tells of %s without the password", async (_, place, code) => {
    const databaseUrl = `postgres://yuejie:geheim@${place}/books`;
    const opened = openDatabase({ databaseUrl, home });
    await expect(opened).rejects.toMatchObject({ code, kind: "dependency", retryable: true });
    await expect(opened).rejects.toThrow(`${place}/books`);
    await expect(opened).rejects.not.toThrow("geheim");
  });

  it("tells of a database that is not there", async () => {
    const books = await database({});
    const opened = openDatabase({ databaseUrl: withDatabaseName(books.url, "yj_gone"), home });
    await expect(opened).rejects.toMatchObject({ code: "database_absent" });
  });
});
