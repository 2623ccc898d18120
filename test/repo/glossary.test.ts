import { describe, expect, it } from "vitest";
import { reasonCodes } from "../../src/domain/reasons.js";
import { listFiles, readText } from "../support/repository-files.js";

const glossary = readText("docs/glossary.md");
const migrations = listFiles("sql", /^sql\/migrations\/.*\.sql$/)
  .map(readText)
  .join("\n")
  .replace(/--.*$/gm, "");

function isMentioned(name: string): boolean {
  return glossary.includes(`\`${name}\``);
}

function namesAfter(form: RegExp): string[] {
  return [...migrations.matchAll(form)].map(([, name]) => name ?? "");
}

const enums = [...migrations.matchAll(/create type (\w+) as enum\s*\(([^)]*)\)/g)].map(
  ([, name = "", values = ""]) => ({
    name,
    values: [...values.matchAll(/'(\w+)'/g)].map(([, value]) => value ?? ""),
  }),
);

describe("the glossary", () => {
  it("has every table and view", () => {
    const tables = namesAfter(/create (?:table|view) (\w+)/g);
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((name) => !isMentioned(name))).toEqual([]);
  });

  it("has every enum and each of its values", () => {
    expect(enums.length).toBeGreaterThan(10);
    const names = enums.flatMap(({ name, values }) => [name, ...values]);
    expect(names.filter((name) => !isMentioned(name))).toEqual([]);
  });

  it("has every reason", () => {
    expect(reasonCodes.filter((code) => !isMentioned(code))).toEqual([]);
  });

  it("has its terms once", () => {
    const terms = [...glossary.matchAll(/^\| ([^|]+) \|/gm)].map(([, term]) => term?.trim() ?? "");
    const defined = terms.filter(
      (term) => term !== "term" && term !== "code" && !/^-+$/.test(term),
    );
    expect(defined.filter((term, index) => defined.indexOf(term) !== index)).toEqual([]);
  });
});
