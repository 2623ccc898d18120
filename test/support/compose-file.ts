import { readText } from "./repository-files.js";

/** A mapping of the file: what stands behind each key, and what is indented below it. */
export type Mapping = ReadonlyMap<string, string>;

/** A service, with what `<<` puts into it. */
export interface ComposeService {
  readonly name: string;
  readonly keys: Mapping;
}

export interface ComposeFile {
  readonly text: string;
  readonly services: readonly ComposeService[];
  /** What our own processes are told, before `${…}` is filled in. */
  readonly environment: Mapping;
}

/**
 * Reads docker-compose.yml, as far as it is written: mappings, `&` at a key, `<<` of one anchor. Not a reader of YAML.
 *
 * Errors: a line that is none of these.
 */
export function readComposeFile(text = readText("docker-compose.yml")): ComposeFile {
  const top = mappingOf(text);
  const anchors = new Map(
    [...top.values()].flatMap((body) => {
      const name = /^&(\S+)\n/.exec(body)?.[1];
      return name === undefined ? [] : [[name, body.slice(body.indexOf("\n") + 1)] as const];
    }),
  );
  const merged = (body: string): Mapping => {
    const keys = mappingOf(body);
    const from = keys.get("<<")?.trim().replace(/^\*/, "");
    if (from === undefined) return keys;
    const base = anchors.get(from);
    if (base === undefined) throw new Error(`no anchor ${from}`);
    return new Map([...merged(base), ...keys]);
  };
  const services = [...mappingOf(top.get("services") ?? "")].map(([name, body]) => ({
    name,
    keys: merged(body),
  }));
  const own = merged(anchors.get("yuejie") ?? "").get("environment") ?? "";
  return { text, services, environment: mappingOf(own.slice(own.indexOf("\n") + 1)) };
}

/** The outermost keys; the lines below each are left as they are. */
export function mappingOf(body: string): Mapping {
  const keys = new Map<string, string>();
  let last: string | null = null;
  let indent: number | null = null;
  for (const line of body.split("\n")) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const depth = line.search(/\S/);
    const [, key, rest = ""] = /^\s*([\w.<-]+):(?: (.*))?$/.exec(line) ?? [];
    indent ??= depth;
    if (depth > indent && last !== null) keys.set(last, `${keys.get(last) ?? ""}${line}\n`);
    else if (depth === indent && key !== undefined && !keys.has(key)) {
      keys.set(key, `${rest}\n`);
      last = key;
    } else throw new Error(`docker-compose.yml is written in a way that is not read here: ${line}`);
  }
  return keys;
}

/** Fills `${NAME:-usual}`, `${NAME-usual}` and `${NAME:?what to do}` in, as compose does. */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\{(\w+)(?:(:?)([-?])([^}]*))?\}/g,
    (_, name: string, colon: string, kind: string, word: string) => {
      const value = variables[name];
      if (value !== undefined && (colon === "" || value !== "")) return value;
      if (kind === "?") throw new Error(`${name}: ${word}`);
      return word ?? "";
    },
  );
}
