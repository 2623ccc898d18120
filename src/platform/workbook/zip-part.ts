import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";
import { narrowLimit } from "./zip-records.js";

const deflate = promisify(deflateRaw);

/** Text that is packed at a time. */
const blockBytes = 256 * 1024;
/** Blocks on their way to the file; as many are packed side by side as the machine has room for. */
const blocksAtOnce = 4;
/** The bytes of a UTF-16 unit, at most. */
const unitBytes = 3;
/** Memory of blocks that were written, for the next ones; shared, since many workbooks are small. */
const spare: Buffer[] = [];

interface PartSizes {
  readonly crc: number;
  readonly bytes: number;
  readonly packedBytes: number;
}

/** Where a part goes; called in this order, one call at a time. */
interface PartSink {
  begin(): Promise<void>;
  send(bytes: Buffer): Promise<void>;
  end(sizes: PartSizes): Promise<void>;
}

interface Block {
  readonly memory: Buffer | null;
  readonly packed: Promise<Buffer>;
}

/**
 * One part of an archive, packed while it is written.
 *
 * The text is packed in blocks, each by itself in one of Node's worker threads, and the packed blocks are
 * written in their order: blocks that end on a byte may follow each other in one deflate stream. So the
 * thread that makes rows never packs, no more than a few blocks are held, and the same text makes the
 * same bytes however fast the machine is.
 */
export class ZipPart {
  readonly #level: number;
  readonly #sink: PartSink;
  readonly #waiting: Block[] = [];
  #memory = spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
  #used = 0;
  #hasBegun = false;
  #crc = 0;
  #bytes = 0;
  #packedBytes = 0;

  constructor(level: number, sink: PartSink) {
    this.#level = level;
    this.#sink = sink;
  }

  /** What has been written, unpacked; what the block at hand holds left out. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether whoever writes should wait for `drained`. */
  get isFull(): boolean {
    return this.#waiting.length >= blocksAtOnce;
  }

  write(text: string): void {
    const most = text.length * unitBytes;
    if (this.#used + most > blockBytes) this.#closeBlock();
    if (most <= blockBytes) this.#used += this.#memory.write(text, this.#used);
    else this.#pack(Buffer.from(text), null);
  }

  /** Resolves when there is room again; rejects where the file cannot be written. */
  async drained(): Promise<void> {
    await this.#deliver(blocksAtOnce - 1);
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    this.#pack(this.#memory.subarray(0, this.#used), this.#memory, constants.Z_FINISH);
    await this.#deliver(0);
    const sizes = { crc: this.#crc, bytes: this.#bytes, packedBytes: this.#packedBytes };
    if (Math.max(sizes.bytes, sizes.packedBytes) > narrowLimit) {
      throw new Error(`A part of ${sizes.bytes} bytes is too large for a workbook`);
    }
    await this.#sink.end(sizes);
  }

  #closeBlock(): void {
    if (this.#used === 0) return;
    this.#pack(this.#memory.subarray(0, this.#used), this.#memory);
    this.#memory = spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
    this.#used = 0;
  }

  #pack(text: Buffer, memory: Buffer | null, flush: number = constants.Z_SYNC_FLUSH): void {
    this.#crc = crc32(text, this.#crc);
    this.#bytes += text.length;
    const options = { level: this.#level, finishFlush: flush, chunkSize: packedRoom(text) };
    const packed = deflate(text, options);
    // A failure reaches whoever waits for this block; where nobody comes, it must not end the process.
    packed.catch(() => undefined);
    this.#waiting.push({ memory, packed });
  }

  async #deliver(left: number): Promise<void> {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      await this.#sink.begin();
    }
    while (this.#waiting.length > left) {
      const { memory, packed } = this.#waiting.shift() as Block;
      const bytes = await packed;
      if (memory !== null && spare.length < blocksAtOnce) spare.push(memory);
      this.#packedBytes += bytes.length;
      await this.#sink.send(bytes);
    }
  }
}

/** Memory for what packs well in one piece: every further piece is another call into a worker thread. */
function packedRoom(text: Buffer): number {
  return Math.max(1024, Math.ceil(text.length / 4));
}
