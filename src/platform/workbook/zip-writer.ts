import type { Writable } from "node:stream";
import { ZipPart } from "./zip-part.js";
import { descriptor, directoryAndEnd, localHeader, type ZipEntry } from "./zip-records.js";

/** Writes a zip archive as a stream, one part after the other, holding no part whole. */
export class ZipWriter {
  readonly #out: Writable;
  readonly #level: number;
  readonly #entries: ZipEntry[] = [];
  #at = 0;

  constructor(out: Writable, level: number) {
    this.#out = out;
    this.#level = level;
  }

  /** Opens the next part; the one before must have ended. */
  open(name: string): ZipPart {
    const at = this.#at;
    return new ZipPart(this.#level, {
      begin: () => this.#send(localHeader(name)),
      send: (bytes) => this.#send(bytes),
      end: async (sizes) => {
        await this.#send(descriptor(sizes));
        this.#entries.push({ name, at, ...sizes });
      },
    });
  }

  /** A part that is small enough to be at hand. */
  async add(name: string, text: string): Promise<void> {
    const part = this.open(name);
    part.write(text);
    await part.end();
  }

  /** Writes the directory and ends the stream. */
  async end(): Promise<void> {
    await this.#send(directoryAndEnd(this.#entries, this.#at));
    this.#out.end();
  }

  /** Resolves when the bytes have left this process; rejects where the file cannot be written. */
  #send(bytes: Buffer): Promise<void> {
    this.#at += bytes.length;
    return new Promise((resolve, reject) => {
      if (this.#out.errored) reject(this.#out.errored);
      else this.#out.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}
