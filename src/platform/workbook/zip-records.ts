/**
 * The records of a zip archive (APPNOTE 6.3), for entries written as a stream: sizes and checksum are
 * only known afterwards and stand in a descriptor behind the content.
 */

/** An entry as the archive's directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header stands. */
  readonly at: number;
}

/** The largest number that a field of 32 bits tells; all ones say that 64 bits stand elsewhere. */
export const narrowLimit = 0xffff_fffe;
const elsewhere = 0xffff_ffff;
const countLimit = 0xfffe;
const countElsewhere = 0xffff;

const deflated = 8;
/** Sizes follow the content (bit 3); names are UTF-8 (bit 11). */
const flags = 0x0808;
const version = 20;
const wideVersion = 45;
/** Midnight of 1 January 1980, what Excel itself writes: the same content is the same file. */
const date = 0x0021;

export function localHeader(name: string): Buffer {
  const path = Buffer.from(name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(deflated, 8);
  header.writeUInt16LE(date, 12);
  header.writeUInt16LE(path.length, 26);
  return Buffer.concat([header, path]);
}

/** What follows the content. An entry stays within 32 bits, so its form is the one every reader knows. */
export function descriptor(entry: Omit<ZipEntry, "name" | "at">): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(entry.crc, 4);
  record.writeUInt32LE(entry.packedBytes, 8);
  record.writeUInt32LE(entry.bytes, 12);
  return record;
}

/**
 * The directory and the end of an archive. Only what does not fit 32 bits is told in 64.
 *
 * @param at where the directory begins.
 */
export function directoryAndEnd(entries: readonly ZipEntry[], at: number): Buffer {
  const directory = Buffer.concat(entries.map(directoryRecord));
  const isWide = at > narrowLimit || entries.length > countLimit;
  return Buffer.concat([
    directory,
    ...(isWide ? [wideEnd(entries.length, directory.length, at)] : []),
    narrowEnd(entries.length, directory.length, { at, isWide }),
  ]);
}

function directoryRecord(entry: ZipEntry): Buffer {
  const path = Buffer.from(entry.name);
  const isWide = entry.at > narrowLimit;
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(isWide ? wideVersion : version, 4);
  record.writeUInt16LE(isWide ? wideVersion : version, 6);
  record.writeUInt16LE(flags, 8);
  record.writeUInt16LE(deflated, 10);
  record.writeUInt16LE(date, 14);
  record.writeUInt32LE(entry.crc, 16);
  record.writeUInt32LE(entry.packedBytes, 20);
  record.writeUInt32LE(entry.bytes, 24);
  record.writeUInt16LE(path.length, 28);
  record.writeUInt16LE(isWide ? 12 : 0, 30);
  record.writeUInt32LE(isWide ? elsewhere : entry.at, 42);
  if (!isWide) return Buffer.concat([record, path]);
  const wide = Buffer.alloc(12);
  wide.writeUInt16LE(1, 0);
  wide.writeUInt16LE(8, 2);
  wide.writeBigUInt64LE(BigInt(entry.at), 4);
  return Buffer.concat([record, path, wide]);
}

/** The end of the directory in 64 bits, and the pointer by which readers find it. */
function wideEnd(count: number, directoryBytes: number, at: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(wideVersion, 12);
  record.writeUInt16LE(wideVersion, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(at), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(at + directoryBytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

function narrowEnd(
  count: number,
  directoryBytes: number,
  { at, isWide }: { at: number; isWide: boolean },
): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(isWide ? countElsewhere : count, 8);
  record.writeUInt16LE(isWide ? countElsewhere : count, 10);
  record.writeUInt32LE(isWide ? elsewhere : directoryBytes, 12);
  record.writeUInt32LE(isWide ? elsewhere : at, 16);
  return record;
}
