import { EntityDecoder } from "@nodable/entities";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { YuejieError } from "../../domain/errors.js";

/**
 * An element: its children by their local names, its attributes as `@name`, its text as `#text` where it has
 * attributes beside it. A child without attributes and children is its text. What occurs several times is an array.
 */
export interface XmlNode {
  readonly [name: string]: XmlValue;
}

export type XmlValue = string | XmlNode | readonly (string | XmlNode)[];

export interface ReadXmlOptions {
  /** As messages call the file. */
  readonly file?: string;
  /** Bounds memory: the whole document is held. */
  readonly mostCharacters?: number;
}

const defaultMost = 64_000_000;
const deepest = 64;

/**
 * Reads an XML document. The node given has one child, the root element under its local name, and the root's
 * namespace as `@xmlns` (empty where it has none). Values stay text as they are written, spaces around them left out.
 *
 * Errors: `xml_unreadable` where it is not well formed, `xml_has_doctype` where it declares what could pull in or
 *         multiply text, `xml_too_large`.
 */
export function readXml(text: string, options: ReadXmlOptions = {}): XmlNode {
  const { file = "XML", mostCharacters: most = defaultMost } = options;
  if (text.length > most) throw new YuejieError("xml_too_large", { file, most });
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new YuejieError("xml_has_doctype", { file });
  const control = forbiddenCharacter.exec(text);
  if (control !== null) {
    throw new YuejieError("xml_unreadable", { file, line: lineAt(text, control.index) });
  }
  const isWell = XMLValidator.validate(text);
  if (isWell !== true) throw new YuejieError("xml_unreadable", { file, line: isWell.err.line });
  const document = parse(text, file);
  const names = Object.keys(document);
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new YuejieError("xml_unreadable", { file, line: 1 });
  }
  return { ...document, "@xmlns": namespaceOfRoot(text) };
}

/** Every child of a name as a node, also where there is one or none; a child that is text has it as `#text`. */
export function listOf(node: XmlNode, name: string): XmlNode[] {
  if (!Object.hasOwn(node, name)) return [];
  const value = node[name] as XmlValue;
  const values = Array.isArray(value) ? (value as readonly (string | XmlNode)[]) : [value];
  return values.map((it) => (typeof it === "string" ? { "#text": it } : (it as XmlNode)));
}

/** The node at the end of a path, the first where there are several; null where one of its steps is missing. */
export function nodeAt(node: XmlNode, ...path: readonly string[]): XmlNode | null {
  let at: XmlNode | undefined = node;
  for (const name of path) {
    [at] = listOf(at, name);
    if (at === undefined) return null;
  }
  return at;
}

/** The text at the end of a path; the empty string where there is none, or where the element is empty. */
export function textAt(node: XmlNode, ...path: readonly string[]): string {
  const name = path.at(-1);
  if (name?.startsWith("@") === true) {
    const value = nodeAt(node, ...path.slice(0, -1))?.[name];
    return typeof value === "string" ? value : "";
  }
  const text = nodeAt(node, ...path)?.["#text"];
  return typeof text === "string" ? text : "";
}

// Those that XML 1.0 allows in no document.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const forbiddenCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function parse(text: string, file: string): XmlNode {
  const parser = new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    textNodeName: "#text",
    // Amounts and account numbers are never numbers of JavaScript.
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: deepest,
    // Only the five entities of XML and numbers of characters: a document type is refused before.
    entityDecoder: new EntityDecoder({ numericAllowed: true }),
  });
  try {
    return parser.parse(text) as XmlNode;
  } catch (error) {
    throw new YuejieError("xml_unreadable", { file, line: 1 }, error);
  }
}

/** Read from the text: the parser leaves prefixes out, and with them what they stand for. */
function namespaceOfRoot(text: string): string {
  const bare = text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, "");
  const tag = /<(?:([\w.-]+):)?[\w.-]+((?:[^"'>]|"[^"]*"|'[^']*')*)>/.exec(bare);
  if (tag === null) return "";
  const name = tag[1] === undefined ? "xmlns" : `xmlns:${tag[1]}`;
  const found = new RegExp(`(?:^|\\s)${name.replace(".", "\\.")}\\s*=\\s*("[^"]*"|'[^']*')`).exec(
    tag[2] ?? "",
  );
  return found?.[1]?.slice(1, -1) ?? "";
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
