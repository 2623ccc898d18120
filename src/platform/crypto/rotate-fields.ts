import { setTimeout } from "node:timers/promises";
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
  /** Its queries: what is to be renewed, and renewing it. */
  readonly stale: string;
  readonly renew: string;
}

const account = "bank_account";
const rotatedFields: readonly RotatedField[] = [
  { name: "mobiles", field: "mobile", stale: "stale-mobiles", renew: "renew-mobiles" },
  {
    name: "partnerAccounts",
    field: account,
    stale: "stale-partner-accounts",
    renew: "renew-partner-accounts",
  },
  {
    name: "paymentAccounts",
    field: account,
    stale: "stale-payment-accounts",
    renew: "renew-payment-accounts",
  },
  {
    name: "debtorAccounts",
    field: account,
    stale: "stale-debtor-accounts",
    renew: "renew-debtor-accounts",
  },
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
/** What somebody holds is looked at again so soon, and left to the next rotation after so long. */
const waitMs = 100;
const mostWaits = 300;

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
  const total = () => Object.values(renewed).reduce((sum, count) => sum + count);
  let left = await countStale(database, keyId);
  for (let waits = 0; left > 0 && waits < mostWaits; ) {
    const before = total();
    for (const field of rotatedFields) {
      for (let after: string | null = ""; after !== null; ) {
        const slice: Slice = { field, after };
        const done: SliceDone = await withTransaction(database, (connection) =>
          renewSlice(connection, keys, slice),
        );
        after = done.last;
        renewed[field.name] += done.count;
        onProgress?.(total());
      }
    }
    left = await countStale(database, keyId);
    if (left === 0 || total() > before) continue;
    waits += 1;
    await setTimeout(waitMs);
  }
  return { keyId, renewed, left };
}

/** Rows of a field after a key, a few hundred. */
interface Slice {
  readonly field: RotatedField;
  readonly after: string;
}

interface SliceDone {
  /** The last key; null: there was none. */
  readonly last: string | null;
  readonly count: number;
}

async function renewSlice(
  connection: Connection,
  keys: EncryptionKeys,
  { field, after }: Slice,
): Promise<SliceDone> {
  const { rows } = await connection.query(sqlFile(`queries/payment/${field.stale}.sql`), [
    ...[keys[0]?.id, after, rowsAtOnce],
  ]);
  if (rows.length === 0) return { last: null, count: 0 };
  const renewed = rows.map(({ row_key: key, owner, cipher }) => {
    const place = { field: field.field, owner };
    const text = decryptField(keys, place, cipher);
    const [hash] = hashField(keys, field.field, text);
    return { key, cipher: encryptField(keys, place, text), hash };
  });
  await connection.query(sqlFile(`queries/payment/${field.renew}.sql`), [JSON.stringify(renewed)]);
  return { last: rows[rows.length - 1].row_key, count: rows.length };
}

async function countStale({ pool }: Database, keyId: string): Promise<number> {
  const { rows } = await pool.query(sqlFile("queries/payment/count-stale-ciphers.sql"), [keyId]);
  return Number(rows[0].stale);
}
