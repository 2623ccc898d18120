import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { projectFolder } from "../../src/platform/files/project-folder.js";
import type { FactRows, Row } from "./model/facts.js";

/** What a golden case does: `["import", folder]`, `["run" | "approve", period]`, `["check", period, file]`. */
export type GoldenStep = ["import" | "run" | "approve" | "dry", string] | ["check", string, string];

/** Rows as written by hand: only the columns that the case is about; of `reconcile`, only such parts. */
export interface Expected {
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly outcomes?: readonly Readonly<Record<string, unknown>>[];
  readonly reconcile?: Readonly<Record<string, unknown>>;
}

export interface GoldenCase {
  readonly name: string;
  readonly folder: string;
  readonly steps: readonly GoldenStep[];
}

/** The months in `fixtures/golden`, each small enough to check by hand. */
export function goldenCases(): GoldenCase[] {
  const root = projectFolder("fixtures", "golden");
  const folders = readdirSync(root, { withFileTypes: true }).filter((each) => each.isDirectory());
  return folders.map(({ name }) => {
    const folder = join(root, name);
    return { name, folder, steps: readJson(folder, "steps.json") as GoldenStep[] };
  });
}

export function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}

const files = {
  partners: "partners.csv",
  products: "products.csv",
  productTerms: "product_terms.csv",
  orders: "orders.csv",
} as const;

/** The rows of a folder of input files. */
export function readFacts(folder: string): FactRows {
  const facts: FactRows = {};
  for (const [kind, file] of Object.entries(files)) {
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    facts[kind as keyof FactRows] = parse(readFileSync(path), { columns: true }) as Row[];
  }
  return facts;
}

/** The columns that the expectation names, numbers without the zeros at their end. */
export function select(
  rows: readonly object[],
  expected: readonly Readonly<Record<string, unknown>>[],
): unknown[] {
  return rows.map((row, index) => {
    const columns = Object.keys(expected[index] ?? expected[0] ?? row);
    const values = new Map(Object.entries(row));
    return Object.fromEntries(columns.map((column) => [column, plain(values.get(column))]));
  });
}

export function plain(value: unknown): unknown {
  if (typeof value !== "string") return value ?? null;
  if (/^-?\d+\.\d+$/.test(value)) return value.replace(/0+$/, "").replace(/\.$/, "");
  return /^\d{4}-\d\d-\d\dT.*(Z|\+08:00)$/.test(value) ? new Date(value).toISOString() : value;
}
