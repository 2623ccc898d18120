import { PassThrough } from "node:stream";
import WorkbookWriter, {
  type SheetTarget,
  type WriterOptions,
} from "exceljs/lib/stream/xlsx/workbook-writer.js";

/** Text collected before it goes to the zip: fewer, larger pieces are a third of the cost. */
const pieceLength = 64 * 1024;

/**
 * The streaming writer of exceljs, made to wait for its zip and to be the same for the same content.
 *
 * As it comes, nothing waits: every row is taken at once and piles up outside the V8 heap, a gigabyte
 * at a million rows. Here a sheet's text goes through a stream that says when it is full, and whoever
 * writes rows awaits `drained` then. Sheets are written one after the other: the zip takes the next
 * one only when the one before has ended.
 */
export class BoundedWorkbookWriter extends WorkbookWriter {
  #source: PassThrough | null = null;
  #failure: Error | null = null;
  #waiting: { resolve(): void; reject(error: Error): void } | null = null;

  constructor(options: WriterOptions) {
    super(options);
    const fail = (error: Error): void => {
      this.#failure ??= error;
      this.#waiting?.reject(error);
    };
    options.stream.on("error", fail);
    this.zip.on("error", fail);
  }

  /** Whether the sheet has been given more than the zip has taken. */
  get isFull(): boolean {
    return this.#source?.writableNeedDrain === true || this.#failure !== null;
  }

  /** Resolves when the zip has caught up; rejects where the file cannot be written. */
  async drained(): Promise<void> {
    await this.#unlessFailed(
      new Promise((resolve) => {
        if (this.#source?.writableNeedDrain === true) this.#source.once("drain", resolve);
        else resolve(undefined);
      }),
    );
  }

  /** Ends the workbook. Rejects where the file cannot be written, which exceljs would wait out for ever. */
  override async commit(): Promise<void> {
    await this.#unlessFailed(super.commit());
  }

  /** Stops in the middle: what waits in the zip is let go. */
  abandon(): void {
    this.#source?.destroy();
    this.zip.unpipe();
    this.zip.abort();
  }

  async #unlessFailed(work: Promise<unknown>): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      work.then(() => resolve(), reject);
    }).finally(() => {
      this.#waiting = null;
    });
  }

  /** Called by the constructor of exceljs before anything is added: dates every entry of the zip alike. */
  protected override addThemes(): Promise<void> {
    const { zip, created } = this;
    const append = zip.append.bind(zip);
    zip.append = (source, entry) => append(source, { ...entry, date: created });
    return super.addThemes();
  }

  protected override _openStream(path: string): SheetTarget {
    const source = new PassThrough({ highWaterMark: 4 * pieceLength });
    this.zip.append(source, { name: path });
    this.#source = source;
    let piece = "";
    return {
      write(chunk) {
        piece += typeof chunk === "string" ? chunk : chunk.toBuffer().toString();
        if (piece.length < pieceLength) return;
        source.write(piece);
        piece = "";
      },
      end() {
        source.end(piece);
        piece = "";
      },
      // exceljs pauses its own kind of stream; this one waits by itself.
      pause() {},
    };
  }
}
