import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ImportOptions,
  type ImportResult,
  importFolder,
  RowsRejectedError,
} from "../../src/intake/import-folder.js";
import type { TestDatabase } from "./database.js";
import { testDatabase } from "./database.js";
import { type FolderFiles, testFolders } from "./intake-folder.js";

export const testKeys = [{ id: "t", key: Buffer.alloc(32, 7) }];

/** Imports of one test into a database of its own. */
export interface TestIntake {
  readonly database: TestDatabase;
  readonly rejectsFolder: string;
  /** Imports a folder of these files; the result, or whatever error. */
  load(files: FolderFiles, options?: Partial<ImportOptions>): Promise<ImportResult>;
  /** The reasons for refusing the files, as `file row column: code`; none where they are stored. */
  faults(files: FolderFiles, options?: Partial<ImportOptions>): Promise<string[]>;
  /** The rejects file of a result, without its byte order mark. */
  listOf(result: ImportResult): string;
  rows(query: string): Promise<Record<string, unknown>[]>;
  /** Forgets all facts and rejects. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function testIntake(): Promise<TestIntake> {
  const database = await testDatabase();
  const folders = testFolders();
  const rejectsFolder = mkdtempSync(join(tmpdir(), "yuejie-rejects-"));
  const load: TestIntake["load"] = (files, options = {}) =>
    importFolder(database, {
      folder: folders.make(files),
      skipInvalid: false,
      keys: testKeys,
      rejectsFolder,
      actor: "tester",
      now: new Date("2026-11-03T02:00:00Z"),
      ...options,
    });
  const faultsOf = ({ firstRejects }: ImportResult): string[] =>
    firstRejects.map(({ file, row, column, code }) => `${file} ${row} ${column}: ${code}`);
  return {
    database,
    rejectsFolder,
    load,
    async faults(files, options) {
      try {
        return faultsOf(await load(files, options));
      } catch (error) {
        if (error instanceof RowsRejectedError) return faultsOf(error.result);
        throw error;
      }
    },
    listOf: ({ rejects }) => readFileSync(rejects ?? "", "utf8").replace(/^\ufeff/, ""),
    rows: async (query) => (await database.pool.query(query)).rows,
    async clear() {
      for (const table of [
        "open_item",
        "sales_order",
        "product_term",
        "product",
        "partner",
        "import_batch",
      ]) {
        await database.pool.query(`delete from ${table}`);
      }
      for (const name of readdirSync(rejectsFolder)) rmSync(join(rejectsFolder, name));
    },
    async close() {
      folders.removeAll();
      rmSync(rejectsFolder, { recursive: true, force: true });
      await database.drop();
    },
  };
}
