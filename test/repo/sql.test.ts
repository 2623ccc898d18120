import { describe, expect, it } from "vitest";
import { listFiles, readText } from "../support/repository-files.js";

const sqlFiles = listFiles("sql", /\.sql$/).map((path) => path.slice("sql/".length));
const code = listFiles("src", /\.ts$/).map(readText).join("\n");
const tests = listFiles("test", /\.ts$/).map(readText).join("\n");

describe("sql/", () => {
  it("holds nothing but SQL", () => {
    expect(listFiles("sql").filter((path) => !path.endsWith(".sql"))).toEqual([]);
  });

  it("says at the top of every file what it is for", () => {
    expect(sqlFiles.filter((path) => !/^-- \S/.test(readText(`sql/${path}`)))).toEqual([]);
  });

  it("has no statement that nothing runs", () => {
    // Paths are put together from a folder and a name, so the name alone has to be somewhere; or the
    // name is made from a word and a variable, as in `copy_${kind}.sql`.
    const made = [...code.matchAll(/(\w{3,})\$\{[\w.]+\}\.sql`/g)].map(([, word]) => word ?? "");
    const isNamed = (path: string, text: string): boolean => {
      const name = path.replace(/^.*\//, "").replace(/\.sql$/, "");
      if (made.some((word) => name.startsWith(word))) return true;
      return new RegExp(`["'\`/]${name}(\\.sql)?["'\`]`).test(text);
    };
    const runs = (path: string): boolean =>
      path.startsWith("migrations/") ||
      isNamed(path, path.startsWith("checks/") ? code + tests : code);
    expect(sqlFiles.filter((path) => !runs(path))).toEqual([]);
  });

  it("has every statement that is run by its whole name", () => {
    const named = [...code.matchAll(/sqlFile\("([^"]+)"\)/g)].map(([, path]) => path ?? "");
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !sqlFiles.includes(path))).toEqual([]);
  });

  it("numbers its migrations without a gap", () => {
    const numbers = sqlFiles
      .filter((path) => path.startsWith("migrations/"))
      .map((path) => Number(path.slice("migrations/".length, "migrations/".length + 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("is the only place with SQL", () => {
    const statement =
      /[`"'](select .* from|insert into|update \w+ set|delete from|create (temp )?table) /;
    const offenders = listFiles("src", /\.ts$/).filter((path) => statement.test(readText(path)));
    expect(offenders).toEqual([]);
  });
});
