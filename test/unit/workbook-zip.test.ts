import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readZipDirectory, unpackEntry } from "../../src/platform/files/zip-archive.js";
import { directoryAndEnd, narrowLimit } from "../../src/platform/workbook/zip-records.js";
import { ZipWriter } from "../../src/platform/workbook/zip-writer.js";

/** Keeps what it is sent; `delayMs` makes a slow disk of it. */
class Sink extends Writable {
  readonly pieces: Buffer[] = [];
  readonly #delayMs: number;

  constructor(delayMs = 0) {
    super();
    this.#delayMs = delayMs;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.pieces.push(piece);
    if (this.#delayMs > 0) setTimeout(done, this.#delayMs);
    else done();
  }
}

const rows = (count: number): string[] =>
  Array.from({ length: count }, (_, row) => `<row r="${row}">第${row}行 😀 ${row * 7919}</row>`);

async function write(sink: Sink, parts: Readonly<Record<string, readonly string[]>>) {
  const zip = new ZipWriter(sink, 1);
  for (const [name, texts] of Object.entries(parts)) {
    const part = zip.open(name);
    for (const text of texts) {
      part.write(text);
      if (part.isFull) await part.drained();
    }
    await part.end();
  }
  await zip.end();
  return sink.bytes;
}

describe("a zip archive", () => {
  const parts = {
    "_rels/.rels": ["<a/>"],
    "xl/空.xml": [],
    // Some blocks' worth, with characters of three and four bytes on their borders.
    "xl/worksheets/sheet1.xml": rows(40_000),
    // More than a block in one piece.
    "xl/big.xml": [rows(20_000).join("")],
  };

  it("gives back what was written, with its checksums", async () => {
    const folder = await mkdtemp(join(tmpdir(), "yuejie-zip-"));
    const path = join(folder, "a.zip");
    const bytes = await write(new Sink(), parts);
    await writeFile(path, bytes);
    const handle = await open(path);
    const entries = await readZipDirectory(handle, bytes.length);
    expect([...entries.keys()]).toEqual(Object.keys(parts));
    for (const [name, texts] of Object.entries(parts)) {
      const entry = entries.get(name);
      if (!entry) throw new Error(name);
      const pieces: Buffer[] = [];
      for await (const piece of unpackEntry(handle, entry)) pieces.push(piece);
      expect(Buffer.concat(pieces).toString() === texts.join(""), name).toBe(true);
    }
    await handle.close();
    await rm(folder, { recursive: true });
  });

  it("tells sizes and checksum behind each part, as its directory does", async () => {
    const text = "结算明细".repeat(100);
    const bytes = await write(new Sink(), { "a.xml": [text] });
    const nameEnd = 30 + "a.xml".length;
    expect(bytes.readUInt32LE(0)).toBe(0x04034b50);
    expect(bytes.readUInt16LE(6)).toBe(0x0808);
    expect(bytes.toString("utf8", 30, nameEnd)).toBe("a.xml");
    const behind = bytes.indexOf(Buffer.from([0x50, 0x4b, 7, 8]));
    const packed = bytes.subarray(nameEnd, behind);
    expect(inflateRawSync(packed).toString()).toBe(text);
    const sizes = [crc32(text), packed.length, Buffer.byteLength(text)];
    const directory = behind + 16;
    expect([4, 8, 12].map((at) => bytes.readUInt32LE(behind + at))).toEqual(sizes);
    expect([16, 20, 24].map((at) => bytes.readUInt32LE(directory + at))).toEqual(sizes);
    expect(bytes.readUInt32LE(bytes.length - 22)).toBe(0x06054b50);
    expect(bytes.readUInt32LE(bytes.length - 6)).toBe(directory);
  });

  it("is dated 1 January 1980, whenever it is made", async () => {
    const bytes = await write(new Sink(), { "a.xml": ["a"] });
    const [time, date] = [bytes.readUInt16LE(10), bytes.readUInt16LE(12)];
    expect([time, (date >> 9) + 1980, (date >> 5) & 15, date & 31]).toEqual([0, 1980, 1, 1]);
  });

  it("has the same bytes on a slow disk", async () => {
    const [quick, slow] = [await write(new Sink(), parts), await write(new Sink(3), parts)];
    expect(quick.equals(slow)).toBe(true);
  });

  it("holds a few blocks at most until they are written", async () => {
    const sink = new Sink(20);
    const part = new ZipWriter(sink, 1).open("a.xml");
    let written = 0;
    for (const text of rows(200_000)) {
      if (part.isFull) break;
      part.write(text);
      written += text.length;
    }
    expect(written).toBeLessThan(2_000_000);
    await part.drained();
    expect(part.isFull).toBe(false);
    expect(sink.pieces.length).toBeGreaterThan(0);
  });

  it("rejects where the file cannot be written, and does not end the process", async () => {
    const broken = new Writable({ write: (_piece, _encoding, done) => done(new Error("full")) });
    broken.on("error", () => undefined);
    const zip = new ZipWriter(broken, 1);
    await expect(zip.add("a.xml", "a")).rejects.toThrow("full");
    await sleep(0);
    await expect(zip.add("b.xml", "b")).rejects.toThrow("full");
  });
});

describe("a zip archive past 4 GiB", () => {
  const entry = { name: "xl/styles.xml", crc: 1, packedBytes: 2, bytes: 3 };
  const far = 5_000_000_000;

  it("tells places in 64 bits, for those parts alone that lie there", () => {
    const record = directoryAndEnd(
      [
        { ...entry, at: 7 },
        { ...entry, at: far },
      ],
      far + 100,
    );
    const [first, second] = [0, 46 + entry.name.length];
    expect(record.readUInt16LE(first + 6)).toBe(20);
    expect(record.readUInt32LE(first + 42)).toBe(7);
    expect(record.readUInt16LE(second + 6)).toBe(45);
    expect(record.readUInt32LE(second + 42)).toBe(0xffffffff);
    const extra = second + 46 + entry.name.length;
    expect([record.readUInt16LE(extra), record.readUInt16LE(extra + 2)]).toEqual([1, 8]);
    expect(record.readBigUInt64LE(extra + 4)).toBe(BigInt(far));
    const wideEnd = extra + 12;
    expect(record.readUInt32LE(wideEnd)).toBe(0x06064b50);
    expect(record.readBigUInt64LE(wideEnd + 32)).toBe(2n);
    expect(record.readBigUInt64LE(wideEnd + 40)).toBe(BigInt(wideEnd));
    expect(record.readBigUInt64LE(wideEnd + 48)).toBe(BigInt(far + 100));
    const pointer = wideEnd + 56;
    expect(record.readUInt32LE(pointer)).toBe(0x07064b50);
    expect(record.readBigUInt64LE(pointer + 8)).toBe(BigInt(far + 100 + wideEnd));
    const end = pointer + 20;
    expect(record.readUInt32LE(end)).toBe(0x06054b50);
    expect(record.readUInt32LE(end + 16)).toBe(0xffffffff);
    expect(record.length).toBe(end + 22);
  });

  it("is told in 32 bits up to there", () => {
    const record = directoryAndEnd([{ ...entry, at: narrowLimit }], narrowLimit);
    expect(record.length).toBe(46 + entry.name.length + 22);
    expect(record.readUInt32LE(42)).toBe(narrowLimit);
    expect(record.readUInt32LE(record.length - 6)).toBe(narrowLimit);
  });
});
