import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { importDelivery } from "../../src/intake/import-delivery.js";
import { connect } from "../../src/platform/database/database.js";
import { facts, type TestInbox, testInbox } from "../support/inbox.js";
import { testKeys } from "../support/intake.js";
import { csv, orderRow, partnerRow, productRow } from "../support/intake-folder.js";

let box: TestInbox;
beforeEach(async () => {
  box = await testInbox();
});
afterEach(() => box.close());

describe("a delivery in trouble stops no other", () => {
  it.each([
    ["no month", '{"completes": "October"}', "delivery_ready_form"],
    ["a quarter", "2026Q3", "delivery_ready_form"],
    ["another key", '{"period": "2026-10"}', "delivery_ready_form"],
    ["half of JSON", '{"completes": "2026-10"', "delivery_ready_form"],
    ["bytes", "\u0000\u0001", "delivery_ready_form"],
    ["far too much", "2026-10\n".repeat(1_000), "delivery_ready_form"],
    ["a month that goes on", "2026-11", "delivery_too_early"],
  ])("whose READY holds %s is refused", async (_, ready, code) => {
    box.deliver("odd", facts, ready);
    box.deliver("good");
    await box.work();
    expect(await box.deliveries()).toEqual([`odd refused ${code}`, "good imported"]);
    expect(box.tales()).toEqual(["delivery_refused odd", "delivery_imported good"]);
  });

  it.each([
    ["nothing", "", []],
    ["a line", "2026-09\r\n", ["2026-09"]],
    [
      "lines and a remark",
      "# done\ncompletes: 2026-10\ncompletes=2026-09\n",
      ["2026-09", "2026-10"],
    ],
    ["a list", '\ufeff{"completes": ["2026-10", "2026-10"]}', ["2026-10"]],
    ["no months", "{}", []],
  ])("whose READY holds %s is understood", async (_, ready, completes) => {
    box.deliver("a", facts, ready);
    await box.work();
    expect(await box.intake.rows("select completes, state from delivery")).toEqual([
      { completes, state: "imported" },
    ]);
  });

  it("without files, with both formats, or with a folder for a file is refused", async () => {
    box.deliver("empty", {});
    box.deliver("both", { "orders.csv": "", "orders.xlsx": "" });
    box.deliver("folder", {}, null);
    mkdirSync(join(box.folder, "folder", "orders.csv"));
    box.makeReady("folder");
    box.deliver("good");
    await box.work();
    expect(await box.deliveries()).toEqual([
      "empty refused input_folder_empty",
      "both refused input_file_twice",
      "folder refused input_file_unreadable",
      "good imported",
    ]);
  });

  it("whose READY is a folder or whose name is odd is refused; files and hidden folders are no deliveries", async () => {
    mkdirSync(join(box.folder, "strange", "READY"), { recursive: true });
    box.deliver("new\nline\u001b[31m");
    box.deliver(`long${"x".repeat(220)}`);
    box.deliver("深圳 'and' \"more\" %s $(x) ;");
    box.deliver(".copying");
    writeFileSync(join(box.folder, "READY"), "");
    await box.work();
    expect((await box.deliveries()).sort()).toEqual([
      `long${"x".repeat(220)} refused delivery_name`,
      "new\nline\u001b[31m refused delivery_name",
      "strange refused delivery_ready_form",
      "深圳 'and' \"more\" %s $(x) ; imported",
    ]);
  });

  it("that vanishes waits until it is back, and is told about once", async () => {
    box.deliver("a");
    box.deliver("b", { "partners.csv": csv([partnerRow({ partner_no: "P7" })]) });
    await box.scan();
    renameSync(join(box.folder, "a"), join(box.folder, ".away"));
    await box.work();
    expect(await box.deliveries()).toEqual(["a delayed delivery_vanished", "b imported"]);
    await box.intake.rows("update delivery set asked_at = now() - interval '2 hours'");
    await box.work();
    expect(box.tales().filter((it) => it === "delivery_delayed a").length).toBeGreaterThan(0);
    expect(new Set(box.told.map(({ kind, about }) => `${kind} ${about}`))).toEqual(
      new Set([
        "delivery_delayed 1-delivery_vanished",
        "delivery_imported 2",
        "delivery_refused 1",
      ]),
    );
  });

  it("that comes back after a later one is refused, since it could undo newer facts", async () => {
    box.deliver("a", { ...facts, "orders.csv": csv([orderRow({ customer_name: "old" })]) });
    box.deliver("b", { ...facts, "orders.csv": csv([orderRow({ customer_name: "new" })]) });
    await box.scan();
    renameSync(join(box.folder, "a"), join(box.folder, ".away"));
    await box.work();
    renameSync(join(box.folder, ".away"), join(box.folder, "a"));
    await box.intake.rows("update delivery set asked_at = now() - interval '2 hours'");
    box.asked.length = 0;
    await box.work();
    expect(await box.deliveries()).toEqual(["a refused delivery_overtaken", "b imported"]);
    expect(await box.orders()).toEqual(["O1 new"]);
    box.makeReady("a");
    await box.work();
    expect(await box.orders()).toEqual(["O1 old"]);
  });

  it("that comes back before a later one is imported", async () => {
    box.deliver("a");
    await box.scan();
    renameSync(join(box.folder, "a"), join(box.folder, ".away"));
    expect((await box.take("1")).state).toBe("delayed");
    renameSync(join(box.folder, ".away"), join(box.folder, "a"));
    expect((await box.scan()).asked).toBeNull();
    await box.intake.rows("update delivery set asked_at = now() - interval '3 minutes'");
    expect((await box.scan()).asked).toBe("1");
    expect((await box.take("1")).state).toBe("imported");
  });

  it("that changes while it is read leaves nothing, and is imported when it stands still", async () => {
    box.deliver("a");
    await box.scan();
    // The keys are asked for after the first look and before the last.
    const late = async () => {
      writeFileSync(
        join(box.folder, "a", "partners.csv"),
        csv([partnerRow(), partnerRow({ partner_no: "P8" })]),
      );
      return testKeys;
    };
    expect(await box.take("1", { keys: late })).toMatchObject({
      state: "delayed",
      failure: { code: "delivery_changed" },
    });
    expect(await box.orders()).toEqual([]);
    expect((await box.take("1")).state).toBe("imported");
    expect(await box.intake.rows("select count(*) from partner")).toEqual([{ count: "2" }]);
  });

  it("to which a file is added while it is read leaves nothing", async () => {
    box.deliver("a", { "partners.csv": csv([partnerRow()]) });
    await box.scan();
    const late = async () => {
      box.deliver("a", { "products.csv": csv([productRow()]) }, null);
      return testKeys;
    };
    expect((await box.take("1", { keys: late })).failure?.code).toBe("delivery_changed");
    expect(await box.intake.rows("select count(*) from partner")).toEqual([{ count: "0" }]);
  });

  it("waits where the keys are missing, and refuses what no key of ours can help", async () => {
    box.deliver("a");
    box.deliver("b", { "orders.csv": "no header that we know\n" });
    await box.scan();
    const keys = () => Promise.reject(new YuejieError("keys_missing"));
    expect((await box.take("1", { keys })).state).toBe("delayed");
    expect((await box.take("2")).failure?.code).toBe("header_unknown");
  });

  it("is told apart from an inbox that is away, which is told once a day", async () => {
    rmSync(box.folder, { recursive: true });
    await expect(box.scan()).rejects.toMatchObject({ code: "inbox_unreadable" });
    expect(box.told).toMatchObject([{ kind: "inbox_unreadable", about: "2026-11-02" }]);
    await expect(box.take("77")).rejects.toMatchObject({ code: "delivery_unknown" });
  });

  it("leaves the outcome open where the database goes away, for another worker", async () => {
    box.deliver("a");
    await box.scan();
    const other = connect(box.intake.database.url);
    const lost = importDelivery(other, {
      ...box.options(),
      deliveryId: "1",
      keys: async () => {
        await box.intake.rows(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`);
        appendFileSync(join(box.folder, "a", "note.txt"), "x");
        return testKeys;
      },
    });
    await lost.catch((error: unknown) => {
      expect(error).toMatchObject({ kind: "dependency" });
    });
    await other.close();
    expect((await box.take("1")).state).toBe("imported");
    expect(box.tales()).toEqual(["delivery_imported a"]);
  });
});
