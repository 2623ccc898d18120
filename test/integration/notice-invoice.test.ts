import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compose, type Parts } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import { offerFeatures } from "../../src/features.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import { invoicing } from "../support/invoices.js";
import { signAll } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import {
  deliverAll,
  noticedAt,
  sendWaiting,
  statementOf,
  tell,
  user,
  yuejieKeys,
} from "../support/notices.js";
import { type TestMailServer, testMailServer } from "../support/smtp.js";
import { partner, sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
let mail: TestMailServer;
let home: string;
let parts: Parts;
beforeEach(async () => {
  [database, mail] = await Promise.all([testDatabase(), testMailServer()]);
  home = mkdtempSync(join(tmpdir(), "yuejie-notices-"));
  const config = readConfig({
    DATABASE_URL: database.url,
    YUEJIE_HOME: home,
    YUEJIE_KEYS: yuejieKeys,
    SMTP_URL: mail.url,
    MAIL_FROM: "settle@our.example",
  });
  parts = compose(config, { name: "test", signal: new AbortController().signal });
  const partners = [partner("P1", { tax_no: "91440300MA5SELLER1" })];
  await loadFacts(database, { ...smallWorld, partners, orders: [sale("A", "1000000.00")] });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await signAll(database, "2026-10");
  await invoicing.request(database, "2026-10");
});
afterEach(async () => {
  await parts.close();
  await Promise.all([database.drop(), mail.stop()]);
  rmSync(home, { recursive: true });
});

const wanted = () => mail.taken.find((it) => it.subject?.includes("开具发票"));

it("who is asked for an invoice gets amounts and the invoice list, also where there are users", async () => {
  await user(database, "wang", { email: null, roles: ["admin"] });
  const features = offerFeatures(parts);
  await deliverAll(database, features);
  await sendWaiting(database, features);
  expect(wanted()?.envelopeTo).toEqual(["p1@partner.example"]);
  expect(wanted()?.text).toContain("价税合计（元）: 93,805.31");
  const [attached, ...others] = wanted()?.attachments ?? [];
  expect(others).toEqual([]);
  expect(attached).toMatchObject({
    filename: "invoice-list-202610-P1-B1300F0600-01.pdf",
    mimeType: "application/pdf",
  });
  const bytes = Buffer.from(attached?.content as ArrayBuffer);
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
});

it("who is asked is told without the list, where none can be made", async () => {
  const details = { ...statementOf("P1", { statementNo: "gone" }), dueOn: "2026-12-21" };
  const notice = { kind: "invoice_wanted", about: "gone-v1", at: noticedAt, details } as const;
  await tell(database, notice, { settlee: "P1" });
  const features = offerFeatures(parts);
  await deliverAll(database, features);
  await sendWaiting(database, features);
  const about = mail.taken.filter(({ subject }) => subject?.includes("gone"));
  expect(about.map(({ envelopeTo, attachments }) => [envelopeTo, attachments.length])).toEqual([
    [["p1@partner.example"], 0],
  ]);
});
