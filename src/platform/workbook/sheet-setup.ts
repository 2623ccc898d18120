import type { WorksheetOptions } from "exceljs/lib/stream/xlsx/workbook-writer.js";

/** What a sheet looks like on screen and on paper. */
export interface SheetLook {
  /** Stands at the head of every printed page. */
  readonly title: string;
  readonly printedFor: string;
  readonly frozenRows: number;
  readonly frozenColumns: number;
  /** Pages side by side that the columns are fitted to; more than one repeats the frozen columns. */
  readonly pagesWide: number;
  /** Pages below each other that the rows are fitted to; 0: as many as it takes. */
  readonly pagesTall: number;
  readonly showGrid: boolean;
}

const a4 = 9;
const headerLimit = 255;
const inch = { side: 0.4, top: 0.75, bottom: 0.6, edge: 0.3 };
const headerFont = '&"Microsoft YaHei,Regular"';

/** A4 landscape, the columns fitted, headings repeated, pages numbered; headings frozen on screen. */
export function setUpSheet(look: SheetLook): WorksheetOptions {
  const { frozenRows, frozenColumns, pagesWide } = look;
  const isFrozen = frozenRows > 0 || frozenColumns > 0;
  return {
    views: [
      {
        ...(isFrozen
          ? { state: "frozen", xSplit: frozenColumns, ySplit: frozenRows }
          : { state: "normal" }),
        showGridLines: look.showGrid,
        zoomScale: 90,
        zoomScaleNormal: 90,
      },
    ],
    pageSetup: {
      paperSize: a4,
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: pagesWide,
      fitToHeight: look.pagesTall,
      pageOrder: "overThenDown",
      horizontalDpi: 600,
      verticalDpi: 600,
      margins: {
        left: inch.side,
        right: inch.side,
        top: inch.top,
        bottom: inch.bottom,
        header: inch.edge,
        footer: inch.edge,
      },
      ...(frozenRows > 0 ? { printTitlesRow: `1:${frozenRows}` } : {}),
      ...(pagesWide > 1 && frozenColumns > 0
        ? { printTitlesColumn: `A:${columnLetters(frozenColumns)}` }
        : {}),
    },
    headerFooter: {
      oddHeader: headerText(look.title, look.printedFor),
      oddFooter: `&L&8${headerFont}&A&R&8${headerFont}第 &P 页 / 共 &N 页   Page &P of &N`,
    },
    properties: { defaultRowHeight: 18 },
  };
}

/** `&` opens a code in a printed header, so one that is meant is doubled; the whole is limited. */
function headerText(title: string, printedFor: string): string {
  const codes = `&L&10${headerFont}&R&9${headerFont}`;
  const room = headerLimit - codes.length;
  const right = headPart(printedFor, Math.floor(room / 2));
  const left = headPart(title, room - right.length);
  return `&L&10${headerFont}${left}&R&9${headerFont}${right}`;
}

function headPart(text: string, room: number): string {
  const characters = [...text].map((character) => (character === "&" ? "&&" : character));
  let kept = "";
  for (const character of characters) {
    if (kept.length + character.length > room) break;
    kept += character;
  }
  return kept;
}

/** `1` is A, `27` is AA. */
export function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

const forbiddenInName = /[\\/?*[\]:\p{Cc}]/gu;
const nameLimit = 31;

/**
 * A name that Excel accepts for a sheet, `明细(2)` for the second part of one that was too long:
 * forbidden characters replaced, no apostrophe at either end, 31 characters with its number.
 */
export function sheetName(name: string, part: number): string {
  const suffix = part > 1 ? `(${part})` : "";
  const clean = name.replace(forbiddenInName, "_").replace(/^'+|'+$/g, "_");
  return `${clean.slice(0, nameLimit - suffix.length) || "_"}${suffix}`;
}
