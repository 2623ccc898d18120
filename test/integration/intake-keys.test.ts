import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type TestIntake, testIntake, testKeys } from "../support/intake.js";
import { partnerRow } from "../support/intake-folder.js";

let intake: TestIntake;
beforeAll(async () => {
  intake = await testIntake();
});
afterEach(() => intake.clear());
afterAll(() => intake.close());

const counts = (read: number, inserted: number, updated: number) => ({
  read,
  inserted,
  updated,
  unchanged: read - inserted - updated,
  rejected: 0,
});

describe("a rotation of keys", () => {
  const [old] = testKeys;
  const next = { id: "t2", key: Buffer.alloc(32, 8) };
  const rotated = old ? [next, old] : [];
  const partners = [
    partnerRow({ mobile: "13900000001", bank_account: "6222020000000001" }),
    partnerRow({ partner_no: "P2", mobile: "", bank_account: "" }),
  ];
  const stored = (): Promise<Record<string, unknown>[]> =>
    intake.rows("select * from partner order by partner_no");

  it("leaves what is stored: the same file changes nothing, cipher and hash included (R-IN5)", async () => {
    await intake.load({ partners });
    const before = await stored();
    const { files } = await intake.load({ partners }, { keys: rotated });
    expect(files.partners).toEqual(counts(2, 0, 0));
    expect(await stored()).toEqual(before);
  });

  it("encrypts anew what changes, and sees the change of a personal value", async () => {
    await intake.load({ partners });
    const changed = partnerRow({ mobile: "13900000002", bank_account: "6222020000000001" });
    const { files } = await intake.load({ partners: [changed] }, { keys: rotated });
    expect(files.partners).toEqual(counts(1, 0, 1));
    const [partner] = await stored();
    expect(partner).toMatchObject({
      mobile_cipher: expect.stringMatching(/^v1\.t2\./),
      mobile_hash: expect.stringMatching(/^t2\.[A-Za-z0-9_-]{43}$/),
      bank_account_hash: expect.stringMatching(/^t2\.[A-Za-z0-9_-]{43}$/),
    });
    expect((await intake.load({ partners: [changed] }, { keys: [next] })).files.partners).toEqual(
      counts(1, 0, 0),
    );
  });

  it("encrypts anew what only a dropped key could compare", async () => {
    await intake.load({ partners });
    const { files } = await intake.load({ partners }, { keys: [next] });
    expect(files.partners).toEqual(counts(2, 0, 1));
    expect(
      await intake.rows("select mobile_hash from partner where mobile_hash ~ '^t2'"),
    ).toHaveLength(1);
  });

  it.each(["mobile", "bank_account"])("a %s that came or went is a change", async (column) => {
    const without = partnerRow({ mobile: "", bank_account: "" });
    const filled = {
      ...without,
      [column]: column === "mobile" ? "13900000001" : "6222020000000001",
    };
    await intake.load({ partners: [without] });
    for (const row of [filled, without]) {
      const { files } = await intake.load({ partners: [row] }, { keys: rotated });
      expect(files.partners).toEqual(counts(1, 0, 1));
    }
    expect(await stored()).toMatchObject([
      { [`${column}_cipher`]: null, [`${column}_hash`]: null },
    ]);
  });
});
