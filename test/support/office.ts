import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compose } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import { type Features, offerFeatures } from "../../src/features.js";
import type { Database } from "../../src/platform/database/database.js";
import type { FactRows, Row } from "./model/facts.js";

/** All that yuejie can do, on a test's books and by a clock that the test sets. */
export interface Office {
  readonly features: Features;
  /** A folder of its own. */
  readonly home: string;
  /** From now on it is this time; without an offset Shanghai's. */
  setClock(at: string): void;
  now(): Date;
  /** Imports facts as files, the way they come; personal values are encrypted. */
  importFacts(facts: FactRows): Promise<void>;
  close(): Promise<void>;
}

export const officeKeys = `test:${Buffer.alloc(32, 7).toString("base64")}`;

export function openOffice(
  database: Database,
  options: { at: string; environment?: Readonly<Record<string, string>> },
): Office {
  const home = mkdtempSync(join(tmpdir(), "yuejie-office-"));
  const config = readConfig({
    DATABASE_URL: database.url,
    YUEJIE_HOME: home,
    YUEJIE_KEYS: officeKeys,
    YUEJIE_CLOCK: options.at,
    ...options.environment,
  });
  const parts = compose(config, { name: "office", signal: new AbortController().signal });
  let now = instantOf(options.at);
  const features = offerFeatures({ ...parts, clock: { ...parts.clock, now: () => now } });
  return {
    features,
    home,
    setClock: (at) => {
      now = instantOf(at);
    },
    now: () => now,
    importFacts: async (facts) => {
      const folder = mkdtempSync(join(home, "facts-"));
      for (const [kind, rows] of Object.entries(facts) as [keyof typeof files, Row[]][]) {
        writeFileSync(join(folder, files[kind]), csvOf(rows));
      }
      const options = { folder, skipInvalid: false, actor: "operator" };
      const { refusal } = await features.importFolder(options);
      if (refusal !== null) throw refusal;
    },
    close: async () => {
      await parts.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const files = {
  partners: "partners.csv",
  products: "products.csv",
  productTerms: "product_terms.csv",
  orders: "orders.csv",
} as const;

function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => row[column] ?? "").join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
}

function instantOf(at: string): Date {
  return new Date(/(Z|[+-]\d\d:\d\d)$/.test(at) ? at : `${at.replace(" ", "T")}:00+08:00`);
}
