import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { listFiles, readText, repositoryFolder } from "../support/repository-files.js";

it("keeps the import rules, and they were held against every module", () => {
  const printed = execFileSync(process.execPath, ["scripts/check-imports.mjs"], {
    cwd: repositoryFolder,
    encoding: "utf8",
  });
  const modules = listFiles(".", /^(src|jobs)\/.*\.ts$/).length;
  expect(printed.trim()).toBe(`imports: ${modules} of ${modules} modules read`);
});

interface Rule {
  readonly name: string;
  readonly to: { readonly path?: string };
}

it("names the drivers that are shipped, and each of them where it is imported", () => {
  const require = createRequire(import.meta.url);
  const { forbidden }: { forbidden: Rule[] } = require("../../.dependency-cruiser.cjs");
  const { dependencies } = JSON.parse(readText("package.json"));
  const code = listFiles(".", /^(src|jobs)\/.*\.ts$/).map(readText);
  const drivers = forbidden
    .filter(({ name }) => name.startsWith("driver-of-"))
    .flatMap(({ to }) => /\(([^()]+)\)\/$/.exec(to.path ?? "")?.[1]?.split("|") ?? []);
  expect(drivers).toContain("pg");
  const isImported = (driver: string): boolean =>
    code.some((text) => new RegExp(`["']${driver}(/[^"']*)?["']`).test(text));
  expect(drivers.filter((each) => !(each in dependencies) || !isImported(each))).toEqual([]);
});
