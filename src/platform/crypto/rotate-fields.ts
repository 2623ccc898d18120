import { type Connection, type Database, withTransaction } from "../database/database.js";
import { sqlFile } from "../database/sql-file.js";
import {
  decryptField,
  type EncryptionKeys,
  encryptField,
  type FieldPlace,
  hashField,
} from "./field-cipher.js";

/** A column of ciphers with its hashes, in a table whose rows have a key and an owner. */
interface RotatedField {
  readonly name: "mobiles" | "partnerAccounts" | "paymentAccounts" | "debtorAccounts";
  readonly field: FieldPlace["field"];
  /** Its queries: `stale-<query>.sql`, `renew-<query>.sql`. */
  readonly query: string;
}

const rotatedFields: readonly RotatedField[] = [
  { name: "mobiles", field: "mobile", query: "mobiles" },
  { name: "partnerAccounts", field: "bank_account", query: "partner-accounts" },
  { name: "paymentAccounts", field: "bank_account", query: "payment-accounts" },
  { name: "debtorAccounts", field: "bank_account", query: "debtor-accounts" },
];

export interface RotationResult {
  /** The key that encrypts. */
  readonly keyId: string;
  /** How many values of each kind were encrypted anew. */
  readonly renewed: Readonly<Record<RotatedField["name"], number>>;
  /** Values under other keys that are left: written meanwhile by somebody who does not have the new key yet. */
  readonly left: number;
}

const rowsAtOnce = 500;
/** What is written under an old key all the while is left, and told, rather than chased for ever. */
const mostPasses = 10;

/**
 * Encrypts everything anew that is not under the first key. Work goes on meanwhile: a few rows are held at a time,
 * those that somebody holds are passed by and taken later, and what changes in between is taken as it is then. It can
 * be stopped and run again at any time.
 *
 * Errors: `cipher_key_unknown` where a value is under a key that is not given; `cipher_damaged`.
 */
export async function rotateFields(
  database: Database,
  keys: EncryptionKeys,
  onProgress?: (done: number) => void,
): Promise<RotationResult> {
  const [first] = keys;
  const keyId = first?.id ?? "";
  const renewed = { mobiles: 0, partnerAccounts: 0, paymentAccounts: 0, debtorAccounts: 0 };
  let left = await countStale(database, keyId);
  for (let pass = 1; left > 0 && pass <= mostPasses; pass += 1) {
    // First whatever nobody holds, then each row that is left by itself, waiting for whoever holds it.
    const [rows, skips] = pass === 1 ? [rowsAtOnce, true] : [1, false];
    for (const field of rotatedFields) {
      let after = "";
      for (;;) {
        const slice = { field, after, rows, skips };
        const done = await withTransaction(database, (connection) =>
          renewSlice(connection, keys, slice),
        );
        if (done.last === null) break;
        after = done.last;
        renewed[field.name] += done.count;
        onProgress?.(Object.values(renewed).reduce((sum, count) => sum + count));
      }
    }
    left = await countStale(database, keyId);
  }
  return { keyId, renewed, left };
}

async function renewSlice(
  connection: Connection,
  keys: EncryptionKeys,
  slice: { field: RotatedField; after: string; rows: number; skips: boolean },
): Promise<{ last: string | null; count: number }> {
  const { field, after, rows: most, skips } = slice;
  const stale = skips ? `stale-${field.query}` : `stale-${field.query}-waiting`;
  const { rows } = await connection.query(sqlFile(`queries/payment/${stale}.sql`), [
    ...[keys[0]?.id, after, most],
  ]);
  if (rows.length === 0) return { last: null, count: 0 };
  const renewed = rows.map(({ row_key: key, owner, cipher }) => {
    const place = { field: field.field, owner };
    const text = decryptField(keys, place, cipher);
    const [hash] = hashField(keys, field.field, text);
    return { key, cipher: encryptField(keys, place, text), hash };
  });
  await connection.query(sqlFile(`queries/payment/renew-${field.query}.sql`), [
    JSON.stringify(renewed),
  ]);
  return { last: rows[rows.length - 1].row_key, count: rows.length };
}

async function countStale({ pool }: Database, keyId: string): Promise<number> {
  const { rows } = await pool.query(sqlFile("queries/payment/count-stale-ciphers.sql"), [keyId]);
  return Number(rows[0].stale);
}
