import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportPeriod } from "../../src/exports/export-period.js";
import { explainDatabaseFailure } from "../../src/platform/database/explain-failure.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run, testNow } from "../support/engine.js";
import { exportFacts as facts, order } from "../support/export-facts.js";
import { loadFacts } from "../support/load-facts.js";
import { columnOf, readPage, readTable, readWorkbook } from "../support/read-workbook.js";

let database: TestDatabase;
let folder: string;

async function exportTo(name: string, period: string, more: object = {}): Promise<string[]> {
  const out = join(folder, name);
  const { files } = await exportPeriod(database, { period, out, now: testNow, ...more });
  expect((await readdir(out)).sort()).toEqual(
    files.map((file) => file.slice(out.length + 1)).sort(),
  );
  return files;
}

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "yuejie-export-"));
  await loadFacts(database, facts);
  await run(database, "2026-10");
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe("a month's statement workbooks", () => {
  const at13 = "202610-P1-B1300F0600-01";
  const at06 = "202610-P1-B0600F0600-01";
  const progress: [done: number, total: number][] = [];
  let files: string[];
  beforeAll(async () => {
    files = await exportTo("october", "2026-10", {
      onProgress: (...each: [number, number]) => progress.push(each),
    });
  });

  it("are one a statement, and one for finance", () => {
    const out = join(folder, "october");
    expect(files).toEqual([at06, at13, "2026-10-finance"].map((name) => join(out, `${name}.xlsx`)));
  });

  it("tell how far they have come", () => {
    const dones = progress.map(([done]) => done);
    expect(dones).toEqual([...dones].sort((a, b) => a - b));
    expect(progress.at(-1)).toEqual([18, 20]);
  });

  it("hold every number an amount came from", async () => {
    const table = readTable(
      await readWorkbook(join(folder, "october", `${at13}.xlsx`)),
      "结算明细",
    );
    const first = Object.fromEntries(table.headings.map((name, i) => [name, table.rows[0]?.[i]]));
    expect(first).toEqual({
      行号: 1,
      类别: "订单",
      订单号: "0001",
      原订单号: null,
      订单类型: "新购",
      计费模式: "包周期",
      商品编号: "SELF",
      商品名称: "=SUM(A1)",
      客户账号: "C1",
      客户名称: "+86 客户 <甲> & 乙",
      客户服务商编号: "P1",
      客户服务商名称: "伙伴P1",
      用量月份: null,
      可结算时间: new Date("2026-10-05T12:00:00Z"),
      规则: "R-A1",
      "交易金额（成交价）": 500,
      底价: null,
      现金消费: 500,
      分成基数: 500,
      比例: 0.2,
      商品销项税率: 0.13,
      服务费税率: 0.06,
      可结算比例: 1,
      已结金额: 0,
      退订冲平金额: null,
      应结算金额: 93.81,
      计算过程: "500.00 × 0.2 / (1 + 0.13) × (1 + 0.06) = 93.81",
      对应结算单: null,
      出账批次: expect.stringMatching(/^\d+$/),
    });
    expect(columnOf(table, "订单号")).toEqual(["0001", "0003"]);
    expect(columnOf(table, "规则")).toEqual(["R-A1", "R-A5"]);
    expect(columnOf(table, "应结算金额")).toEqual([93.81, 60]);
    expect(columnOf(table, "客户名称")[1]).toBe("@客户");
  });

  it("show a second-tier partner's order, and the orders behind a usage line", async () => {
    const workbook = await readWorkbook(join(folder, "october", `${at06}.xlsx`));
    const lines = readTable(workbook, "结算明细");
    expect(columnOf(lines, "客户服务商名称")).toEqual(["=二级", "伙伴P1"]);
    expect(columnOf(lines, "分成基数")).toEqual([50.005, 10.03]);
    expect(columnOf(lines, "应结算金额")).toEqual([10, 2.01]);
    expect(columnOf(lines, "类别")).toEqual(["订单", "按量"]);
    const usage = readTable(workbook, "按量订单");
    expect(columnOf(usage, "订单号")).toEqual(["U1", "U2"]);
    expect(columnOf(usage, "明细行号")).toEqual([2, 2]);
    expect(columnOf(usage, "计费模式")).toEqual(["按需", "按需"]);
    expect(columnOf(usage, "计入的分成基数")).toEqual([5.015, 5.015]);
  });

  it("come to their sums on the first page", async () => {
    const page = readPage(await readWorkbook(join(folder, "october", `${at13}.xlsx`)), "结算单");
    const texts = page.map((row) => row.join("|"));
    expect(texts[0]).toContain("结算单");
    expect(texts).toContain("结算对象  Settlee|P1  伙伴P1|类型  Type|基础激励  base");
    expect(page).toContainEqual([
      "商品销项税率  Output tax rate",
      0.13,
      "服务费税率  Service fee rate",
      0.06,
    ]);
    expect(page).toContainEqual([153.81, 145.1, 8.71]);
    expect(page).toContainEqual(["本期小计  own lines", 2, 800, 800, 153.81]);
    expect(page).toContainEqual(["上期结转  brought forward", 0, 0]);
    expect(page.at(-4)).toEqual(["合计  total", 1, 70]);
  });

  it("tell what was carried and why, to everyone in Chinese", async () => {
    const waiting = readTable(
      await readWorkbook(join(folder, "october", `${at13}.xlsx`)),
      "未结明细",
    );
    expect(columnOf(waiting, "订单号")).toEqual(["0004"]);
    expect(columnOf(waiting, "现金消费")).toEqual([70]);
    expect(columnOf(waiting, "未结原因")).toEqual([
      "1. 客户尚未支付该订单。\n2. 客户以信用额度或现金券下单，款项尚未还清。",
    ]);
    expect(String(columnOf(waiting, "怎样才能结算")[0])).toMatch(/^1\. 客户完成支付后/);
  });

  it("are the same, byte for byte, for the same books", async () => {
    const again = await exportTo("october again", "2026-10");
    for (const [index, file] of files.entries()) {
      const [one, other] = await Promise.all([readFile(file), readFile(again[index] ?? "")]);
      expect(one.equals(other), file).toBe(true);
    }
  });

  it("can be asked for one by one, with the same bytes", async () => {
    const [file] = await exportTo("one", "2026-10", { statementNo: at13 });
    const [one, other] = await Promise.all([
      readFile(file ?? ""),
      readFile(join(folder, "october", `${at13}.xlsx`)),
    ]);
    expect(one.equals(other)).toBe(true);
  });
});

describe("a month's workbook for finance", () => {
  const open = () => readWorkbook(join(folder, "october", "2026-10-finance.xlsx"));

  it("has control totals by outcome and reason", async () => {
    const page = readPage(await open(), "汇总");
    expect(page).toContainEqual(["已结算  settled", 5, 920.07]);
    expect(page).toContainEqual(["未结  carried", 3, 1110]);
    expect(page).toContainEqual(["不结算  excluded", 3, 170]);
    expect(page).toContainEqual(["订单范围  in scope", 11, 2200.07]);
    expect(page.find((row) => row[0] === "按季度结算")?.slice(2)).toEqual([1, 1000]);
    expect(page.find((row) => row[0] === "购买储值卡")?.slice(2)).toEqual([1, 0]);
    expect(page).toContainEqual(["2026-10", 2, 165.82, 4, 165.82, 0, 0, 165.82]);
    const checks = page.filter((row) => String(row.at(-1)).startsWith("平"));
    expect(checks.map((row) => row.slice(1, 4))).toEqual([
      [165.82, 165.82, 0],
      [5, 5, 0],
      [920.07, 920.07, 0],
      [3, 3, 0],
      [1110, 1110, 0],
      [3, 3, 0],
      [170, 170, 0],
    ]);
  });

  it("lists statements, tax rates, settlees, lines and what was not settled", async () => {
    const workbook = await open();
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      "汇总",
      "结算单",
      "税率汇总",
      "对象汇总",
      "明细",
      "未结",
    ]);
    const statements = readTable(workbook, "结算单");
    expect(columnOf(statements, "应结算金额")).toEqual([12.01, 153.81, 165.82]);
    expect(columnOf(statements, "状态")).toEqual(["草稿", "草稿", null]);
    const rates = readTable(workbook, "税率汇总");
    expect(columnOf(rates, "商品销项税率")).toEqual([0.06, 0.13, "合计"]);
    expect(columnOf(rates, "税额")).toEqual([0.68, 8.71, 9.39]);
    const settlees = readTable(workbook, "对象汇总");
    expect(columnOf(settlees, "结算对象编号")).toEqual(["—", "P1", "P2", "P3", "合计"]);
    expect(columnOf(settlees, "未结订单")).toEqual([0, 1, 1, 1, 3]);
    const lines = readTable(workbook, "明细");
    expect(columnOf(lines, "应结算金额")).toEqual([10, 2.01, 93.81, 60]);
    const unsettled = readTable(workbook, "未结");
    expect(columnOf(unsettled, "订单号")).toEqual(["0006", "0004", "0005", "0007", "0008", "0009"]);
    expect(columnOf(unsettled, "计入原因")).toEqual([
      "未绑定客户服务商",
      "未支付",
      "伙伴运营基地",
      "购买储值卡",
      "商业信息变更中",
      "按季度结算",
    ]);
    expect(columnOf(unsettled, "原因代码")[1]).toBe("unpaid, not_repaid");
  });

  it("goes on on further sheets", async () => {
    const files = await exportTo("small sheets", "2026-10", { rowLimit: 3 });
    const workbook = await readWorkbook(files.at(-1) ?? "");
    const names = workbook.worksheets
      .map(({ name }) => name)
      .filter((name) => name.startsWith("明细"));
    expect(names).toEqual(["明细", "明细(2)"]);
    const orders = names.flatMap((name) => columnOf(readTable(workbook, name), "应结算金额"));
    expect(orders).toEqual([10, 2.01, 93.81, 60]);
  });
});

describe("an export that is refused", () => {
  const attempt = (period: string, statementNo?: string) =>
    exportPeriod(database, {
      period,
      out: join(folder, "never"),
      now: testNow,
      ...(statementNo === undefined ? {} : { statementNo }),
    });

  it.each([
    ["2026-12", undefined, { code: "period_never_run", details: { period: "2026-12" } }],
    ["2026Q4", undefined, { code: "period_never_run", details: { period: "2026-12" } }],
    ["2026-13", undefined, { code: "period_form" }],
    ["2026-10", "202610-P9-B1300F0600-01", { code: "statement_unknown" }],
    [
      "2026-11",
      "202610-P1-B1300F0600-01",
      { code: "statement_of_other_period", details: { actual: "2026-10" } },
    ],
  ])("%s %s", async (period, statementNo, expected) => {
    await expect(attempt(period, statementNo)).rejects.toMatchObject(expected);
    expect(await readdir(folder)).not.toContain("never");
  });

  it("leaves no half file where the database goes away", async () => {
    const out = join(folder, "cut off");
    const holder = await database.pool.connect();
    await holder.query("begin; lock table draft_usage_item");
    const cut = exportPeriod(database, { period: "2026-10", out, now: testNow });
    cut.catch(() => undefined);
    // The first workbook stands half written now, waiting for the orders behind its usage line.
    const waiting = `select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    let found: { pid: number }[] = [];
    // Asked outside of the transaction, which would see the first answer for ever.
    while (found.length === 0) ({ rows: found } = await database.pool.query(waiting));
    expect(await readdir(out)).toEqual([`.202610-P1-B0600F0600-01.xlsx.partial-${process.pid}`]);
    await holder.query("select pg_terminate_backend($1)", [found[0]?.pid]);
    const error: unknown = await cut.then(
      () => null,
      (reason: unknown) => reason,
    );
    await holder.query("rollback");
    holder.release();
    expect(explainDatabaseFailure(error, "here")).toMatchObject({ code: "database_lost" });
    expect(await readdir(out)).toEqual([]);
  });
});

describe("later periods", () => {
  it("show what was brought forward apart, and a quarter under its own label", async () => {
    await approve(database, "2026-10");
    await run(database, "2026-11");
    await approve(database, "2026-11");
    await loadFacts(database, {
      orders: [order("0010", "100.00", { paid_at: "2026-12-05 12:00:00" })],
    });
    await run(database, "2026-12");

    const november = await exportTo("november", "2026-11");
    const refund = readTable(await readWorkbook(november[0] ?? ""), "结算明细");
    expect(columnOf(refund, "原订单号")).toEqual(["0001"]);
    expect(columnOf(refund, "应结算金额")).toEqual([-93.81]);
    const status = readPage(await readWorkbook(november[0] ?? ""), "结算单").flat();
    expect(status).toContain("负数待抵  deficit");

    const december = await exportTo("december", "2026-12");
    const workbook = await readWorkbook(december[0] ?? "");
    const lines = readTable(workbook, "结算明细");
    expect(columnOf(lines, "类别")).toEqual(["订单", "上期结转"]);
    expect(columnOf(lines, "应结算金额")).toEqual([18.76, -93.81]);
    expect(columnOf(lines, "对应结算单")).toEqual([null, "202611-P1-B1300F0600-01"]);
    expect(columnOf(lines, "计算过程")[1]).toBe("结转 202611-P1-B1300F0600-01 的负数 = -93.81");
    const page = readPage(workbook, "结算单");
    expect(page).toContainEqual(["本期小计  own lines", 1, 100, 100, 18.76]);
    expect(page).toContainEqual(["上期结转  brought forward", 1, -93.81]);

    const finance = readPage(await readWorkbook(december.at(-1) ?? ""), "汇总");
    expect(finance).toContainEqual(["2026-12", 1, -75.05, 2, 18.76, -93.81, 0, -75.05]);
    expect(finance).toContainEqual(["2026Q4", 1, 187.61, 1, 187.61, 0, 0, 187.61]);
    expect(finance).toContainEqual(["合计  total", 2, 112.56, 3, 206.37, -93.81, 0, 112.56]);

    const quarter = await exportTo("quarter", "2026Q4");
    expect(quarter.map((file) => file.slice(folder.length + 9))).toEqual([
      "2026Q4-P3-B1300F0600-01.xlsx",
      "2026Q4-finance.xlsx",
    ]);
  });

  it("replaces the files of an earlier export", async () => {
    const path = join(folder, "december", "2026-12-finance.xlsx");
    const before = await readFile(path);
    await writeFile(path, "spoilt");
    await exportTo("december", "2026-12");
    expect((await readFile(path)).equals(before)).toBe(true);
  });
});
