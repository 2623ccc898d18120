import { dirname, posix } from "node:path";
import { isDateFormat, isDateFormatId, type NumberStyle } from "./cell-text.js";
import { scanXml } from "./scan-xml.js";
import { createStringTable, type StringTable } from "./string-table.js";

type Part = AsyncIterable<Buffer>;

/** What the workbook's own part says. */
export interface WorkbookPart {
  /** Relationship ids of the sheets, visible ones first, in the order of their tabs. */
  readonly sheetIds: readonly string[];
  readonly uses1904: boolean;
}

export async function readWorkbookPart(part: Part): Promise<WorkbookPart> {
  const visible: string[] = [];
  const hidden: string[] = [];
  let uses1904 = false;
  await scanXml(part, {
    open(name, attribute) {
      if (name === "sheet") {
        const isVisible = (attribute("state") ?? "visible") === "visible";
        (isVisible ? visible : hidden).push(attribute(":id") ?? "");
      } else if (name === "workbookPr") {
        uses1904 = ["1", "true"].includes(attribute("date1904") ?? "");
      }
    },
    text() {},
    close() {},
  });
  return { sheetIds: [...visible, ...hidden], uses1904 };
}

/** The parts a part refers to. */
export interface Relationship {
  readonly id: string;
  /** The last word of its type: `worksheet`, `sharedStrings`, `styles`, `officeDocument`. */
  readonly type: string;
  /** Path in the archive. */
  readonly target: string;
}

/** @param owner path of the part that refers; empty for the package. */
export async function readRelationships(part: Part, owner: string): Promise<Relationship[]> {
  const relationships: Relationship[] = [];
  await scanXml(part, {
    open(name, attribute) {
      if (name !== "Relationship") return;
      const target = attribute("Target") ?? "";
      relationships.push({
        id: attribute("Id") ?? "",
        type: (attribute("Type") ?? "").split("/").at(-1) ?? "",
        target: target.startsWith("/")
          ? posix.normalize(target.slice(1))
          : posix.normalize(posix.join(dirname(owner), target)),
      });
    },
    text() {},
    close() {},
  });
  return relationships;
}

/** For each cell style, by its number, how it shows numbers. */
export async function readStyles(part: Part): Promise<NumberStyle[]> {
  const formats = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCellStyles = false;
  await scanXml(part, {
    open(name, attribute) {
      if (name === "numFmt")
        formats.set(Number(attribute("numFmtId")), attribute("formatCode") ?? "");
      else if (name === "cellXfs") inCellStyles = true;
      else if (name === "xf" && inCellStyles) {
        const id = Number(attribute("numFmtId") ?? 0);
        const format = formats.get(id);
        styles.push({
          isDate: format === undefined ? isDateFormatId(id) : isDateFormat(format),
          padding: format !== undefined && /^0{2,64}$/.test(format) ? format.length : 0,
        });
      }
    },
    text() {},
    close(name) {
      if (name === "cellXfs") inCellStyles = false;
    },
  });
  return styles;
}

/**
 * The texts that cells refer to by number; of rich text its runs, never its phonetic guide.
 *
 * @param limitBytes called with the size so far; throws where it is too much.
 */
export async function readSharedStrings(
  part: Part,
  onGrowth: (bytes: number) => void,
): Promise<StringTable> {
  const table = createStringTable();
  const text = createTextCollector();
  await scanXml(part, {
    open(name) {
      if (name === "si") text.start();
      else text.open(name);
    },
    text: (piece) => text.text(piece),
    close(name) {
      if (name !== "si") return text.close(name);
      table.add(text.result());
      onGrowth(table.bytes());
    },
  });
  return table;
}

/** Puts the texts of `t` elements together, leaving out those of a phonetic guide (`rPh`). */
export interface TextCollector {
  start(): void;
  open(name: string): void;
  text(piece: string): void;
  close(name: string): void;
  result(): string;
}

export function createTextCollector(): TextCollector {
  let collected = "";
  let inText = false;
  let inPhonetic = false;
  return {
    start() {
      collected = "";
      inText = false;
      inPhonetic = false;
    },
    open(name) {
      if (name === "t") inText = !inPhonetic;
      else if (name === "rPh") inPhonetic = true;
    },
    text(piece) {
      if (inText) collected += piece;
    },
    close(name) {
      if (name === "t") inText = false;
      else if (name === "rPh") inPhonetic = false;
    },
    result: () => unescapeCharacters(collected),
  };
}

/** Characters that XML cannot hold stand as `_x000D_` in a workbook. */
export function unescapeCharacters(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
