import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { explainFileFailure } from "../../src/platform/files/explain-failure.js";
import { folderStorage } from "../../src/platform/storage/folder-storage.js";

const root = mkdtempSync(join(tmpdir(), "yuejie-storage-"));
const storage = folderStorage(root);
afterAll(() => rmSync(root, { recursive: true }));

const everyFile = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

async function read(key: string, range?: { start: number; end?: number }): Promise<string | null> {
  const found = await storage.get(key, range);
  return found === null ? null : text(found.stream);
}

async function keys(prefix?: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of storage.list(prefix)) found.push(key);
  return found;
}

describe("objects in a folder", () => {
  it("come back as they were given, whole or in part", async () => {
    const stored = await storage.put("7/1/a.xlsx", Readable.from([Buffer.from("月结"), "abc"]));
    const sha256 = createHash("sha256").update("月结abc").digest("hex");
    expect(stored).toEqual({ sizeBytes: 9, sha256 });
    expect(await read("7/1/a.xlsx")).toBe("月结abc");
    expect(await read("7/1/a.xlsx", { start: 6 })).toBe("abc");
    expect(await read("7/1/a.xlsx", { start: 6, end: 8 })).toBe("ab");
    expect(await read("7/1/a.xlsx", { start: 6, end: 99 })).toBe("abc");
    expect(await read("7/1/a.xlsx", { start: 9 })).toBe("");
    expect(await read("7/1/b.xlsx")).toBeNull();
  });

  it("are replaced whole", async () => {
    await storage.put("8/1/a", Readable.from(["old and longer"]));
    await storage.put("8/1/a", Readable.from(["new"]));
    expect(await read("8/1/a")).toBe("new");
  });

  it("are listed by prefix, in the order of their keys", async () => {
    for (const key of ["n/a/b", "n-1", "n/2"]) {
      await storage.put(key, Readable.from(["x"]));
    }
    expect(await keys("n")).toEqual(["n-1", "n/2", "n/a/b"]);
    expect(await keys("n/")).toEqual(["n/2", "n/a/b"]);
    expect(await keys("nothing")).toEqual([]);
  });

  it("are gone when they are dropped, with the folders that held nothing else", async () => {
    await storage.put("d/1/a", Readable.from(["x"]));
    await storage.put("d/b", Readable.from(["x"]));
    await storage.delete("d/1/a");
    expect(readdirSync(join(root, "d"))).toEqual(["b"]);
    await storage.delete("d/b");
    await storage.delete("d/b");
    expect(readdirSync(root)).not.toContain("d");
  });

  it("leave nothing where their source breaks off", async () => {
    const before = everyFile();
    const broken = Readable.from(
      (async function* () {
        yield "half";
        throw new Error("away");
      })(),
    );
    await expect(storage.put("9/1/a", broken)).rejects.toThrow("away");
    expect(await read("9/1/a")).toBeNull();
    expect(everyFile()).toEqual(before);
  });

  it("are hidden while a process that died has left them unfinished, and swept later", async () => {
    await storage.put("u/a", Readable.from(["x"]));
    const left = join(root, "u", ".unfinished-0123456789ab");
    writeFileSync(left, "half");
    expect(await keys("u/")).toEqual(["u/a"]);
    const hourAgo = new Date(Date.now() - 3_600_000);
    expect(await storage.sweepUnfinished(hourAgo)).toBe(0);
    utimesSync(left, new Date(0), new Date(0));
    expect(await storage.sweepUnfinished(hourAgo)).toBe(1);
    expect(everyFile().filter((name) => name.startsWith("."))).toEqual([]);
  });

  it.each(["", "/a", "a/", "../a", "a/../b", ".hidden", "a/.unfinished-1", "a b", "甲"])(
    "refuse the key %j",
    async (key) => {
      await expect(storage.get(key)).rejects.toThrow("is no key");
      await expect(storage.put(key, Readable.from(["x"]))).rejects.toThrow("is no key");
    },
  );

  it("tell the place they could not be written to", async () => {
    await storage.put("file", Readable.from(["x"]));
    const error: unknown = await storage.put("file/a", Readable.from(["x"])).catch((e) => e);
    expect(explainFileFailure(error)?.code).toMatch(/^file_(trouble|denied)$/);
  });
});
