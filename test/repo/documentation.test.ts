import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/intake/columns.js";
import * as words from "../../src/intake/words.js";
import { listFiles, readText, repositoryFolder } from "../support/repository-files.js";

const pages = listFiles(".", /(^|\/)[\w.-]+\.md$/);
const program = listFiles(".", /^(src|sql|scripts|bench|test|fixtures)\/.*\.(ts|mjs|sql|md)$/);
const form = /\bR-(?:[A-Z]+\d+|[A-Z]{3,})\b/g;

describe("the documentation", () => {
  it("states every rule that anything cites", () => {
    const rules = readText("docs/rules.md");
    const stated = new Set([...rules.matchAll(/\*\*(R-[A-Z0-9]+)\b/g)].map(([, rule]) => rule));
    const named = new Set([...rules.matchAll(form)].map(([rule]) => rule));
    const cited = new Set(
      [...program, ...pages].flatMap((path) => readText(path).match(form) ?? []),
    );
    expect(cited.size).toBeGreaterThan(40);
    // Those of §7 that are not built yet are named there in one sentence.
    const isKnown = (rule: string) =>
      stated.has(rule) || (rule.startsWith("R-W") && named.has(rule));
    expect([...cited].filter((rule) => !isKnown(rule))).toEqual([]);
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

  it("lists every word that the input files may use", () => {
    const text = readText("docs/input-files.md");
    const missing = Object.values(words)
      .flat()
      .flatMap(([code, word]) => [`\`${code}\` ${word}`])
      .filter((pair) => !text.includes(pair));
    expect(missing).toEqual([]);
  });
});
