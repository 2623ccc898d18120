import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "../../src/platform/files/make-folder.js";
import { createRejectsFile } from "../../src/platform/files/rejects-file.js";
import { openWholeFile } from "../../src/platform/workbook/whole-file.js";
import { takeFolder } from "../../src/rehearsal/target-folder.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "yuejie-folder-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("makes a folder with those above it, and is content with what is there", () => {
  const path = join(root, "a", "b", "c");
  makeFolder(path, 0o700);
  makeFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  makeFolder("/");
});

test("a file in the way is told", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => makeFolder(join(root, "file"))).toThrow(expect.objectContaining({ code: "EEXIST" }));
  expect(() => makeFolder(join(root, "file", "x"))).toThrow(
    expect.objectContaining({ code: "ENOTDIR" }),
  );
  mkdirSync(join(root, "d"));
  makeFolder(join(root, "d"));
});

// There Node's own recursive mkdir tries for ever.
const nowhere = "/proc/yuejie/out";
test.skipIf(!existsSync("/proc/self"))(
  "whoever writes below /proc is refused at once",
  async () => {
    const refused = { code: "ENOENT" };
    expect(() => makeFolder(nowhere)).toThrow(expect.objectContaining(refused));
    await expect(takeFolder(nowhere, { madeBy: "test", folders: [] })).rejects.toMatchObject(
      refused,
    );
    await expect(openWholeFile(join(nowhere, "x.xlsx"))).rejects.toMatchObject(refused);
    await expect(createRejectsFile(nowhere, "x", ["a"]).write([["b"]])).rejects.toMatchObject({
      code: "rejects_not_written",
    });
  },
  5_000,
);
