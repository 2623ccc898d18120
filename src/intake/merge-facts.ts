import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

export type FactKind = "partners" | "products" | "product_terms" | "orders";

export interface MergeCounts {
  readonly inserted: number;
  readonly updated: number;
}

/** From this many new or changed orders on, fresh statistics are worth their price to the run that follows. */
const analyzeFrom = 1_000;

/**
 * Merges the staged facts into the stored ones and keeps, for every order touched, when it counts and
 * what it waits for.
 *
 * Needs:  the staging tables of `sql/intake/stage.sql`, checked; the lock of R-R2.
 * Source: R-IN5 (a known key updates, the same again changes nothing), R-E1 to R-E6, R-A9, R-A10.
 */
export async function mergeFacts(
  connection: Connection,
  by: { actor: string; now: Date },
): Promise<Record<FactKind, MergeCounts>> {
  const step = async (
    name: string,
    parameters: unknown[] = [],
  ): Promise<Record<string, number>> => {
    const result = await connection.query(sqlFile(`intake/${name}.sql`), parameters);
    // A file of several statements answers with an array of results and returns no row.
    const row: Record<string, string> = Array.isArray(result) ? {} : (result.rows[0] ?? {});
    return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)]));
  };
  const change = async (name: string, parameters: unknown[] = []): Promise<number> => {
    const { rowCount } = await connection.query(sqlFile(`intake/${name}.sql`), parameters);
    return rowCount ?? 0;
  };
  await step("merge_prepare");
  const { rows } = await connection.query(sqlFile("queries/import/open-batch.sql"), [
    by.now,
    by.actor,
  ]);
  const importId: string = rows[0].import_id;

  const partners = counts(await step("merge_partners"));
  for (const name of ["begin_certification_gaps", "end_certification_gaps"]) {
    await change(name, [by.now]);
  }
  const products = counts(await step("merge_products"));
  const productTerms = counts(await step("merge_product_terms"));
  const matched = await change("match_orders");
  // Left alone where it is empty: known to be, it would be looked through anew for each staged order.
  if (matched > 0) await connection.query("analyze matched_order");
  // Before this import's own orders are there: only stored ones can rest on what changed.
  await change("touch_orders");
  const { last_order } = await step("last_order");
  const orders = {
    updated: (await step("update_orders")).updated ?? 0,
    inserted: await change("insert_orders"),
  };
  await change("open_items", [importId, last_order]);
  await change("find_refund_families");
  await connection.query("analyze touched_order, refund_family");
  if (orders.inserted + orders.updated >= analyzeFrom) {
    await connection.query("analyze partner, product, product_term, sales_order, open_item");
  }
  await change("settle_touched");
  await change("settle_refund_families");
  await change("reopen_items", [importId, last_order]);
  await change("resettle_items");
  await change("tell_again");

  const result = { partners, products, product_terms: productTerms, orders };
  const changed = Object.values(result).some((kind) => kind.inserted + kind.updated > 0);
  if (changed) {
    await connection.query(sqlFile("queries/import/close-batch.sql"), [importId, result]);
  } else {
    await connection.query(sqlFile("queries/import/drop-batch.sql"), [importId]);
  }
  return result;
}

function counts(row: Record<string, number>): MergeCounts {
  return { inserted: row.inserted ?? 0, updated: row.updated ?? 0 };
}
