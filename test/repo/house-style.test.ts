import { describe, expect, it } from "vitest";
import { listFiles, readText } from "../support/repository-files.js";

const texts = listFiles(".", /\.(ts|mjs|cjs|sql|md|ya?ml|json|sh)$|(^|\/)(Dockerfile|run)$/).filter(
  (path) => path !== "package-lock.json",
);
const here = "test/repo/house-style.test.ts";

/** Paths of our files that hold the form, with the first line that does. */
function find(form: RegExp, among: readonly string[]): string[] {
  return among.flatMap((path) => {
    const line = readText(path)
      .split("\n")
      .find((text) => form.test(text));
    return line === undefined ? [] : [`${path}: ${line.trim()}`];
  });
}

describe("the house", () => {
  it("keeps files small", () => {
    // biome.json limits code in the same way.
    const limits: readonly (readonly [RegExp, number])[] = [
      [/^(src|jobs|scripts|bench)\/.*\.(ts|mjs)$/, 300],
      [/^test\/.*\.ts$/, 400],
      [/^sql\/.*\.sql$/, 300],
      [/^ARCHITECTURE\.md$/, 200],
    ];
    const tooLong = texts.filter((path) => {
      const limit = limits.find(([form]) => form.test(path))?.[1];
      return limit !== undefined && readText(path).split("\n").length > limit + 1;
    });
    expect(tooLong).toEqual([]);
  });

  it("names files in kebab case, by what they are", () => {
    const code = listFiles(".", /^(src|jobs|scripts|bench|test)\/.*\.(ts|mjs)$/);
    const form = /^([a-z0-9]+(-[a-z0-9]+)*)(\.(job|main|test|d))?\.(ts|mjs)$/;
    expect(code.filter((path) => !form.test(path.replace(/^.*\//, "")))).toEqual([]);
    const vague =
      /\/(utils?|helpers?|common|misc|shared)(\/|\.ts$)|[-/](impl|manager|service|base)\.ts$/;
    expect(code.filter((path) => vague.test(path))).toEqual([]);
  });

  it("leaves nothing unfinished behind", () => {
    const code = texts.filter((path) => path !== here && !path.endsWith(".md"));
    expect(find(/\b(TODO|FIXME|XXX)\b|not implemented/, code)).toEqual([]);
    expect(find(/\b(it|test|describe)\.(skip|only|todo)\b/, code)).toEqual([]);
  });

  it("makes folders with makeFolder: Node's recursive mkdir never ends under /proc", () => {
    const code = texts.filter((path) => /^(src|jobs)\//.test(path));
    expect(find(/mkdir(Sync)?\(.*recursive/, code)).toEqual([]);
  });

  it("stands alone: no path of a machine it was written on", () => {
    // CI also runs checks that may lie beside the project, and says so.
    const elsewhere = texts.filter((path) => path !== here && !path.startsWith(".ci/"));
    expect(find(/(^|[\s"'`(=])(\/work\/|\.\.\/shared\b)/, elsewhere)).toEqual([]);
  });

  it("pins every package", () => {
    const { dependencies, devDependencies } = JSON.parse(readText("package.json"));
    const versions: [string, string][] = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d/.test(version))).toEqual([]);
  });
});
