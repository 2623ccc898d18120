import type { Readable } from "node:stream";

/** What is stored under a key. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly storedAt: Date;
}

/** Bytes of an object, half open; without an end, to its end. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/**
 * A place for files that are made once, read often and dropped one day. It promises no more than an
 * S3-compatible store can keep: an object is written whole, never changed in place, and listed by prefix.
 *
 * Keys are parts of `A-Z a-z 0-9 . _ -` between slashes.
 */
export interface ObjectStorage {
  /**
   * Stores all that `source` gives: the object appears under its key when the last byte is safe, or not at
   * all. What had the key before is replaced.
   *
   * @returns its size and the SHA-256 of its bytes, taken on the way.
   */
  put(key: string, source: Readable): Promise<{ sizeBytes: number; sha256: string }>;
  /** The object's bytes and whole size; null where there is no such object. */
  get(key: string, range?: ByteRange): Promise<{ stream: Readable; sizeBytes: number } | null>;
  /** Harmless where there is no such object. */
  delete(key: string): Promise<void>;
  /** Objects whose keys begin with the prefix, ordered by key, bytewise. */
  list(prefix?: string): AsyncIterable<StoredObject>;
  /** Drops what puts that began before an instant and never ended have left; how many they were. */
  sweepUnfinished(before: Date): Promise<number>;
}
