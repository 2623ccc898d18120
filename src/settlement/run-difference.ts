import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

export interface StatementChange {
  readonly statementNo: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface OrderChanges {
  readonly newlySettled: number;
  readonly moved: number;
  readonly dropped: number;
  /** The first thousand of each, by order number. */
  readonly examples: Record<"newlySettled" | "moved" | "dropped", string[]>;
}

/** A draft before and after; one whose lines changed can keep its amount. */
export interface Difference extends StatementChange {
  readonly isChanged: boolean;
}

/** Holds the computed statements against the drafts there are (R-R2, R-R3). */
export async function compare(connection: Connection, month: string): Promise<Difference[]> {
  await connection.query(sqlFile("run/090_compare.sql"));
  await connection.query(sqlFile("run/091_halves_together.sql"));
  const { rows } = await connection.query(sqlFile("run/095_difference.sql"), [month]);
  return rows.map((row) => ({
    statementNo: row.statement_no,
    before: row.before,
    after: row.after,
    isChanged: row.is_changed,
  }));
}

/** What becomes of single orders: for people that look before they run (R-R3). */
export async function compareOrders(connection: Connection, month: string): Promise<OrderChanges> {
  const { rows } = await connection.query(sqlFile("run/096_order_difference.sql"), [month]);
  const named = { newly_settled: "newlySettled", moved: "moved", dropped: "dropped" } as const;
  const counts = { newlySettled: 0, moved: 0, dropped: 0 };
  const examples: OrderChanges["examples"] = { newlySettled: [], moved: [], dropped: [] };
  for (const row of rows) {
    const change = named[row.change as keyof typeof named];
    counts[change] += 1;
    if (examples[change].length < 1_000) examples[change].push(row.order_no);
  }
  return { ...counts, examples };
}

export function toChange({ statementNo, before, after }: Difference): StatementChange {
  return { statementNo, before, after };
}
