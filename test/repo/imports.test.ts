import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { listFiles, repositoryFolder } from "../support/repository-files.js";

it("keeps the import rules, and they were held against every module", () => {
  const printed = execFileSync(process.execPath, ["scripts/check-imports.mjs"], {
    cwd: repositoryFolder,
    encoding: "utf8",
  });
  const modules = listFiles(".", /^(src|jobs)\/.*\.ts$/).length;
  expect(printed.trim()).toBe(`imports: ${modules} of ${modules} modules read`);
});
