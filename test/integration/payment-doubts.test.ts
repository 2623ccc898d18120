import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bankCsv, notification, statusReport } from "../support/bank-files.js";

import { type TestDatabase, testDatabase } from "../support/database.js";
import { refusals, statusOf } from "../support/lifecycle.js";
import {
  certify,
  daysOn,
  giveAccount,
  importAnswers,
  noticesOf,
  paymentsOf,
  prepare,
  release,
} from "../support/payment.js";
import {
  amount,
  back as backOn,
  first,
  paid,
  prepareTwo,
  second,
  standingOf,
  type TwoPayments,
} from "../support/two-payments.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

let disk: TwoPayments["disk"];
let batchNo: string;
let one: string;
let two: string;
beforeEach(async () => {
  ({ disk, batchNo, one, two } = await prepareTwo(database));
});

const take = (content: string, options = {}) => importAnswers(database, disk.put(content), options);
const back = (id: string, day = "2027-02-06") => backOn(id, day);
const report = (id: string, status: string, at: string, reason = "AC04") =>
  statusReport({ payments: [{ id, status, reason }], at });
const standing = () => standingOf(database);
const outcomes = async () =>
  (await database.pool.query("select outcome from bank_answer order by outcome")).rows.map(
    ({ outcome }) => outcome,
  );

describe("a rejection of what was released", () => {
  beforeEach(() => release(database, batchNo, disk.folder));

  test("never undoes what was paid: only money that came back does", async () => {
    await take(report(one, "ACSC", "2027-02-06T09:00:00+08:00"));
    await take(paid(two));
    const denials = [
      statusReport({ batchNo, group: "RJCT", reason: "AM10", at: "2027-02-08T09:00:00+08:00" }),
      bankCsv([
        [one, "失败", amount, "2027-02-07", "户名不符"],
        [two, "失败", amount, "2027-02-07", "户名不符"],
      ]),
    ];
    for (const denial of denials) {
      expect((await take(denial)).conflicts).toMatchObject([
        { endToEndId: one, conflict: "denies_booking" },
        { endToEndId: two, conflict: "denies_booking" },
      ]);
    }
    expect(await standing()).toEqual(["paid", "paid"]);
    expect(await noticesOf(database, "bank_answer_conflict")).toHaveLength(4);
    const { refused } = await prepare(database, [first, second]);
    expect(refused.map(({ error }) => error.code)).toEqual(Array(2).fill("payment_standing"));
    await take(back(one, "2027-02-09"));
    expect(await standing()).toEqual(["payment_bounced", "paid"]);
  });

  test("is not even believed by the database, where it was paid", async () => {
    await take(paid(one));
    const denied = database.pool.query(
      `update payment_attempt set state = 'bounced', reason = 'x', evidence_booked = false
       where end_to_end_id = $1`,
      [one],
    );
    await expect(denied).rejects.toMatchObject({ code: "YJ001" });
  });

  test("ends the same where it came before the word that it was paid", async () => {
    await take(report(one, "RJCT", "2027-02-06T10:00:00+08:00"));
    expect(await standing()).toEqual(["payment_bounced", "paying"]);
    await take(report(one, "ACSC", "2027-02-06T09:00:00+08:00"));
    expect(await standing()).toEqual(["paid", "paying"]);
  });

  test("on the day of the booking is told to staff as well", async () => {
    await take(paid(one));
    const { conflicts } = await take(report(one, "RJCT", "2027-02-06T23:00:00+08:00"));
    expect(conflicts).toMatchObject([{ conflict: "denies_booking" }]);
    expect(await noticesOf(database, "bank_answer_conflict")).toHaveLength(1);
  });

  test.each(["AM05", "DU01", "DU02", "DU03", "DU04", "DU05", "DUPL"])(
    "as a duplicate (%s) is noted: the first copy of the file may be paid",
    async (reason) => {
      const at = "2027-02-06T09:00:00+08:00";
      const files = [
        statusReport({ batchNo, group: "RJCT", reason, at }),
        statusReport({ batchNo, group: "RJCT", reason, at, payments: [{ id: two }] }),
        report(one, "RJCT", at, reason),
        bankCsv([[one, "失败", amount, "2027-02-06", `${reason} 已受理`]]),
      ];
      for (const file of files) {
        expect(await take(file)).toMatchObject({ applied: [], conflicts: [], unknown: [] });
      }
      expect(await standing()).toEqual(["paying", "paying"]);
      expect(new Set(await outcomes())).toEqual(new Set(["noted"]));
      await take(paid(one));
      expect(await standing()).toEqual(["paid", "paying"]);
      await take(
        bankCsv([
          [one, "退汇", amount, "2027-02-07", reason],
          [two, "退汇", amount, "2027-02-07", reason],
        ]),
      );
      expect(await standing()).toEqual(["payment_bounced", "payment_bounced"]);
    },
  );
});

describe("notices to the settlee", () => {
  test("are one for each turn, also on one day: the last one is what stands", async () => {
    await release(database, batchNo, disk.folder);
    await take(report(one, "RJCT", "2027-02-06T08:00:00+08:00"));
    await take(report(one, "ACSC", "2027-02-06T09:00:00+08:00"));
    await take(back(one));
    await take(paid(one, "2027-02-07"));
    await take(back(one, "2027-02-07"));
    await take(paid(one, "2027-02-08"));
    expect(await statusOf(database, first)).toBe("paid");
    expect(await noticesOf(database, "payment_made")).toHaveLength(3);
    expect(await noticesOf(database, "payment_failed")).toHaveLength(3);
  });

  test("also where it was paid twice on one day, and came back between", async () => {
    await release(database, batchNo, disk.folder);
    await take(report(one, "ACSC", "2027-02-09T09:00:00+08:00"));
    await take(back(one));
    await take(paid(one, "2027-02-09"));
    expect(await statusOf(database, first)).toBe("paid");
    expect(await noticesOf(database, "payment_made")).toHaveLength(2);
    expect(await noticesOf(database, "payment_failed")).toHaveLength(1);
  });
});

describe("a batch that was never released", () => {
  test("and one of its payments, in one file, are conflicts", async () => {
    const { conflicts } = await take(
      notification([
        { id: one, amount },
        { amount, batchNo },
      ]),
    );
    expect(conflicts).toMatchObject([
      { endToEndId: one, conflict: "not_released" },
      { endToEndId: batchNo, conflict: "not_released" },
    ]);
    expect(await standing()).toEqual(["invoice_verified", "invoice_verified"]);
  });

  test.each([
    ["as a sum", () => notification([{ amount: "187.62", batchNo }])],
    ["as a rejected group", () => statusReport({ batchNo, group: "RJCT" })],
  ])("is no unknown payment: %s", async (_, file) => {
    const { conflicts, unknown } = await take(file());
    expect(unknown).toEqual([]);
    expect(conflicts).toMatchObject([{ endToEndId: batchNo, conflict: "not_released" }]);
  });
});

describe("a payment that bounced", () => {
  beforeEach(async () => {
    await release(database, batchNo, disk.folder);
    await take(report(one, "RJCT", "2027-02-06T09:00:00+08:00"));
  });
  const again = async () => {
    const { prepared, refused } = await prepare(database, [first], { now: daysOn(9) });
    return prepared.length === 1 ? "prepared" : refused[0]?.error.code;
  };
  const noteCertified = (columns: string) =>
    database.pool.query(`update partner set ${columns} where partner_no = 'P1'`);

  test.each([
    "tax_no = '91440300MA5FCB2K3X'",
    "bank_name = '中国银行深圳分行'",
    "name = name || ' '",
    "email = 'new@example.com'",
  ])("is not paid again because %s changed (R-W5)", async (columns) => {
    await noteCertified(columns);
    expect(await again()).toBe("not_certified_anew");
  });

  test.each([
    [
      "the same account, written in groups",
      { account: "6222 0000 0000 0001" },
      "not_certified_anew",
    ],
    ["another account", { account: "6222000000000009" }, "prepared"],
    ["another bank", { bankCode: "102584000002" }, "prepared"],
    ["another name", { name: "更名后的伙伴" }, "prepared"],
  ])("to %s: %s", async (_, details, result) => {
    await giveAccount(database, "P1", details);
    expect(await again()).toBe(result);
  });

  test.each([
    ["before it bounced", 2, 3, "not_certified_anew"],
    ["since it bounced, after a change from before", 1, 4, "prepared"],
    ["since it bounced", 4, 5, "prepared"],
    ["not yet", 4, null, "settlee_not_certified"],
  ] as const)("after a change that was certified %s", async (_, from, until, result) => {
    await certify(database, "P1", daysOn(from), "changing");
    if (until !== null) await certify(database, "P1", daysOn(until));
    expect(await again()).toBe(result);
  });

  test("twice is not paid to the first account either, unless that was certified", async () => {
    await giveAccount(database, "P1", { account: "6222000000000009" });
    const next = await prepare(database, [first], { now: daysOn(4) });
    await release(database, next.batchNo, disk.folder, { now: daysOn(4) });
    const id = `${next.batchNo}-000001`;
    await take(report(id, "RJCT", "2027-02-09T09:00:00+08:00"), { now: daysOn(5) });
    await giveAccount(database, "P1");
    expect(await again()).toBe("not_certified_anew");
    await certify(database, "P1", daysOn(6));
    expect(await again()).toBe("prepared");
  });
});

describe("two debits of one file without a reference", () => {
  test("are told to staff; one that was listed before is only repeated", async () => {
    await release(database, batchNo, disk.folder);
    const twice = notification([
      { id: one, amount },
      { id: one, amount },
    ]);
    for (const applied of [1, 0]) {
      const result = await take(twice);
      expect(result.applied).toHaveLength(applied);
      expect(result.conflicts).toMatchObject([
        { endToEndId: one, place: "Ntry 2", conflict: "booked_twice" },
      ]);
    }
    expect(await take(paid(one))).toMatchObject({ applied: [], repeated: 1, conflicts: [] });
    expect(await noticesOf(database, "bank_answer_conflict")).toHaveLength(1);
    expect(await standing()).toEqual(["paid", "paying"]);
  });

  test("also where one entry holds both", async () => {
    await release(database, batchNo, disk.folder);
    const [, transaction = ""] = /(<TxDtls>.*<\/TxDtls>)/.exec(paid(one)) ?? [];
    const both = paid(one).replace(transaction, transaction.repeat(2));
    expect((await take(both)).conflicts).toMatchObject([
      { place: "Ntry 1, TxDtls 2", conflict: "booked_twice" },
    ]);
  });
});

describe("what a spreadsheet takes for a formula", () => {
  test("is no account to pay to", async () => {
    await release(database, batchNo, disk.folder);
    await take(report(one, "RJCT", "2027-02-06T09:00:00+08:00"));
    await giveAccount(database, "P1", { account: "-6222000000000001" });
    const { prepared, refused } = await prepare(database, [first], { now: daysOn(5) });
    expect(prepared).toEqual([]);
    expect(refusals({ done: [], refused })).toEqual([`${first} R-W5 creditor_account_unsafe`]);
    expect(JSON.stringify(refused[0]?.error.details)).not.toContain("6222");
  });

  test("is no name to pay by CSV, but is by pain.001", async () => {
    await release(database, batchNo, disk.folder);
    await take(bankCsv([one, two].map((id) => [id, "失败", amount, "2027-02-06", "户名不符"])));
    await giveAccount(database, "P1", { name: "=1+1" });
    await giveAccount(database, "P2", { name: "更名后的伙伴" });
    const csv = await prepare(database, [first, second], { now: daysOn(5) });
    const by = { now: daysOn(5) };
    const { refused, file } = await release(database, csv.batchNo, disk.folder, {
      ...{ ...by, format: "csv" },
    });
    expect(refusals({ done: [], refused })).toEqual([`${first} R-W5 creditor_name_unsafe`]);
    expect(disk.read(file ?? "")).not.toContain("'");
    const xml = await prepare(database, [first], by);
    const released = await release(database, xml.batchNo, disk.folder, by);
    expect(disk.read(released.file ?? "")).toContain("<Nm>=1+1</Nm>");
    expect((await paymentsOf(database)).map(({ state }) => state)).toEqual(
      expect.arrayContaining(["withdrawn", "released"]),
    );
  });
});
