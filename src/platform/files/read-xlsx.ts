import { YuejieError } from "../../domain/errors.js";
import { type InputFile, unreadable } from "./input-file.js";
import { type OpenWorkbook, readSheet } from "./read-sheet.js";
import { XmlTrouble } from "./scan-xml.js";
import { createStringTable } from "./string-table.js";
import type { TableFile, TableRow } from "./table-row.js";
import {
  type Relationship,
  readRelationships,
  readSharedStrings,
  readStyles,
  readWorkbookPart,
} from "./xlsx-parts.js";
import { readZipDirectory, unpackEntry, type ZipEntry, ZipTrouble } from "./zip-archive.js";

/** Rows below the header; more belong in a CSV file. */
const xlsxRowLimit = 100_000;

const mebibyte = 1 << 20;
/** A full sheet of orders unpacks to some 150 MiB; what goes far beyond is no sheet of this size. */
const partLimitMiB = 512;
const smallPartLimitMiB = 16;
/** Texts are kept while the sheet is read. */
const stringsLimitMiB = 64;

/**
 * Reads the first visible sheet of a workbook as a stream of rows of text.
 *
 * A reader of its own: that of exceljs decodes piece by piece and breaks Chinese characters that lie
 * across two pieces, takes formulas of text or errors for NaN, and hangs on a damaged archive.
 *
 * Shape:  dates as Shanghai wall clock (R-TIME), numbers with 15 significant digits, booleans as true
 *         and false, formulas by their stored result; cells that cannot be trusted as flaws.
 * Errors: input errors where it is no workbook, is protected, damaged, or too big.
 */
export function readXlsx(file: InputFile): TableFile {
  let fraction = 0;
  return {
    fractionRead: () => fraction,
    async *batches(): AsyncGenerator<TableRow[]> {
      try {
        const book = await openWorkbook(file);
        let bytes = 0;
        let rows = 0;
        for await (const { batch, unpackedBytes } of readSheet(book)) {
          bytes += unpackedBytes;
          fraction = Math.min(1, bytes / Math.max(1, book.sheet.bytes));
          rows += batch.length;
          if (rows > xlsxRowLimit + 1) {
            throw new YuejieError("xlsx_too_many_rows", { file: file.name, limit: xlsxRowLimit });
          }
          if (batch.length > 0) yield batch;
        }
      } catch (error) {
        throw sentenceOf(file.name, error);
      }
    },
  };
}

async function openWorkbook(file: InputFile): Promise<OpenWorkbook> {
  const { handle, name } = file;
  await refuseForeign(file);
  const entries = await readZipDirectory(handle, file.sizeBytes);
  const entryOf = (path: string, limitMiB: number): ZipEntry => {
    const entry = entries.get(path);
    if (entry === undefined) throw new ZipTrouble("not_zip", `${path} is missing`);
    if (entry.bytes > limitMiB * mebibyte) {
      const what = `${path}: ${Math.round(entry.bytes / mebibyte)} MiB`;
      throw new YuejieError("xlsx_too_big", { file: name, what });
    }
    return entry;
  };
  const small = (path: string): AsyncIterable<Buffer> =>
    unpackEntry(handle, entryOf(path, smallPartLimitMiB));

  const roots = await readRelationships(small("_rels/.rels"), "");
  const bookPath = roots.find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  const part = await readWorkbookPart(small(bookPath));
  const slash = bookPath.lastIndexOf("/") + 1;
  const linksPath = `${bookPath.slice(0, slash)}_rels/${bookPath.slice(slash)}.rels`;
  const links = await readRelationships(small(linksPath), bookPath);
  const target = (type: string): string | undefined =>
    links.find((link: Relationship) => link.type === type)?.target;

  const sheetLink = links.find(({ id }) => id === part.sheetIds[0]);
  if (sheetLink?.type !== "worksheet") throw new ZipTrouble("damaged", "it has no worksheet");
  const sheet = entryOf(sheetLink.target, partLimitMiB);
  const stylesPath = target("styles");
  const stringsPath = target("sharedStrings");
  return {
    sheet,
    sheetPieces: unpackEntry(handle, sheet),
    strings:
      stringsPath === undefined || !entries.has(stringsPath)
        ? createStringTable()
        : await readSharedStrings(
            unpackEntry(handle, entryOf(stringsPath, partLimitMiB)),
            (bytes) => {
              if (bytes <= stringsLimitMiB * mebibyte) return;
              const what = `more than ${stringsLimitMiB} MiB of text`;
              throw new YuejieError("xlsx_too_big", { file: name, what });
            },
          ),
    styles:
      stylesPath === undefined || !entries.has(stylesPath)
        ? []
        : await readStyles(small(stylesPath)),
    uses1904: part.uses1904,
  };
}

/** The first bytes tell a protected workbook, or an old one, from a damaged or foreign file. */
async function refuseForeign({ handle, name }: InputFile): Promise<void> {
  const start = Buffer.alloc(8);
  await handle.read(start, 0, 8, 0);
  if (start.toString("hex") === "d0cf11e0a1b11ae1")
    throw new YuejieError("xlsx_locked", { file: name });
  if (start.toString("latin1", 0, 2) !== "PK") {
    throw new YuejieError("xlsx_not_workbook", { file: name });
  }
}

function sentenceOf(file: string, error: unknown): unknown {
  if (error instanceof ZipTrouble && error.kind === "not_zip") {
    return new YuejieError("xlsx_not_workbook", { file }, error);
  }
  if (error instanceof ZipTrouble || error instanceof XmlTrouble) {
    return new YuejieError("xlsx_damaged", { file, what: error.message }, error);
  }
  return unreadable(file, error as NodeJS.ErrnoException);
}
