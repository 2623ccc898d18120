import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { notification } from "../support/bank-files.js";

import { type TestDatabase, testDatabase } from "../support/database.js";
import { refusals, statusOf, trailOf } from "../support/lifecycle.js";
import {
  certify,
  daysOn,
  importAnswers,
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
  report,
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
  await release(database, batchNo, disk.folder);
});

const take = (content: string | Uint8Array, options = {}) =>
  importAnswers(database, disk.put(content), options);
const back = (id: string, day = "2027-02-08") => backOn(id, day);
const standing = () => standingOf(database);

describe("whatever the order", () => {
  const orders = <T>(items: readonly T[]): T[][] =>
    items.length < 2
      ? [[...items]]
      : items.flatMap((item, at) =>
          orders(items.filter((_, place) => place !== at)).map((rest) => [item, ...rest]),
        );
  const stories: readonly [string, (id: string) => string[], string][] = [
    [
      "a debit and its return on one day",
      (id) => [paid(id, "2027-02-06"), back(id, "2027-02-06")],
      "payment_bounced",
    ],
    [
      "a report, a debit, a return",
      (id) => [report(id, "ACSC"), paid(id), back(id)],
      "payment_bounced",
    ],
    ["a rejection and a debit", (id) => [report(id, "RJCT"), paid(id), report(id, "ACCP")], "paid"],
    [
      "a rejection that a later report takes back",
      (id) => [
        report(id, "RJCT", "2027-02-06T09:00:00+08:00"),
        report(id, "ACSC", "2027-02-06T02:00:00Z"),
      ],
      "paid",
    ],
    [
      "paid, back, and paid after all",
      (id) => [paid(id), back(id, "2027-02-08"), paid(id, "2027-02-09")],
      "paid",
    ],
  ];
  test.each(stories)("%s", async (_, files, end) => {
    for (const id of [one, two]) {
      const [order, reverse] = [orders(files(id))[0], orders(files(id)).at(-1)];
      for (const file of (id === one ? order : reverse) ?? []) {
        await take(file);
        await take(file);
      }
    }
    expect(await standing()).toEqual([end, end]);
    const rows = await paymentsOf(database);
    expect(rows.map(({ state }) => state)).toEqual(
      Array(2).fill(end === "paid" ? "paid" : "bounced"),
    );
  });

  test("two imports at once, of one file and of two that contradict", async () => {
    const file = disk.put(paid(one));
    const same = await Promise.all([1, 2, 3].map(() => importAnswers(database, file)));
    expect(same.map(({ applied, repeated }) => [applied.length, repeated]).sort()).toEqual([
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
    await Promise.all([take(back(two)), take(paid(two)), take(report(two, "ACSC"))]);
    expect(await standing()).toEqual(["paid", "payment_bounced"]);
  });

  test("the same answer twice in one file, and once more in another, counts once", async () => {
    const twice = [
      { id: one, amount, reference: "BK1" },
      { id: one, amount, reference: "BK1" },
    ];
    expect(await take(notification(twice))).toMatchObject({ applied: [{}], repeated: 1 });
    expect(await take(notification(twice, "02"))).toMatchObject({ applied: [], repeated: 2 });
    expect((await trailOf(database, first)).filter((it) => it.includes("confirm"))).toHaveLength(1);
  });

  test("a second debit under another reference of the bank may be a second payment", async () => {
    await take(notification([{ id: one, amount, reference: "BK1" }]));
    const { conflicts } = await take(
      notification([
        { id: one, amount, reference: "BK1", day: "2027-02-07" },
        { id: one, amount, reference: "BK2", day: "2027-02-07" },
      ]),
    );
    expect(conflicts).toMatchObject([{ conflict: "booked_twice", endToEndId: one }]);
  });

  test("a report that denies what was booked before is for people to clear", async () => {
    await take(paid(one));
    const late = await take(report(one, "RJCT", "2027-02-09T09:00:00+08:00"));
    expect(late.conflicts).toMatchObject([{ conflict: "denies_booking" }]);
    expect(await take(report(one, "RJCT", "2027-02-05T09:00:00+08:00"))).toMatchObject({
      noted: 1,
    });
    expect(await standing()).toEqual(["paid", "paying"]);
  });
});

describe("after a bounce", () => {
  test("it is paid again only to details certified since (R-W5)", async () => {
    await take(back(one));
    const refused = await prepare(database, [first], { now: daysOn(4) });
    expect(refusals({ done: [], ...refused })).toEqual([`${first} R-W5 not_certified_anew`]);
    await certify(database, "P1", daysOn(2));
    expect((await prepare(database, [first], { now: daysOn(4) })).prepared).toEqual([]);
    await certify(database, "P1", daysOn(4));
    const { batchNo: next } = await prepare(database, [first], { now: daysOn(5) });
    await release(database, next, disk.folder, { now: daysOn(5) });
    expect(await statusOf(database, first)).toBe("paying");
    await take(paid(`${next}-000001`, "2027-02-10"));
    expect(await statusOf(database, first)).toBe("paid");
    expect((await paymentsOf(database)).map(({ state }) => state)).toEqual([
      ...["bounced", "released", "paid"],
    ]);
  });

  test("a late word that it was paid takes back what was only prepared", async () => {
    await take(report(one, "RJCT"));
    await certify(database, "P1", daysOn(4));
    await prepare(database, [first], { now: daysOn(5) });
    expect((await take(paid(one, "2027-02-09"))).applied).toMatchObject([{ status: "paid" }]);
    expect((await paymentsOf(database)).map(({ state }) => state)).toEqual([
      ...["paid", "released", "withdrawn"],
    ]);
    expect(await statusOf(database, first)).toBe("paid");
  });

  test("and is for people where it was paid again; nothing changes until they cleared it", async () => {
    await take(report(one, "RJCT"));
    await certify(database, "P1", daysOn(4));
    const { batchNo: next } = await prepare(database, [first], { now: daysOn(5) });
    await release(database, next, disk.folder, { now: daysOn(5) });
    const late = paid(one, "2027-02-09");
    expect((await take(late)).conflicts).toMatchObject([{ conflict: "newer_payment" }]);
    expect(await statusOf(database, first)).toBe("paying");
    await take(report(`${next}-000001`, "RJCT", "2027-02-10T09:00:00+08:00"));
    expect((await take(late)).applied).toMatchObject([{ endToEndId: one, status: "paid" }]);
    expect(await statusOf(database, first)).toBe("paid");
  });

  test("clocks begin anew, and who may import is asked (R-W2)", async () => {
    await take(back(one), { now: daysOn(6) });
    const { rows } = await database.pool.query(
      "select entered_at = $2 as anew from statement where statement_no = $1",
      [first, daysOn(6)],
    );
    expect(rows).toEqual([{ anew: true }]);
    await database.pool.query(
      `insert into app_user (user_name, display_name, locale, created_at, created_by)
         values ('auditor', 'auditor', 'zh-CN', now(), 'test');
       insert into user_role values ('auditor', 'auditor')`,
    );
    await expect(take(paid(two), { actor: "auditor" })).rejects.toMatchObject({
      code: "role_missing",
    });
    await expect(prepare(database, [second], { actor: "auditor" })).rejects.toMatchObject({
      rule: "R-W2",
    });
    await expect(
      release(database, batchNo, disk.folder, { actor: "auditor" }),
    ).rejects.toMatchObject({
      code: "role_missing",
    });
  });
});
