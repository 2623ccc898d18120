import { listOf, nodeAt, textAt, type XmlNode } from "../../platform/xml/read-xml.js";

/** Reads fields by their whole paths, as docs/formats.md lists them, from the element that a path leads through. */
export interface FieldReader {
  text(path: string): string;
  list(path: string): XmlNode[];
  node(path: string): XmlNode | null;
}

/** @param start the path of the element itself; empty for the one that all paths start below. */
export function fieldsOf(element: XmlNode, start = ""): FieldReader {
  const steps = (path: string): string[] => {
    const rest = start === "" ? path : path.slice(start.length + 1);
    if (start !== "" && !path.startsWith(`${start}/`)) {
      throw new Error(`${path} does not stand below ${start}.`);
    }
    return rest.split("/");
  };
  return {
    text: (path) => textAt(element, ...steps(path)),
    node: (path) => nodeAt(element, ...steps(path)),
    list: (path) => {
      const names = steps(path);
      const last = names.pop() as string;
      const parent = nodeAt(element, ...names);
      return parent === null ? [] : listOf(parent, last);
    },
  };
}
