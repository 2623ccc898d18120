import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/intake/columns.js";
import * as words from "../../src/intake/words.js";
import { invoiceListColumns } from "../../src/lifecycle/invoice/read-invoice-list.js";
import { listFiles, readText, repositoryFolder } from "../support/repository-files.js";

const pages = listFiles(".", /(^|\/)[\w.-]+\.md$/);
const program = listFiles(".", /^(src|sql|scripts|bench|test|fixtures)\/.*\.(ts|mjs|sql|md)$/);
const migrations = listFiles("sql/migrations", /\.sql$/).map(readText);
const form = /\bR-(?:[A-Z]+\d+|[A-Z]{3,})\b/g;

describe("the documentation", () => {
  it("states every rule that anything cites", () => {
    const rules = readText("docs/rules.md");
    const stated = new Set([...rules.matchAll(/\*\*(R-[A-Z0-9]+)\b/g)].map(([, rule]) => rule));
    const cited = new Set(
      [...program, ...pages].flatMap((path) => readText(path).match(form) ?? []),
    );
    expect(cited.size).toBeGreaterThan(40);
    expect([...cited].filter((rule) => !stated.has(rule))).toEqual([]);
    const ofLifecycle = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `R-W${number}`);
    expect(ofLifecycle.filter((rule) => !stated.has(rule))).toEqual([]);
  });

  it("says of every rule from draft to paid where it is kept", () => {
    const [, section = ""] =
      /^## 7\. [^\n]*\n([\s\S]*?)^## /m.exec(readText("docs/rules.md")) ?? [];
    const rules = section.split(/^(?=\*\*R-W\d)/m).slice(1);
    expect(rules.map((text) => text.slice(2, 6))).toEqual([
      ...["R-W1", "R-W2", "R-W3", "R-W4", "R-W5", "R-W6", "R-W7", "R-W8"],
    ]);
    expect(rules.filter((text) => !/\*\*Where\*\*\s+`(src|sql)\//.test(text))).toEqual([]);
  });

  it("names only constraints, indexes, triggers and functions that the database has", () => {
    const texts = migrations.join("\n");
    const missing = ["docs/rules.md", "ARCHITECTURE.md", "docs/scaling.md"].flatMap((page) => {
      const text = readText(page);
      const lists = [
        ...text.matchAll(
          /(?:constraint|index|trigger|function)(?:e?s)?\s+(`\w+`(?:(?:,| and)\s+`\w+`)*)/g,
        ),
      ].map(([, list]) => list ?? "");
      const named = [...text.matchAll(/`\w+_(?:pk|uq|fk|ix)`/g)].map(([name]) => name);
      const names = [...lists, ...named].flatMap((list) => list.match(/\w+/g) ?? []);
      return names
        .filter((name) => !/^and$/.test(name) && !new RegExp(`\\b${name}\\b`).test(texts))
        .map((name) => `${page}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it("has every statement of a run among the stages, and in the plan of spreading the books", () => {
    const numbers = listFiles("sql/run", /\.sql$/).map(
      (path) => /\/(\d{3})_/.exec(path)?.[1] ?? path,
    );
    for (const page of ["ARCHITECTURE.md", "docs/scaling.md"]) {
      const spans = readText(page)
        .split("\n")
        .map((line) => /^\| ((?:`?\d{3}`?(?:[,–]| to )? ?)+)\|/.exec(line)?.[1] ?? "")
        .flatMap((cell) => cell.match(/\d{3}`?(?:(?:–| to `?)\d{3})?/g) ?? [])
        .map((span) => span.match(/\d{3}/g) ?? []);
      const isTold = (number: string) =>
        spans.some(([from = "", to = from]) => from <= number && number <= to);
      expect({ page, missing: numbers.filter((number) => !isTold(number)) }).toEqual({
        page,
        missing: [],
      });
    }
  });

  it("places every table in the plan of spreading the books, once", () => {
    const tables = migrations.flatMap((text) =>
      [...text.matchAll(/^create table (\w+)/gm)].map(([, name]) => name ?? ""),
    );
    const [, placed = ""] =
      /\| placed \| tables \|([\s\S]*?)\n\n/.exec(readText("docs/scaling.md")) ?? [];
    const named = [...placed.matchAll(/^\|[^|]*\|([^|]*)\|/gm)].flatMap(
      ([, cell]) => (cell ?? "").match(/\w+(?=`)/g) ?? [],
    );
    expect(tables.length).toBeGreaterThan(40);
    expect(named.sort()).toEqual(tables.sort());
  });

  it("points only at files that are there", () => {
    const broken = pages.flatMap((page) => {
      const text = readText(page).replace(/```[\s\S]*?```/g, "");
      const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, to]) =>
        join(dirname(page), to ?? ""),
      );
      const named = [
        ...text.matchAll(/`((?:src|sql|test|docs|scripts|bench|fixtures)\/[\w./-]+)`/g),
      ];
      return [...links, ...named.map(([, path]) => path ?? "")]
        .filter((path) => !existsSync(join(repositoryFolder, path)))
        .map((path) => `${page}: ${path}`);
    });
    expect(broken).toEqual([]);
  });

  it("lists every column of the input files, with its header and whether it must be there", () => {
    const sections = readText("docs/input-files.md").split(/^## /m);
    for (const [kind, columns] of Object.entries(columnsOf)) {
      const section = sections.find((text) => text.startsWith(`${kind}\n`)) ?? "";
      const rows = [...section.matchAll(/^\| `(\w+)` \|([^|]+)\|([^|]*)\|/gm)].map(
        ([, name, label, blank]) => `${name} ${label?.trim()} ${blank?.trim()}`,
      );
      const expected = columns.map(({ name, label, blank }) => {
        if (blank === "null") return `${name} ${label} `;
        return `${name} ${label} ${blank === "refused" ? "required" : `d: \`${blank.means}\``}`;
      });
      expect(rows).toEqual(expected);
    }
  });

  it("lists the columns of a list of invoices, and every element that is read of an electronic one", () => {
    const page = readText("docs/formats.md");
    const [, list = "", file = ""] =
      /^## Invoices on paper as CSV, read\n([\s\S]*?)^## Electronic invoices.*\n([\s\S]*)/m.exec(
        page,
      ) ?? [];
    const rows = [...list.matchAll(/^\| (\w+) \| `(\w+)` \| (.*?) \| (yes|no) \|$/gm)];
    expect(rows.map(([, ...cells]) => cells)).toEqual(
      Object.entries(invoiceListColumns).map(([field, { names, isRequired }]) => {
        return [field, ...names, isRequired ? "yes" : "no"];
      }),
    );
    const code = readText("src/lifecycle/invoice/read-invoice-file.ts").replace(
      /^import .*$/gm,
      "",
    );
    const read = [...code.matchAll(/"([A-Z][\w-]*[a-z][\w-]*)"/g)].map(([, name]) => name ?? "");
    const told = new Set(file.match(/[\w-]+/g));
    expect(read.length).toBeGreaterThan(20);
    expect(read.filter((name) => !told.has(name))).toEqual([]);
  });

  it("lists every word that the input files may use", () => {
    const text = readText("docs/input-files.md");
    const missing = Object.values(words)
      .flat()
      .flatMap(([code, word]) => [`\`${code}\` ${word}`])
      .filter((pair) => !text.includes(pair));
    expect(missing).toEqual([]);
  });
});
