/** What a scanner of XML tells, in the order of the text. Names come without their namespace prefix. */
export interface XmlHandler {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}

/** XML that is not what a workbook holds; the words are for a message. */
export class XmlTrouble extends Error {}

/** A tag or text past this is an attack or damage; a cell holds 32,767 characters at most. */
const pieceLimit = 1 << 20;

/**
 * Scans the XML of a workbook's part as it streams: elements, attributes, text, CDATA. Of the rest of XML
 * workbooks have nothing: a document type is refused, so no entity can be declared.
 *
 * The checksum of the archive proves the text whole, so nesting is not proved again.
 */
export async function scanXml(pieces: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const scanner = createXmlScanner(handler);
  for await (const piece of pieces) scanner.push(piece);
  scanner.end();
}

/** The same for who wants control back between pieces. */
export function createXmlScanner(handler: XmlHandler): { push(piece: Buffer): void; end(): void } {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let carry = "";
  const decode = (piece: Buffer | null): string => {
    try {
      return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw new XmlTrouble("its text is not UTF-8");
    }
  };
  return {
    push(piece) {
      const text = carry + decode(piece);
      carry = text.slice(scanPiece(text, handler));
      if (carry.length > pieceLimit) throw new XmlTrouble("a text or tag has no end");
    },
    end() {
      if ((carry + decode(null)).trim() !== "") throw new XmlTrouble("it ends too early");
    },
  };
}

/** Scans what is complete; returns where the rest begins. */
function scanPiece(text: string, handler: XmlHandler): number {
  let at = 0;
  for (;;) {
    const open = text.indexOf("<", at);
    if (open < 0) return at;
    const end = markupEnd(text, open);
    if (end < 0) return at;
    if (open > at) handler.text(decodeEntities(text.slice(at, open)));
    const second = text.charCodeAt(open + 1);
    if (second === 33) {
      if (text.startsWith("<![CDATA[", open)) handler.text(text.slice(open + 9, end - 3));
      else if (!text.startsWith("<!--", open)) throw new XmlTrouble("it declares a document type");
    } else if (second === 47) {
      handler.close(localName(text.slice(open + 2, end - 1).trimEnd()));
    } else if (second !== 63) {
      openElement(text, open, end, handler);
    }
    at = end;
  }
}

/** The place behind a tag, comment, CDATA section or instruction; -1 where it is not complete. */
function markupEnd(text: string, open: number): number {
  const closers = [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<?", "?>"],
  ] as const;
  const second = text.charCodeAt(open + 1);
  if (second === 33 || second === 63) {
    // Too short to tell what it is.
    if (text.length < open + 9) return -1;
    for (const [start, closer] of closers) {
      if (text.startsWith(start, open)) {
        const close = text.indexOf(closer, open + start.length);
        return close < 0 ? -1 : close + closer.length;
      }
    }
  }
  let close = text.indexOf(">", open);
  while (close >= 0 && hasOpenQuote(text, open, close)) close = text.indexOf(">", close + 1);
  return close + 1 === 0 ? -1 : close + 1;
}

/** Attribute values may hold `>`. */
function hasOpenQuote(text: string, from: number, to: number): boolean {
  let quote = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (quote === 0 && (code === 34 || code === 39)) quote = code;
    else if (code === quote) quote = 0;
  }
  return quote !== 0;
}

function openElement(text: string, open: number, end: number, handler: XmlHandler): void {
  const isEmpty = text.charCodeAt(end - 2) === 47;
  const tag = text.slice(open + 1, isEmpty ? end - 2 : end - 1);
  let nameEnd = 0;
  while (nameEnd < tag.length && tag.charCodeAt(nameEnd) > 32) nameEnd += 1;
  const name = localName(tag.slice(0, nameEnd));
  handler.open(name, (attribute) => attributeOf(tag, nameEnd, attribute));
  if (isEmpty) handler.close(name);
}

/** The value of an attribute; `:id` finds it under any namespace prefix. */
function attributeOf(tag: string, from: number, name: string): string | undefined {
  // The way every writer writes it; millions of cells ask.
  const at = tag.indexOf(` ${name}="`, from);
  if (at >= 0) {
    const start = at + name.length + 3;
    return decodeEntities(tag.slice(start, tag.indexOf('"', start)));
  }
  for (const match of tag.slice(from).matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const [, fullName = "", double, single] = match;
    if (fullName === name || (name.startsWith(":") && fullName.endsWith(name))) {
      return decodeEntities(double ?? single ?? "");
    }
  }
  return undefined;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
    if (!name.startsWith("#")) return entities[name] ?? whole;
    const code = Number.parseInt(name.slice(name[1] === "x" ? 2 : 1), name[1] === "x" ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
