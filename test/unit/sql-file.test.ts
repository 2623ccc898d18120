import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { projectFolder } from "../../src/platform/files/project-folder.js";

// A package that is upgraded under a running process must not mix the SQL of two versions.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "yuejie-sql-"));
  cpSync(projectFolder("sql"), join(folder, "sql"), { recursive: true });
  vi.resetModules();
  vi.doMock("../../src/platform/files/project-folder.js", () => ({
    projectFolder: (...parts: string[]) => join(folder, ...parts),
  }));
});
afterEach(() => {
  vi.doUnmock("../../src/platform/files/project-folder.js");
  rmSync(folder, { recursive: true, force: true });
});

const load = () => import("../../src/platform/database/sql-file.js");

test("all texts are those of the first use", async () => {
  const { sqlFile, sqlFilesIn } = await load();
  const before = sqlFile("queries/statement/list.sql");
  const migrations = sqlFilesIn("migrations");
  expect(before).toContain("select");
  expect(migrations[0]).toBe("0001_facts.sql");

  const drafts = sqlFile("queries/lifecycle/choose.sql");
  for (const name of ["statement/list", "statement/totals-differ", "approve/drafts"]) {
    appendFileSync(join(folder, "sql", "queries", `${name}.sql`), "-- of the next version\n");
  }
  writeFileSync(join(folder, "sql", "migrations", "9999_next.sql"), "select 1;\n");
  rmSync(join(folder, "sql", "run"), { recursive: true });

  expect(sqlFile("queries/statement/list.sql")).toBe(before);
  expect(sqlFile("queries/lifecycle/choose.sql")).toBe(drafts);
  expect(sqlFile("queries/statement/totals-differ.sql")).not.toContain("next version");
  expect(sqlFile("run/000_settings.sql")).toContain("set");
  expect(sqlFilesIn("migrations")).toEqual(migrations);
});

test("a file that is not there is a defect, by name", async () => {
  const { sqlFile } = await load();
  expect(() => sqlFile("queries/none.sql")).toThrow("sql/queries/none.sql");
});
