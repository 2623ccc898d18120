import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Features } from "../../src/features.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import { company, invoiceXml, invoicing } from "../support/invoices.js";
import { signAll, statusOf } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { atDesk, user } from "../support/people.js";
import { partner, sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "yuejie-invoices-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";
const now = "2026-11-20T10:00:00+08:00";
const sellers = [
  partner("P1", { name: "示例 <甲> & 有限公司", tax_no: "91440300MA5SELLER1" }),
  partner("P2", { tax_no: "91440300MA5SELLER2" }),
];

beforeEach(async () => {
  await emptyBooks(database);
  const orders = [
    sale("A", "1000000.00"),
    sale("B", "1000.00", "2026-10-10", { partner_no: "P2" }),
  ];
  await loadFacts(database, { ...smallWorld, partners: sellers, orders });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await signAll(database, "2026-10");
});

const desk = <T>(work: (features: Features) => Promise<T>) => atDesk(database, now, work);

describe("the invoice list (开票清单)", () => {
  test("is one a settlee, as a page and as PDF, the same bytes each time", async () => {
    await invoicing.request(database, "2026-10");
    const statementNos = [p1, p2];
    const write = (out: string) =>
      desk((it) => it.invoices.writeLists({ statementNos, out, actor: "finance" }));
    const { files } = await write(join(folder, "one"));
    expect(files.map((it) => it.slice(folder.length))).toEqual([
      ...[`/one/invoice-list-${p1}.html`, `/one/invoice-list-${p1}.pdf`],
      ...[`/one/invoice-list-${p2}.html`, `/one/invoice-list-${p2}.pdf`],
    ]);
    const again = await write(join(folder, "two"));
    for (const [at, file] of files.entries()) {
      expect(readFileSync(file).equals(readFileSync(again.files[at] ?? "")), file).toBe(true);
    }
    const [html = "", pdf = ""] = files;
    const page = readFileSync(html, "utf8");
    // 1,000,000.00 at ratio 0.1 is worth 93,805.31.
    for (const part of [
      ...[p1, "2026-10", "88,495.58", "5,309.73", "93,805.31", "6%"],
      ...["玖万叁仟捌佰零伍元叁角壹分", "示例 &lt;甲&gt; &amp; 有限公司", "91440300MA5SELLER1"],
      ...[company.title, company.taxNo, company.address, company.phone, company.bankName],
      ...[company.bankAccount, company.invoiceItem, company.invoiceMail.recipient],
      ...[company.invoiceMail.address, `结算单号：${p1}；账期：2026-10`, "增值税专用发票"],
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toMatch(/<甲>|<script|https?:/);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe("%PDF-");
    expect(readFileSync(pdf).length).toBeLessThan(100_000);
  });

  test("is there from the request on, whatever comes after it", async () => {
    const write = (no: string) =>
      desk((it) => it.invoices.writeLists({ statementNos: [no], out: folder, actor: "finance" }));
    await expect(write(p1)).rejects.toMatchObject({ code: "invoice_not_requested", rule: "R-W8" });
    expect(existsSync(join(folder, `invoice-list-${p1}.pdf`))).toBe(false);
    await invoicing.request(database, [p1]);
    expect((await write(p1)).files).toHaveLength(2);
    await expect(write("202610-P9-B1300F0600-01")).rejects.toMatchObject({
      code: "statement_unknown",
    });
  });
});

describe("people (R-W2, R-W4)", () => {
  beforeEach(async () => {
    await invoicing.request(database, "2026-10");
    await desk(async ({ people }) => {
      await people.add({ user: user("root", ["admin"]), actor: "root" });
      for (const form of [
        user("finance", ["finance_preparer"]),
        user("releaser", ["finance_releaser"]),
        user("looker", ["auditor"]),
        user("one", ["partner"], { settleeNo: "P1" }),
        user("two", ["partner"], { settleeNo: "P2" }),
      ]) {
        await people.add({ user: form, actor: "root" });
      }
    });
  });

  const entry = "440019113012345678,2026-11-20,88495.58,5309.73,93805.31,0.06";
  const submit = (actor: string, statementNo = p1) =>
    desk((it) =>
      it.invoices.submit({
        ...{ statementNo, actor },
        handedIn: { entries: [entry], trackingNo: "SF1" },
      }),
    );

  test("a settlee submits its own, finance for it, nobody else's is even there", async () => {
    await expect(submit("two")).rejects.toMatchObject({ code: "statement_unknown" });
    await expect(submit("looker")).rejects.toMatchObject({ code: "role_missing" });
    await expect(submit("releaser")).rejects.toMatchObject({ code: "role_missing" });
    await expect(submit("nobody")).rejects.toMatchObject({ code: "user_unknown" });
    expect(await statusOf(database, p1)).toBe("invoice_requested");
    expect(await submit("ONE")).toMatchObject({ status: "invoice_submitted", wrong: [] });
    const { rows } = await database.pool.query("select submitted_by from invoice");
    expect(rows).toEqual([{ submitted_by: "one" }]);
  });

  test("each sees its own; auditors see all and decide nothing", async () => {
    await submit("finance");
    const list = (actor: string) =>
      desk(async (it) => {
        const numbers: string[] = [];
        for await (const row of it.invoices.list({ of: { period: "2026-10" }, actor })) {
          numbers.push(`${row.statementNo} ${row.invoiceNo} ${row.state} ${row.signature}`);
        }
        return numbers;
      });
    expect(await list("one")).toEqual([`${p1} 440019113012345678 submitted null`]);
    expect(await list("two")).toEqual([]);
    expect(await list("looker")).toHaveLength(1);
    const show = (actor: string) =>
      desk(async (it) => {
        const request = { selection: { statementNos: [p1] }, actor };
        const { done, refused } = await it.invoices.showPoints(request);
        return done[0]?.standing ?? refused[0]?.error.code;
      });
    expect([await show("one"), await show("two"), await show("looker")]).toEqual([
      ...["by_eye", "statement_unknown", "by_eye"],
    ]);
    const ofPeriod = (actor: string) =>
      desk((it) => it.invoices.showPoints({ selection: { period: "2026-10" }, actor }));
    expect(await ofPeriod("two")).toEqual({ done: [], refused: [] });
    expect((await ofPeriod("one")).done).toHaveLength(1);
    const selection = { statementNos: [p1] };
    for (const actor of ["looker", "one", "releaser"]) {
      await expect(
        desk((it) => it.invoices.accept({ selection, actor, checked: true })),
      ).rejects.toMatchObject({ code: "role_missing" });
      await expect(desk((it) => it.invoices.receive({ selection, actor }))).rejects.toMatchObject({
        code: "role_missing",
      });
    }
    const lists = (actor: string) =>
      desk((it) => it.invoices.writeLists({ statementNos: [p1], out: folder, actor }));
    await expect(lists("two")).rejects.toMatchObject({ code: "statement_unknown" });
    expect((await lists("one")).files).toHaveLength(2);
  });

  test("files are read from where they lie; what is no file is told by its name", async () => {
    const path = join(folder, "invoice.xml");
    const sums = { net: "88495.58", tax: "5309.73", total: "93805.31" };
    writeFileSync(path, invoiceXml({ ...sums, seller: "示例 &lt;甲&gt; &amp; 有限公司" }));
    const hand = (paths: string[]) =>
      desk((it) => it.invoices.submit({ statementNo: p1, handedIn: { paths }, actor: "one" }));
    for (const missing of [join(folder, "none.xml"), folder]) {
      await expect(hand([path, missing])).rejects.toMatchObject({
        code: "invoice_file_unreadable",
      });
    }
    writeFileSync(join(folder, "large.xml"), Buffer.alloc(2_000_001, 0x20));
    await expect(hand([join(folder, "large.xml")])).rejects.toMatchObject({
      code: "invoice_file_too_large",
    });
    expect(await statusOf(database, p1)).toBe("invoice_requested");
    expect(await hand([path])).toMatchObject({ status: "invoice_received", wrong: [] });
    const selection = { period: "2026-10" };
    const { done } = await desk((it) =>
      it.invoices.accept({ selection, actor: "finance", checked: false }),
    );
    expect(done).toEqual([{ statementNo: p1, status: "invoice_verified" }]);
  });
});
