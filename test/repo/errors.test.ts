import { describe, expect, it } from "vitest";
import { errorDocsPath, renderErrorDocs } from "../../scripts/error-docs.js";
import { errorCatalogue } from "../../src/domain/errors.js";
import { listFiles, readText, repositoryFolder } from "../support/repository-files.js";

const entries = Object.entries(errorCatalogue);
const sources = [...listFiles("src", /\.ts$/), ...listFiles("jobs", /\.ts$/)].filter(
  (path) => !/^src\/domain\/errors(\.ts$|\/)/.test(path),
);

describe("the error catalogue", () => {
  it("is what docs/errors.md says (npm run docs:errors)", () => {
    const path = errorDocsPath.slice(repositoryFolder.length);
    expect(readText(path)).toBe(renderErrorDocs());
  });

  it("has every code in one file only", () => {
    const codes = listFiles("src", /^src\/domain\/errors(\.ts$|\/.*)/).flatMap((path) => [
      ...readText(path).matchAll(/^ {2}(\w+): \{$/gm),
    ]);
    expect(codes.map(([, code]) => code).sort()).toEqual(entries.map(([code]) => code).sort());
  });

  it("has no code that nothing throws", () => {
    const text = sources.map(readText).join("\n");
    expect(entries.map(([code]) => code).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });

  it("fills the same values into both languages", () => {
    // A word that is another in Chinese ends in Zh there.
    const names = (sentence: string) => {
      const found = sentence.match(/\{\w+\}/g) ?? [];
      return [...new Set(found.map((name) => name.replace("Zh}", "}")))].sort();
    };
    const different = entries.filter(([, { en, zh }]) => names(en).join() !== names(zh).join());
    expect(different.map(([code]) => code)).toEqual([]);
  });

  it("speaks in whole sentences that say what to do where a rule or a value is wrong", () => {
    const unfinished = entries.filter(
      ([, { en, zh }]) =>
        !/[.?)\w}"]$/.test(en) || !/[。？）\p{L}}"]$/u.test(zh) || /[\n\r]/.test(en + zh),
    );
    expect(unfinished.map(([code]) => code)).toEqual([]);
  });

  it("names the rule of every refusal that a rule makes", () => {
    const nameless = entries.filter(
      ([, { kind, ...rest }]) => kind === "refused" && !("rule" in rest),
    );
    expect(nameless.map(([code]) => code)).toEqual([]);
  });
});
