import { PassThrough, type Writable } from "node:stream";
import WorkbookWriter, {
  type SheetTarget,
  type WriterOptions,
} from "exceljs/lib/stream/xlsx/workbook-writer.js";
import type { ZipPart } from "./zip-part.js";
import { ZipWriter } from "./zip-writer.js";

/**
 * Speed of packing over size: what is smaller by a tenth takes half as long again (ADR 0016).
 */
const packingLevel = 1;

/**
 * The writer of exceljs without its zip. It makes what surrounds the rows (styles, the workbook, the
 * set-up of each sheet), we pack: its own zip takes all rows at once and piles them up outside the V8
 * heap, a gigabyte at a million rows, and packs on one thread (ADR 0016).
 *
 * Sheets are written one after the other; a sheet's text goes into the part that is open, and whoever
 * writes rows awaits `drained` where it is full.
 */
export class PartsWriter extends WorkbookWriter {
  readonly #zip: ZipWriter;
  readonly #smallParts: [name: string, text: string][] = [];
  #sheet: ZipPart | null = null;
  #hasBegun = false;

  constructor(options: Omit<WriterOptions, "stream">, out: Writable) {
    // Nothing goes through this stream: it keeps exceljs from opening a file.
    super({ ...options, stream: new PassThrough() });
    this.#zip = new ZipWriter(out, packingLevel);
    this.zip = {
      append: (text, { name }) => this.#smallParts.push([partName(name), text]),
    };
  }

  /** Before each sheet: the first comes after what is known already, by which programs tell a workbook. */
  async begin(): Promise<void> {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    await super.addOfficeRels();
    await super.addThemes();
    await this.#writeSmallParts();
  }

  get isFull(): boolean {
    return this.#sheet?.isFull ?? false;
  }

  /** How long the text of the sheet is so far. */
  get sheetBytes(): number {
    return this.#sheet?.bytes ?? 0;
  }

  /** Resolves when there is room for rows again; rejects where the file cannot be written. */
  async drained(): Promise<void> {
    await this.#sheet?.drained();
  }

  /** Writes the rest of a sheet, after its own `commit`. */
  async endSheet(): Promise<void> {
    await this.#sheet?.end();
    this.#sheet = null;
  }

  /** Ends the workbook. Rejects where the file cannot be written. */
  override async commit(): Promise<void> {
    await this.begin();
    await super.commit();
    await this.#writeSmallParts();
    await this.#zip.end();
  }

  async #writeSmallParts(): Promise<void> {
    for (const [name, text] of this.#smallParts.splice(0)) await this.#zip.add(name, text);
  }

  /** Called by the constructor of exceljs, before there is anywhere to put them; `begin` comes later. */
  protected override async addThemes(): Promise<void> {}
  protected override async addOfficeRels(): Promise<void> {}

  /** Would wait for the zip of exceljs. */
  protected override async _finalize(): Promise<void> {}

  protected override _openStream(path: string): SheetTarget {
    const part = this.#zip.open(partName(path));
    this.#sheet = part;
    return {
      write: (chunk) => part.write(typeof chunk === "string" ? chunk : chunk.toBuffer().toString()),
      end() {},
      pause() {},
    };
  }
}

/** exceljs begins some names with a slash, which the names in an archive must not have. */
function partName(path: string): string {
  return path.replace(/^\//, "");
}
