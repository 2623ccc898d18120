import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compose, type Parts } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import { type Features, offerFeatures } from "../../src/features.js";
import type { NoticeMessage } from "../../src/notices/write-notice.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { csv, orderRow, partnerRow, productRow, termRow } from "../support/intake-folder.js";

let database: TestDatabase;
let home: string;
let inbox: string;
const opened: Parts[] = [];
beforeEach(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), "yuejie-unattended-"));
  inbox = join(home, "inbox");
  mkdirSync(inbox);
});
afterEach(async () => {
  for (const parts of opened.splice(0)) await parts.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** The features of a process that starts at an instant, which stands. */
function processAt(instant: string, environment: Record<string, string> = {}): Features {
  const config = readConfig({
    DATABASE_URL: database.url,
    YUEJIE_HOME: home,
    YUEJIE_INBOX: inbox,
    YUEJIE_KEYS: `k:${Buffer.alloc(32, 1).toString("base64")}`,
    YUEJIE_CLOCK: instant,
    ...environment,
  });
  const parts = compose(config, { name: "test", signal: new AbortController().signal });
  opened.push(parts);
  return offerFeatures(parts);
}

function deliver(name: string, ready: string): void {
  mkdirSync(join(inbox, name));
  const files = {
    partners: [partnerRow()],
    products: [productRow()],
    product_terms: [termRow()],
    orders: [orderRow({ provisioned_at: "2026-10-06 09:00", effective_at: "2026-10-06 09:00" })],
  };
  for (const [file, rows] of Object.entries(files)) {
    writeFileSync(join(inbox, name, `${file}.csv`), csv(rows));
  }
  writeFileSync(join(inbox, name, "READY"), ready);
  utimesSync(join(inbox, name, "READY"), 1_700_000_000, 1_700_000_000);
}

async function outbox(): Promise<{ topic: string; key: string; payload: unknown }[]> {
  const { rows } = await database.pool.query(
    "select topic, key, payload from outbox order by outbox_id",
  );
  return rows;
}

it("facts arrive, the month starts when they are here, notices are files", async () => {
  const early = processAt("2026-11-03T02:00:00+08:00");
  expect(await early.unattended.scanInbox()).toEqual({ found: [], asked: null });
  expect((await early.unattended.tickSchedule()).waiting).toMatchObject([{ reason: "facts" }]);

  deliver("2026-10", '{"completes": "2026-10"}');
  const { unattended, notices } = processAt("2026-11-03T02:05:00+08:00");
  expect(await unattended.scanInbox()).toEqual({ found: ["2026-10"], asked: "1" });
  expect(await unattended.importDelivery("1")).toMatchObject({ state: "imported" });
  expect((await unattended.tickSchedule()).started).toEqual([{ period: "2026-10", runId: "1" }]);
  expect(await outbox()).toMatchObject([
    { topic: "sweep-exports", key: "2026-11-03", payload: { day: "2026-11-03" } },
    { topic: "sweep-dues", key: "2026-11-03", payload: { day: "2026-11-03" } },
    { topic: "import-delivery", key: "1-1", payload: { deliveryId: "1", attempt: 1 } },
    { topic: "deliver-notice", key: "delivery-imported-1" },
    { topic: "settle-period", key: "1", payload: { runId: "1" } },
  ]);
  const [, , , notice] = await outbox();
  const { path } = await notices.deliver(notice?.payload as NoticeMessage);
  expect(path).toBe(join(home, "outbox", "delivery-imported-1.md"));
  expect(readdirSync(join(home, "outbox"))).toEqual(["delivery-imported-1.md"]);
  for await (const delivery of unattended.listDeliveries()) {
    expect(delivery).toMatchObject({ name: "2026-10", state: "imported", completes: ["2026-10"] });
  }
});

it("the doctor tells what runs by itself, and what keeps it", async () => {
  // The next year's working days are asked for from November on: what begins then may be due in January.
  const before = await processAt("2026-10-31T23:59:00+08:00").examine();
  const said = (findings: typeof before) =>
    Object.fromEntries(
      findings
        .filter(({ check }) => ["calendar", "schedule", "inbox"].includes(check))
        .map(({ check, state, facts, trouble }) => [
          check,
          { state, ...facts, code: trouble?.code },
        ]),
    );
  expect(said(before)).toEqual({
    calendar: { state: "fine", years: "2024 – 2026", missing: "" },
    schedule: { state: "fine", firstPeriod: "", nextPeriod: "", nextAt: "", behind: "" },
    inbox: { state: "fine", folder: inbox, waiting: 0, delayed: 0 },
  });
  await processAt("2026-11-03T18:00:00+08:00").unattended.tickSchedule();
  rmSync(inbox, { recursive: true });
  const november = await processAt("2026-11-01T00:00:00+08:00").examine();
  expect(said(november).calendar).toMatchObject({ state: "notice", missing: 2027 });
  const after = await processAt("2026-12-01T00:00:00+08:00").examine();
  expect(said(after)).toEqual({
    calendar: { state: "notice", years: "2024 – 2026", missing: 2027 },
    schedule: {
      state: "notice",
      firstPeriod: "2026-10",
      nextPeriod: "2026-11",
      nextAt: "2026-12-03 02:00",
      behind: "2026-10",
    },
    inbox: { state: "trouble", code: "inbox_unreadable" },
  });
});

it("keeps going where the inbox is away, and tells both", async () => {
  rmSync(inbox, { recursive: true });
  const { unattended } = processAt("2026-11-03T02:00:00+08:00");
  const failures: string[] = [];
  let ticks = 0;
  const round = await unattended.keepSchedule({
    onScan: () => undefined,
    onTick: () => {
      ticks += 1;
    },
    onFailure: ({ code }) => failures.push(code),
  });
  await round.stop();
  expect({ failures, ticks }).toEqual({ failures: ["inbox_unreadable"], ticks: 1 });
  expect((await outbox()).map(({ key }) => key)).toContain("inbox-unreadable-2026-11-03");
});

it("a worker that was not told of the inbox says so, and another can do the work", async () => {
  deliver("a", "");
  await processAt("2026-11-03T02:00:00+08:00").unattended.scanInbox();
  const { unattended } = processAt("2026-11-03T02:00:00+08:00", { YUEJIE_INBOX: "" });
  expect(await unattended.scanInbox()).toBeNull();
  await expect(unattended.importDelivery("1")).rejects.toMatchObject({
    code: "inbox_unset",
    retryable: true,
  });
});
