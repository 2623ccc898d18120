/** An element to be written; its parts stand in the order in which they are given. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlElement[];
}

/** An element of text or of other elements; null among them is left out, for an empty element is invalid in places. */
export function element(
  name: string,
  content: string | readonly (XmlElement | null)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  const parts = typeof content === "string" ? content : content.filter((part) => part !== null);
  return { name, attributes, content: parts };
}

/** An element within others, as a path names them: `Id/Othr/Id`. */
export function nested(path: string, content: string | readonly (XmlElement | null)[]): XmlElement {
  const names = path.split("/");
  const innermost = element(names.pop() as string, content);
  return names.reduceRight((inner, name) => element(name, [inner]), innermost);
}

/** A document in UTF-8, an element a line; the same tree always gives the same bytes. */
export function writeXml(root: XmlElement): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  write(root, "", lines);
  return `${lines.join("\n")}\n`;
}

function write({ name, attributes, content }: XmlElement, indent: string, lines: string[]): void {
  const told = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(value)}"`);
  const open = `${indent}<${name}${told.join("")}`;
  if (typeof content === "string") {
    lines.push(`${open}>${escapeText(content)}</${name}>`);
    return;
  }
  lines.push(`${open}>`);
  for (const part of content) write(part, `${indent}  `, lines);
  lines.push(`${indent}</${name}>`);
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
