import { toIsoInstant } from "../domain/instant.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";
import type { FileCounts } from "./import-folder.js";

/** A delivery as it stands. */
export interface DeliveryRow {
  readonly deliveryId: string;
  /** Its folder. */
  readonly name: string;
  /** The months that it completes. */
  readonly completes: readonly string[];
  readonly state: "found" | "asked" | "delayed" | "imported" | "repeated" | "refused";
  /** An ISO instant. */
  readonly foundAt: string;
  readonly endedAt: string | null;
  /** Counts of each file, where its rows were judged. */
  readonly files: Readonly<Record<string, FileCounts>> | null;
  /** The catalogue's code. */
  readonly failure: string | null;
}

interface Row {
  readonly delivery_id: string;
  readonly name: string;
  readonly completes: readonly string[];
  readonly state: DeliveryRow["state"];
  readonly found_at: string;
  readonly ended_at: string | null;
  readonly summary: DeliveryRow["files"];
  readonly failure: string | null;
}

/** All deliveries, in the order in which they arrived. */
export async function* listDeliveries(database: Database): AsyncGenerator<DeliveryRow> {
  for await (const row of streamRows<Row>(database, sqlFile("queries/delivery/list.sql"))) {
    yield {
      deliveryId: row.delivery_id,
      name: row.name,
      completes: row.completes,
      state: row.state,
      foundAt: toIsoInstant(row.found_at) ?? "",
      endedAt: toIsoInstant(row.ended_at),
      files: row.summary,
      failure: row.failure,
    };
  }
}

/** How many deliveries are not done. */
export async function countOpenDeliveries(
  database: Database,
): Promise<{ waiting: number; delayed: number }> {
  const { rows } = await database.pool.query(sqlFile("queries/delivery/count-open.sql"));
  return { waiting: Number(rows[0].waiting), delayed: Number(rows[0].delayed) };
}
