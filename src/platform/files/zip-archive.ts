import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";

/** One file inside a zip archive, as the archive's directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
}

/** What makes an archive unusable; the words are for a message. */
export class ZipTrouble extends Error {
  readonly kind: "not_zip" | "damaged";

  constructor(kind: "not_zip" | "damaged", what: string) {
    super(what);
    this.name = "ZipTrouble";
    this.kind = kind;
  }
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const maxCommentBytes = 0xffff;
/** A workbook has some dozens of parts; a directory past this is no workbook's. */
const maxDirectoryBytes = 4 << 20;
const pieceBytes = 64 * 1024;

/**
 * Reads the directory of a zip archive. Names may repeat in a forged one; the first is kept.
 *
 * Errors: {@link ZipTrouble}.
 */
export async function readZipDirectory(
  handle: FileHandle,
  sizeBytes: number,
): Promise<Map<string, ZipEntry>> {
  const tailAt = Math.max(0, sizeBytes - endBytes - maxCommentBytes);
  const tail = await readExactly(handle, tailAt, sizeBytes - tailAt);
  const endAt = tail.lastIndexOf(signature(endSignature));
  if (endAt < 0 || endAt + endBytes > tail.length) throw new ZipTrouble("not_zip", "no directory");
  const directoryBytes = tail.readUInt32LE(endAt + 12);
  const directoryAt = tail.readUInt32LE(endAt + 16);
  if (directoryBytes > maxDirectoryBytes || directoryAt + directoryBytes > sizeBytes) {
    throw new ZipTrouble("damaged", "its directory lies outside the file");
  }
  const directory = await readExactly(handle, directoryAt, directoryBytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature) {
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    if (extraEnd > directory.length) throw new ZipTrouble("damaged", "its directory is cut off");
    const name = directory.toString("utf8", at + 46, nameEnd).replaceAll("\\", "/");
    const sizes = zip64Sizes(directory, at, nameEnd, extraEnd);
    const entry: ZipEntry = {
      name,
      method: directory.readUInt16LE(at + 10),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      crc: directory.readUInt32LE(at + 16),
      ...sizes,
    };
    if (entry.headerAt + entry.packedBytes > sizeBytes) {
      throw new ZipTrouble("damaged", `${name} lies outside the file`);
    }
    if (!entries.has(name)) entries.set(name, entry);
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Sizes and place of an entry; what does not fit 32 bits stands in an extra field, in this order. */
function zip64Sizes(
  directory: Buffer,
  at: number,
  extraFrom: number,
  extraEnd: number,
): Pick<ZipEntry, "bytes" | "packedBytes" | "headerAt"> {
  let wideAt = extraEnd;
  for (let field = extraFrom; field + 4 <= extraEnd; ) {
    if (directory.readUInt16LE(field) === 1) wideAt = field + 4;
    field += 4 + directory.readUInt16LE(field + 2);
  }
  const wide = (narrow: number): number => {
    if (narrow !== 0xffffffff || wideAt + 8 > extraEnd) return narrow;
    wideAt += 8;
    return Number(directory.readBigUInt64LE(wideAt - 8));
  };
  const bytes = wide(directory.readUInt32LE(at + 24));
  const packedBytes = wide(directory.readUInt32LE(at + 20));
  return { bytes, packedBytes, headerAt: wide(directory.readUInt32LE(at + 42)) };
}

/**
 * Unpacks one entry as a stream and holds it against what the directory says of it: a piece too much, or
 * a wrong checksum at the end, is an error.
 *
 * Errors: {@link ZipTrouble}; the caller bounds `entry.bytes` first.
 */
export async function* unpackEntry(handle: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  const damaged = (what: string): ZipTrouble => new ZipTrouble("damaged", `${entry.name}: ${what}`);
  if (entry.isEncrypted) throw damaged("it is encrypted");
  let bytes = 0;
  let crc = 0;
  const packed = packedPieces(handle, entry);
  const pieces = entry.method === 0 ? packed : inflate(packed);
  if (entry.method !== 0 && entry.method !== 8) throw damaged(`packing method ${entry.method}`);
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > entry.bytes) throw damaged("it unpacks to more than it says");
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    if (
      error instanceof Error &&
      /^Z_|^ERR_ZLIB/.test((error as NodeJS.ErrnoException).code ?? "")
    ) {
      throw damaged("it cannot be unpacked");
    }
    throw error;
  }
  if (bytes !== entry.bytes || crc !== entry.crc) throw damaged("its checksum is wrong");
}

async function* packedPieces(handle: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  const header = await readExactly(handle, entry.headerAt, 30);
  if (header.readUInt32LE(0) !== localSignature) throw new ZipTrouble("damaged", entry.name);
  let at = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const end = at + entry.packedBytes;
  while (at < end) {
    const piece = await readExactly(handle, at, Math.min(pieceBytes, end - at));
    at += piece.length;
    yield piece;
  }
}

/** Errors of either side arrive where the inflated pieces are read; who stops reading stops both. */
function inflate(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const inflater = createInflateRaw();
  pipeline(packed, inflater, () => undefined);
  return inflater;
}

async function readExactly(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, at);
  if (bytesRead < bytes) throw new ZipTrouble("damaged", "it ends too early");
  return buffer;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
