import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import type { FactKind } from "./merge-facts.js";

/** One file of an import. */
export interface InputPath {
  readonly kind: FactKind;
  readonly format: "csv" | "xlsx";
  readonly name: string;
  readonly path: string;
}

/** The order in which files are read: what is named comes before what names it. */
export const factKinds: readonly FactKind[] = ["partners", "products", "product_terms", "orders"];

/**
 * Finds the files of an import in a folder; others there are left alone.
 *
 * Errors: no such folder, none of the files (input); both formats of one kind (usage).
 * Source: interface, `import`.
 */
export async function findInputFiles(folder: string): Promise<InputPath[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      throw new YuejieError("input_folder_missing", { folder });
    }
    throw new YuejieError("input_file_unreadable", { file: folder, why: error.code ?? "" }, error);
  });
  const found: InputPath[] = [];
  for (const kind of factKinds) {
    const csv = `${kind}.csv`;
    const xlsx = `${kind}.xlsx`;
    const hasXlsx = names.includes(xlsx);
    if (names.includes(csv)) {
      if (hasXlsx) throw new YuejieError("input_file_twice", { folder, csv, xlsx });
      found.push({ kind, format: "csv", name: csv, path: join(folder, csv) });
    } else if (hasXlsx) {
      found.push({ kind, format: "xlsx", name: xlsx, path: join(folder, xlsx) });
    }
  }
  if (found.length === 0) {
    const files = `${factKinds.join(", ")} (.csv, .xlsx)`;
    throw new YuejieError("input_folder_empty", { folder, files });
  }
  return found;
}
