import { afterAll, beforeAll, expect, test } from "vitest";
import { decryptField, encryptField } from "../../src/platform/crypto/field-cipher.js";
import { rotateFields } from "../../src/platform/crypto/rotate-fields.js";
import { withTransaction } from "../../src/platform/database/database.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import {
  giveAccount,
  paymentFolder,
  paymentKeys,
  paymentsOf,
  prepare,
  release,
  statementOf,
  verifiedMonth,
} from "../support/payment.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const newKey = { id: "t.2", key: Buffer.alloc(32, 9) };
const both = [newKey, ...paymentKeys];
const onlyNew = [newKey];

const accountOf = async (partnerNo: string, keys = both) => {
  const { rows } = await database.pool.query(
    "select bank_account_cipher as cipher, bank_account_hash as hash from partner where partner_no = $1",
    [partnerNo],
  );
  const place = { field: "bank_account", owner: partnerNo } as const;
  return { account: decryptField(keys, place, rows[0].cipher), hash: rows[0].hash as string };
};

test("keys are rotated while payments are under way; afterwards the old one can be dropped", async () => {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1", "P2"]);
  const mobile = encryptField(paymentKeys, { field: "mobile", owner: "P1" }, "13900000001");
  await database.pool.query("update partner set mobile_cipher = $1 where partner_no = 'P1'", [
    mobile,
  ]);
  const disk = paymentFolder();
  const released = await prepare(database, [statementOf("P1")]);
  const { file, sha256 } = await release(database, released.batchNo, disk.folder);
  const waiting = await prepare(database, [statementOf("P2")]);

  expect(await rotateFields(database, both)).toEqual({
    keyId: "t.2",
    renewed: { mobiles: 1, partnerAccounts: 2, paymentAccounts: 2, debtorAccounts: 1 },
    left: 0,
  });
  expect(await rotateFields(database, both)).toMatchObject({
    ...{ renewed: { mobiles: 0, partnerAccounts: 0 }, left: 0 },
  });
  const { account, hash } = await accountOf("P1", onlyNew);
  expect(account).toBe("6222000000000001");
  expect(hash).toMatch(/^t\.2\.[A-Za-z0-9_-]+$/);
  expect((await paymentsOf(database, onlyNew)).map((it) => it.creditorAccount).sort()).toEqual([
    ...["****0001", "****0002"],
  ]);
  // What was prepared under the old key is released under the new one; the released file stays the same.
  const next = await release(database, waiting.batchNo, disk.folder, { keys: onlyNew });
  expect(next.released).toHaveLength(1);
  const before = disk.read(file ?? "");
  const again = await release(database, released.batchNo, disk.folder, { keys: onlyNew });
  expect([again.sha256, disk.read(again.file ?? "")]).toEqual([sha256, before]);
});

test("between two keys, an account that did not change is still the same", async () => {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1"]);
  const { batchNo } = await prepare(database, "2026-10");
  // An import under the new key, before the payment is rotated.
  await giveAccount(database, "P1", {}, both);
  const { released } = await release(database, batchNo, paymentFolder().folder, { keys: both });
  expect(released).toHaveLength(1);
});

test("rows that somebody holds are waited for, and what they write meanwhile is kept", async () => {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1", "P2"]);
  const changed = encryptField(both, { field: "bank_account", owner: "P1" }, "6222000000009999");
  const { rotating, read } = await withTransaction(database, async (connection) => {
    await connection.query("update partner set bank_account_cipher = $1 where partner_no = 'P1'", [
      changed,
    ]);
    const work = rotateFields(database, both);
    // It goes on beside what is held, and everything can be read all the while.
    while ((await accountOf("P2")).hash.startsWith("t.2.") === false) {
      expect((await accountOf("P2")).account).toBe("6222000000000002");
    }
    return { rotating: work, read: (await accountOf("P1")).account };
  });
  expect(read).toBe("6222000000000001");
  expect(await rotating).toMatchObject({ renewed: { partnerAccounts: 1 }, left: 0 });
  expect((await accountOf("P1", onlyNew)).account).toBe("6222000000009999");
});

test("rotating is stopped by a value that no key opens, and goes on where it stopped", async () => {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1", "P2", "P3"]);
  const lost = [{ id: "lost", key: Buffer.alloc(32, 1) }];
  await giveAccount(database, "P2", {}, lost);
  await expect(rotateFields(database, both)).rejects.toMatchObject({ code: "cipher_key_unknown" });
  expect((await accountOf("P1")).account).toBe("6222000000000001");
  const { left, renewed } = await rotateFields(database, [...both, ...lost]);
  expect({ left, accounts: renewed.partnerAccounts }).toEqual({ left: 0, accounts: 3 });
});

test("two rotations at once end as one", async () => {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1", "P2", "P3"]);
  const results = await Promise.all([1, 2, 3].map(() => rotateFields(database, both)));
  expect(results.map(({ left }) => left)).toEqual([0, 0, 0]);
  const total = results.reduce((sum, it) => sum + it.renewed.partnerAccounts, 0);
  expect(total).toBe(3);
});
