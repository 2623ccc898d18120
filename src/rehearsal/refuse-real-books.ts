import { existsSync } from "node:fs";
import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import type { Database } from "../platform/database/database.js";
import { placeOf } from "../platform/database/explain-failure.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { openInputFile } from "../platform/files/input-file.js";
import { readCsv } from "../platform/files/read-csv.js";

/**
 * Lets a month be rehearsed in empty books, and in those that a rehearsal filled; in others its facts would
 * be settled, told and paid like real ones. It only reads.
 *
 * @param options.folder the rehearsal's files; where they are not there, the import says so.
 * @param options.home where the embedded books are; null: they are on a server.
 * Errors: `rehearsal_in_real_books`.
 */
export async function refuseRealBooks(
  database: Database,
  options: { readonly folder: string; readonly home: string | null },
): Promise<void> {
  const path = join(options.folder, "partners.csv");
  if (!existsSync(path)) return;
  const { partnerNos, names } = await readPartners(path);
  const { rows } = await database.pool.query<{ what: string }>(
    sqlFile("queries/rehearsal/foreign-fact.sql"),
    [partnerNos, names],
  );
  const [foreign] = rows;
  if (foreign === undefined) return;
  const where = options.home ?? placeOf(database.url);
  throw new YuejieError("rehearsal_in_real_books", { where, first: foreign.what });
}

async function readPartners(path: string): Promise<{ partnerNos: string[]; names: string[] }> {
  const file = await openInputFile(path, "partners.csv");
  const partnerNos: string[] = [];
  const names: string[] = [];
  try {
    for await (const batch of readCsv(file, "utf-8").batches()) {
      for (const { fields } of batch) {
        partnerNos.push(fields[0] ?? "");
        names.push(fields[1] ?? "");
      }
    }
  } finally {
    await file.close();
  }
  return { partnerNos, names };
}
