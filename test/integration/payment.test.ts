import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lockStatement } from "../../src/lifecycle/locked-statement.js";
import { move } from "../../src/lifecycle/move.js";
import { withdrawAttempt } from "../../src/lifecycle/payment/withdraw-attempt.js";
import { withTransaction } from "../../src/platform/database/database.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { refusals, statusOf, trailOf } from "../support/lifecycle.js";
import {
  certify,
  daysOn,
  giveAccount,
  paymentFolder,
  paymentsOf,
  prepare,
  release,
  statementOf,
  verifiedMonth,
  withdraw,
} from "../support/payment.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const first = statementOf("P1");
const second = statementOf("P2");
let disk: ReturnType<typeof paymentFolder>;
beforeEach(async () => {
  await emptyBooks(database);
  await verifiedMonth(database, ["P1", "P2"]);
  disk = paymentFolder();
});

const states = async () =>
  (await paymentsOf(database)).map(({ statementNo, state }) => [statementNo, state]);

describe("preparing", () => {
  test("makes one batch of what can be paid; the statements wait for the release", async () => {
    const { batchNo, prepared, amount, refused, wantedOn } = await prepare(database, "2026-10");
    expect(batchNo).toMatch(/^YJ20270204-[0-9A-Z]{8}$/);
    expect({ amount, refused, wantedOn }).toEqual({
      ...{ amount: "187.62", refused: [], wantedOn: "2027-02-04" },
    });
    expect(prepared).toEqual([
      { statementNo: first, endToEndId: `${batchNo}-000001`, amount: "93.81" },
      { statementNo: second, endToEndId: `${batchNo}-000002`, amount: "93.81" },
    ]);
    expect(await statusOf(database, first)).toBe("invoice_verified");
    const [row] = await paymentsOf(database);
    expect(row).toMatchObject({
      ...{ state: "prepared", preparedBy: "preparer", creditorAccount: "****0001" },
    });
  });

  test("tells one by one what cannot be paid, and prepares the rest", async () => {
    const cases: readonly [Parameters<typeof giveAccount>[2], RegExp][] = [
      [{ account: null }, /银行账号/],
      [{ account: "62220000/7" }, /银行账号/],
      [{ bankCode: null }, /12 位联行号/],
      [{ name: "名".repeat(141) }, /户名/],
    ];
    for (const [details, lacks] of cases) {
      await giveAccount(database, "P1", { name: "伙伴 P1", ...details });
      const { prepared, refused, batchNo } = await prepare(database, "2026-10");
      expect(prepared.map(({ statementNo }) => statementNo)).toEqual([second]);
      expect(refused.map(({ error }) => error.code)).toEqual(["creditor_incomplete"]);
      expect(refused[0]?.error.details.lacksZh).toMatch(lacks);
      await withdraw(database, batchNo ?? "");
    }
    await giveAccount(database, "P1", { account: "6222 0000 0000 0001", name: "伙伴 P1" });
    await certify(database, "P2", daysOn(0), "changing");
    const { prepared, refused } = await prepare(database, [first, second, "nothing"]);
    expect(prepared.map(({ statementNo }) => statementNo)).toEqual([first]);
    expect(refusals({ done: [], refused })).toEqual([
      `${second} R-W5 settlee_not_certified`,
      "nothing null statement_unknown",
    ]);
  });

  test("prepares nothing twice, and nothing where there is nothing (R-R2)", async () => {
    const { batchNo } = await prepare(database, "2026-10");
    const again = await prepare(database, "2026-10");
    expect(again.batchNo).toBeNull();
    expect(refusals({ done: [], ...again })).toEqual([
      `${first} R-R2 payment_standing`,
      `${second} R-R2 payment_standing`,
    ]);
    expect(again.refused[0]?.error.details.batchNo).toBe(batchNo);
    expect(await prepare(database, "2026-09")).toMatchObject({ batchNo: null, refused: [] });
    const past = prepare(database, "2026-10", { on: "2027-02-03" });
    await expect(past).rejects.toMatchObject({ code: "payment_day_past" });
  });

  test("by two at once makes one payment of each statement", async () => {
    const results = await Promise.all([
      prepare(database, "2026-10"),
      prepare(database, [second, first]),
    ]);
    const prepared = results.flatMap((it) => it.prepared.map(({ statementNo }) => statementNo));
    expect(prepared.sort()).toEqual([first, second]);
  });

  test("is taken back before the release, with a reason; then it can be prepared again", async () => {
    const { batchNo } = await prepare(database, "2026-10");
    const { done, refused } = await withdraw(database, batchNo ?? "", [first, "nothing"]);
    expect(done.map(({ statementNo }) => statementNo)).toEqual([first]);
    expect(refused.map(({ error }) => error.code)).toEqual(["statement_unknown"]);
    const twice = await withdraw(database, batchNo ?? "", [first]);
    expect(twice.refused.map(({ error }) => error.code)).toEqual(["payment_not_in_batch"]);
    expect(await states()).toEqual([
      [first, "withdrawn"],
      [second, "prepared"],
    ]);
    const again = await prepare(database, [first]);
    expect(again.prepared).toHaveLength(1);
    await withdraw(database, batchNo ?? "");
    const empty = release(database, batchNo, disk.folder);
    await expect(empty).rejects.toMatchObject({ code: "payment_batch_empty" });
    expect(disk.files()).toEqual([]);
  });
});

describe("releasing", () => {
  test("pays by a file, written after the record, readable by its owner only", async () => {
    const { batchNo } = await prepare(database, "2026-10", { on: "2027-02-10" });
    const result = await release(database, batchNo, disk.folder);
    expect(result).toMatchObject({
      ...{ isRepeated: false, amount: "187.62", executionDate: "2027-02-10", refused: [] },
    });
    expect(disk.files()).toEqual([`${batchNo}.xml`]);
    expect(disk.mode(result.file ?? "")).toBe("600");
    const xml = disk.read(result.file ?? "");
    expect(xml).toContain("<Id>6222000000000001</Id>");
    expect(xml).toContain("<CreDtTm>2027-02-05T03:00:00+08:00</CreDtTm>");
    expect(await statusOf(database, first)).toBe("paying");
    expect((await trailOf(database, first)).at(-1)).toBe(
      "release_payment: invoice_verified → paying by releaser",
    );
    const [row] = await paymentsOf(database);
    expect(row).toMatchObject({
      ...{ state: "released", releasedBy: "releaser", executionDate: "2027-02-10" },
    });
  });

  test("R-W2: not by who prepared it, however the name is written", async () => {
    const { batchNo } = await prepare(database, "2026-10", { actor: "Li" });
    for (const actor of ["Li", "li ", " LI"]) {
      await expect(release(database, batchNo, disk.folder, { actor })).rejects.toMatchObject({
        ...{ code: "preparer_releases", kind: "refused", rule: "R-W2" },
      });
    }
    const inDatabase = database.pool.query(
      `update payment_batch set released_by = ' lI', released_at = now(), execution_date = '2027-02-05',
         payment_count = 1, control_sum = 1, debtor_name = 'x', debtor_account_cipher = 'x',
         debtor_bank_code = 'x', file_format = 'csv', file_sha256 = 'x' where batch_no = $1`,
      [batchNo],
    );
    await expect(inDatabase).rejects.toMatchObject({ constraint: "payment_batch_two_people" });
    expect(await states()).toEqual([
      [first, "prepared"],
      [second, "prepared"],
    ]);
    expect(disk.files()).toEqual([]);
  });

  test("leaves out what no longer holds, and withdraws it", async () => {
    await prepare(database, "2026-10").then(async ({ batchNo }) => {
      await certify(database, "P1", daysOn(1), "changing");
      const { released, refused } = await release(database, batchNo, disk.folder);
      expect(released.map(({ statementNo }) => statementNo)).toEqual([second]);
      expect(refusals({ done: [], refused })).toEqual([`${first} R-W5 settlee_not_certified`]);
    });
    expect(await states()).toEqual([
      [first, "withdrawn"],
      [second, "released"],
    ]);
    expect(await statusOf(database, first)).toBe("invoice_verified");
    await certify(database, "P1", daysOn(2));
    const { batchNo } = await prepare(database, [first]);
    await giveAccount(database, "P1", { account: "6222000000009999" });
    const changed = await release(database, batchNo, disk.folder);
    expect(refusals({ done: [], ...changed })).toEqual([`${first} R-W5 payment_details_changed`]);
    expect(changed).toMatchObject({ released: [], file: null, sha256: null });
    const again = await prepare(database, [first]);
    const { file } = await release(database, again.batchNo, disk.folder);
    expect(disk.read(file ?? "")).toContain("<Id>6222000000009999</Id>");
  });

  test("an invoice that was returned in between is not paid (R-W8)", async () => {
    const { batchNo } = await prepare(database, "2026-10");
    await withTransaction(database, async (connection) => {
      const by = { actor: "preparer", now: daysOn(2), reason: "发票抬头有误" };
      const statement = await lockStatement(connection, first);
      expect(await withdrawAttempt(connection, first, by)).toBe(`${batchNo}-000001`);
      const event = { event: "return_invoice", to: "invoice_requested" } as const;
      await move(connection, statement, { ...event, ...by });
    });
    const { released, refused } = await release(database, batchNo, disk.folder);
    expect(released.map(({ statementNo }) => statementNo)).toEqual([second]);
    expect(refused).toEqual([]);
    const [row] = await paymentsOf(database);
    expect(row).toMatchObject({ state: "withdrawn", reason: "发票抬头有误", endedBy: "preparer" });
    const tooLate = withTransaction(database, (connection) =>
      withdrawAttempt(connection, second, { actor: "preparer", now: daysOn(2), reason: "x" }),
    );
    await expect(tooLate).rejects.toMatchObject({ code: "payment_released" });
  });

  test("done again, or by two at once, gives the same file and no second payment", async () => {
    const { batchNo } = await prepare(database, "2026-10");
    const results = await Promise.all([
      release(database, batchNo, disk.folder),
      release(database, batchNo, disk.folder, { actor: "another", now: daysOn(3) }),
    ]);
    expect(results.map(({ isRepeated }) => isRepeated).sort()).toEqual([false, true]);
    const [one, other] = results;
    expect(one?.sha256).toBe(other?.sha256);
    const before = disk.read(one?.file ?? "");
    await certify(database, "P1", daysOn(4), "changing");
    await giveAccount(database, "P2", { account: "1", name: "另一个名字" });
    const later = await release(database, batchNo, disk.folder, {
      ...{ now: daysOn(9), debtor: { name: "x", account: "1", bankCode: "1" } },
    });
    expect(disk.read(later.file ?? "")).toBe(before);
    expect(later.released).toEqual(one?.released);
    expect((await trailOf(database, first)).filter((it) => it.startsWith("release"))).toHaveLength(
      1,
    );
    const otherKind = release(database, batchNo, disk.folder, { format: "csv" });
    await expect(otherKind).rejects.toMatchObject({ code: "payment_format_fixed" });
  });

  test("stopped before the record, there is no file; stopped after it, the file can be had", async () => {
    const { batchNo } = await prepare(database, "2026-10");
    await database.pool.query(
      `create function stop() returns trigger language plpgsql as $$ begin raise exception 'stop'; end $$;
       create constraint trigger stop after update on payment_batch deferrable initially deferred
         for each row execute function stop()`,
    );
    await expect(release(database, batchNo, disk.folder)).rejects.toThrow("stop");
    await database.pool.query("drop function stop() cascade");
    expect(disk.files()).toEqual([]);
    expect(await statusOf(database, first)).toBe("invoice_verified");
    expect(await states()).toEqual([
      [first, "prepared"],
      [second, "prepared"],
    ]);
    const unwritable = release(database, batchNo, "/proc/nowhere");
    await expect(unwritable).rejects.toMatchObject({ code: "payment_file_unwritten" });
    expect(await statusOf(database, first)).toBe("paying");
    const { isRepeated, released, file } = await release(database, batchNo, disk.folder);
    expect({ isRepeated, count: released.length }).toEqual({ isRepeated: true, count: 2 });
    expect(disk.read(file ?? "")).toContain(`<MsgId>${batchNo}</MsgId>`);
  });

  test("as CSV for banks without ISO 20022", async () => {
    const { batchNo } = await prepare(database, [first]);
    const { file } = await release(database, batchNo, disk.folder, { format: "csv" });
    const [header, row] = disk.read(file ?? "").split("\r\n");
    expect(header).toMatch(/^\ufeff"付款编号","付款日期"/);
    expect(row).toBe(
      `"${batchNo}-000001","2027-02-05","4000000000000000001","伙伴 P1","6222000000000001",` +
        `"104100000004","中国银行总行","93.81","CNY","结算单 ${first} 账期 2026-10"`,
    );
  });

  test("a batch that does not exist is told", async () => {
    const unknown = release(database, "YJ20270101-00000000", disk.folder);
    await expect(unknown).rejects.toMatchObject({ code: "payment_batch_unknown" });
  });
});

describe("the database itself", () => {
  test("lets nobody pay without a released payment, nor change one, nor pay twice", async () => {
    const { batchNo } = await prepare(database, [first]);
    const direct = withTransaction(database, async (connection) => {
      const statement = await lockStatement(connection, second);
      const by = { actor: "releaser", now: daysOn(2) };
      await move(connection, statement, { event: "release_payment", to: "paying", ...by });
    });
    await expect(direct).rejects.toThrow(/R-R2: release_payment of .* rests on no payment/);
    const query = (text: string) => database.pool.query(text, [batchNo]);
    const released = query("update payment_attempt set state = 'released' where batch_no = $1");
    await expect(released).rejects.toMatchObject({ code: "YJ002" });
    const raised = query("update payment_attempt set amount = 9 where batch_no = $1");
    await expect(raised).rejects.toMatchObject({ code: "YJ001" });
    const gone = query("delete from payment_attempt where batch_no = $1");
    await expect(gone).rejects.toMatchObject({ code: "YJ001" });
    const twice = query(
      `insert into payment_attempt (end_to_end_id, batch_no, place_no, statement_no, version, settlee_no,
         period, amount, creditor_name, creditor_account_cipher, creditor_account_hash, creditor_bank_code)
       select 'SECOND', $1, 2, statement_no, version, settlee_no, period, amount, creditor_name,
         creditor_account_cipher, creditor_account_hash, creditor_bank_code from payment_attempt`,
    );
    await expect(twice).rejects.toMatchObject({ constraint: "payment_attempt_standing_uq" });
  });
});
