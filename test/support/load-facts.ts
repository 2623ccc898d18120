import { checkFacts } from "../../src/intake/check-facts.js";
import { type FactKind, type MergeCounts, mergeFacts } from "../../src/intake/merge-facts.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../src/platform/database/database.js";
import { lockEverything } from "../../src/platform/database/lock.js";
import { sqlFile } from "../../src/platform/database/sql-file.js";
import type { FactRows, Row } from "./model/facts.js";

/** Rows that the checks of an import refuse; `message` names the first ones. */
export class FactsRejectedError extends Error {}

const stageTables = {
  partners: "stage_partner",
  products: "stage_product",
  productTerms: "stage_product_term",
  orders: "stage_order",
} as const;

/** What a file may leave blank and is stored nevertheless. */
const defaults: Partial<Record<keyof FactRows, Row>> = {
  partners: { settlement_cycle: "monthly", locale: "zh-CN", email: "settlee@partner.example" },
};

/** Personal data stands unencrypted in tests: only its comparison matters. */
const renamed: Readonly<Record<string, string>> = {
  mobile: "mobile_hash",
  bank_account: "bank_account_hash",
};

const importedAt = new Date("2026-01-01T00:00:00+08:00");

/**
 * Brings rows in the way an import does, without files: stage, lock, check set-wise, merge. Quick, for
 * tests that are not about files.
 *
 * Errors: FactsRejectedError; nothing is stored then.
 */
export async function loadFacts(
  database: Database,
  facts: FactRows,
): Promise<Record<FactKind, MergeCounts>> {
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("intake/stage.sql"));
    for (const [kind, table] of Object.entries(stageTables)) {
      await stage(connection, table, facts[kind as keyof FactRows] ?? [], {
        ...defaults[kind as keyof FactRows],
      });
    }
    await lockEverything(connection, "import by test");
    await checkFacts(connection, false);
    await refuseRejects(connection);
    return mergeFacts(connection, { actor: "test", now: importedAt });
  });
}

async function stage(
  connection: Connection,
  table: string,
  rows: readonly Row[],
  blanks: Row,
): Promise<void> {
  if (rows.length === 0) return;
  const data = rows.map((row, index) => {
    const filled = Object.entries(row).filter(([, value]) => value !== "");
    const named = filled.map(([column, value]) => [renamed[column] ?? column, value] as const);
    return { row_no: index + 2, invalid: false, ...blanks, ...Object.fromEntries(named) };
  });
  const columns = Object.keys(Object.assign({}, ...data)).join(", ");
  await connection.query(
    `insert into ${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(data)],
  );
}

async function refuseRejects(connection: Connection): Promise<void> {
  const { rows } = await connection.query(
    "select kind, row_no, column_name, value, code from stage_reject order by 1, 2, 3 limit 5",
  );
  if (rows.length === 0) return;
  const told = rows.map((row) => `${row.kind}:${row.row_no} ${row.column_name} ${row.code}`);
  throw new FactsRejectedError(told.join("; "));
}
