import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importDelivery } from "../../src/intake/import-delivery.js";
import { scanInbox } from "../../src/intake/inbox.js";
import { connect, withTransaction } from "../../src/platform/database/database.js";
import { lockEverything } from "../../src/platform/database/lock.js";
import { facts, type TestInbox, testInbox } from "../support/inbox.js";
import { testKeys } from "../support/intake.js";
import { csv, orderRow } from "../support/intake-folder.js";

let box: TestInbox;
beforeEach(async () => {
  box = await testInbox();
});
afterEach(() => box.close());

describe("a delivery (R-R6)", () => {
  it("is imported when its READY is there, once, and staff are told", async () => {
    box.deliver("2026-10 final", facts, null);
    expect(await box.scan()).toEqual({ found: [], asked: null });
    box.makeReady("2026-10 final", '{"completes": "2026-10"}');
    expect(await box.scan()).toEqual({ found: ["2026-10 final"], asked: "1" });
    expect(await box.scan()).toEqual({ found: [], asked: null });
    expect(box.asked).toEqual(["1 1"]);
    expect(await box.take("1")).toEqual({ state: "imported", failure: null });
    expect(await box.take("1")).toEqual({ state: "imported", failure: null });
    expect(await box.deliveries()).toEqual(["2026-10 final imported"]);
    expect(box.told).toHaveLength(1);
    expect(box.told[0]).toMatchObject({
      kind: "delivery_imported",
      about: "1",
      details: {
        delivery: "2026-10 final",
        completes: ["2026-10"],
        files: { orders: { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: 0 } },
      },
    });
    expect(await box.intake.rows("select actor from import_batch")).toEqual([{ actor: "system" }]);
    await box.work();
    expect(box.told).toHaveLength(1);
  });

  it("is found once by ten scanners and imported once by ten workers", async () => {
    box.deliver("a");
    box.deliver("b", { "orders.csv": csv([orderRow({ order_no: "O2" })]) });
    const others = Array.from({ length: 10 }, () => connect(box.intake.database.url));
    try {
      const scans = await Promise.all(others.map((it) => scanInbox(it, box.options())));
      expect(scans.flatMap(({ found }) => found)).toEqual(["a", "b"]);
      expect(box.asked).toEqual(["1 1"]);
      const outcomes = await Promise.all(
        others.map((it) =>
          importDelivery(it, { ...box.options(), deliveryId: "1", keys: async () => testKeys }),
        ),
      );
      expect(outcomes.map(({ state }) => state)).toContain("imported");
      expect(outcomes.filter(({ state }) => state === "refused")).toEqual([]);
    } finally {
      await Promise.all(others.map((it) => it.close()));
    }
    expect(box.tales()).toEqual(["delivery_imported a"]);
    expect(await box.intake.rows("select count(*) from import_batch")).toEqual([{ count: "1" }]);
    expect((await box.deliveries())[0]).toBe("a imported");
    expect(box.asked).toEqual(["1 1", "2 1"]);
  });

  it("comes after those made ready before it, whatever its name", async () => {
    box.deliver("c", facts);
    box.deliver("a", { "orders.csv": csv([orderRow({ customer_name: "second" })]) });
    box.deliver("b", { "orders.csv": csv([orderRow({ customer_name: "third" })]) });
    await box.work();
    expect(box.tales()).toEqual(["c", "a", "b"].map((name) => `delivery_imported ${name}`));
    expect(await box.orders()).toEqual(["O1 third"]);
  });

  it("keeps its place while other work holds the facts", async () => {
    box.deliver("a");
    await box.scan();
    await withTransaction(box.intake.database, async (connection) => {
      await lockEverything(connection, "run 2026-10 by li");
      expect(await box.take("1")).toMatchObject({
        state: "found",
        failure: { code: "work_under_way" },
      });
      expect(box.asked).toEqual(["1 1"]);
    });
    expect((await box.scan()).asked).toBe("1");
    expect(box.asked).toEqual(["1 1", "1 2"]);
    expect((await box.take("1")).state).toBe("imported");
    expect(box.tales()).toEqual(["delivery_imported a"]);
  });

  it("is asked for again where a worker took it and never came back", async () => {
    box.deliver("a");
    await box.scan();
    await box.intake.rows("update delivery set asked_at = now() - interval '61 minutes'");
    expect((await box.scan()).asked).toBe("1");
    expect(box.asked).toEqual(["1 1", "1 2"]);
  });

  it("with bad rows is refused whole, its rejects beside it; corrected, it is another delivery", async () => {
    box.deliver(
      "a",
      { ...facts, "orders.csv": csv([orderRow({ deal_amount: "1.00" })]) },
      "2026-10",
    );
    box.deliver("b", facts);
    await box.work();
    expect(await box.deliveries()).toEqual(["a refused rows_rejected", "b imported"]);
    const [rejects] = readdirSync(join(box.folder, "a")).filter((it) => it.startsWith("rejects-"));
    expect(rejects).toMatch(/\.csv$/);
    expect(box.told[0]).toMatchObject({
      kind: "delivery_refused",
      details: {
        failure: {
          code: "rows_rejected",
          details: { rows: 1, path: join(box.folder, "a", rejects ?? "") },
        },
        badRows: [
          { at: "orders.csv 2 deal_amount", reason: { en: expect.stringContaining("R-IN1") } },
        ],
      },
    });
    box.deliver("a", { "orders.csv": csv([orderRow({ customer_name: "corrected" })]) }, "2026-10");
    await box.work();
    expect((await box.deliveries()).at(-1)).toBe("a imported");
    expect(await box.orders()).toEqual(["O1 corrected"]);
  });

  it("delivered twice is imported once: under its own name, copied, or under another", async () => {
    box.deliver("a", facts, "2026-10");
    await box.work();
    await box.intake.rows("update sales_order set customer_name = 'newer'");
    box.makeReady("a", "2026-10");
    box.deliver("again", facts, "2026-09");
    await box.work();
    expect(await box.deliveries()).toEqual(["a imported", "a repeated", "again repeated"]);
    expect(await box.orders()).toEqual(["O1 newer"]);
    expect(box.told.at(-1)).toMatchObject({
      kind: "delivery_repeated",
      details: { delivery: "again", earlier: "a", completes: ["2026-09"] },
    });
  });
});
