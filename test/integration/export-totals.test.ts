import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonSentence } from "../../src/domain/reason-sentences.js";
import type { ReasonCode } from "../../src/domain/reasons.js";
import { exportPeriod } from "../../src/exports/export-period.js";
import { reconcile } from "../../src/settlement/reconcile.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, outcomesOf, run, statementsOf, testNow } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { columnOf, readPage, readTable, readWorkbook } from "../support/read-workbook.js";
import { generateScenario } from "../support/scenario-generator.js";

/** Stories with every rule, extreme amounts included: what the workbooks say is what the books say. */
describe.each([11, 23, 57])("story %d", (seed) => {
  let database: TestDatabase;
  let folder: string;
  const labels = new Set<string>();
  const months = new Set<string>();

  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), "yuejie-totals-"));
    for (const step of generateScenario(seed, { orders: 60, partnerRuns: true }).steps) {
      if (step[0] === "import") await loadFacts(database, step[1]);
      if (step[0] === "run") await run(database, step[1]);
      if (step[0] === "run-partner") await run(database, step[1], { partners: step[2] });
      if (step[0] === "approve") await approve(database, step[1]);
      if (step[0] === "run" || step[0] === "run-partner") months.add(step[1]);
    }
    const { rows } = await database.pool.query("select distinct period from statement");
    for (const { period } of rows) labels.add(period);
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it("has the lines and sums of every statement", async () => {
    expect(labels.size).toBeGreaterThan(2);
    for (const label of labels) {
      const { files } = await exportPeriod(database, { period: label, out: folder, now: testNow });
      const statements = await statementsOf(database, label);
      const lines = await linesOf(database, label);
      expect(files.length).toBe(statements.length + 1);
      for (const [index, statement] of statements.entries()) {
        const workbook = await readWorkbook(files[index] ?? "");
        const own = lines.filter(({ statementNo }) => statementNo === statement.statementNo);
        const table = readTable(workbook, "结算明细");
        expect(columnOf(table, "应结算金额").map(String)).toEqual(
          own.map(({ amount }) => shown(amount)),
        );
        expect(columnOf(table, "订单号")).toEqual(own.map(({ orderNo }) => orderNo));
        for (const text of columnOf(table, "计算过程")) expect(text).toMatch(/ = -?\d+\.\d\d$/);
        const { amount, netAmount, taxAmount } = statement;
        const figures = readPage(workbook, "结算单").map((row) => row.map(String));
        expect(figures).toContainEqual([amount, netAmount, taxAmount].map(shown));
      }
      const all = readTable(await readWorkbook(files.at(-1) ?? ""), "明细");
      expect(columnOf(all, "应结算金额").map(String)).toEqual(
        lines.map(({ amount }) => shown(amount)),
      );
    }
  });

  it("matches reconcile, and lists every order that was not settled", async () => {
    for (const month of months) {
      const { files } = await exportPeriod(database, { period: month, out: folder, now: testNow });
      const workbook = await readWorkbook(files.at(-1) ?? "");
      const page = readPage(workbook, "汇总");
      const { inScope, settled, carried, excluded, statements, lines } = await reconcile(
        database,
        month,
      );
      for (const [label, total] of [
        ["订单范围  in scope", inScope],
        ["已结算  settled", settled],
        ["未结  carried", carried],
        ["不结算  excluded", excluded],
      ] as const) {
        expect(texts(page)).toContainEqual([label, total.orders, total.cash].map(shown));
      }
      const byReason = { ...carried.byReason, ...excluded.byReason };
      for (const [code, total] of Object.entries(byReason)) {
        const { title, why } = reasonSentence(code as ReasonCode, "zh-CN");
        expect(texts(page)).toContainEqual([title, why, total.orders, total.cash].map(shown));
      }
      const sums = texts(page).find((row) => row[0] === "合计  total") ?? [];
      expect([sums[1], sums[2], sums[3], sums[7]]).toEqual(
        [statements.count, statements.amount, lines.count, lines.amount].map(shown),
      );
      expect(texts(page).flat().join()).not.toContain("不平");

      const waiting = (await outcomesOf(database, month)).filter(
        (each) => each.outcome !== "settled",
      );
      const table = readTable(workbook, "未结");
      const told = columnOf(table, "订单号").map((no, index) => [
        no,
        columnOf(table, "原因代码")[index],
      ]);
      expect(told.sort()).toEqual(
        waiting.map(({ orderNo, reasons }) => [orderNo, reasons.join(", ")]).sort(),
      );
    }
  });
});

/** What stands in a cell: a number where 15 digits hold it, else its text. */
function shown(value: string | number): string {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const digits = text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length;
  return digits <= 15 ? String(Number(text)) : text;
}

function texts(page: ExcelJS.CellValue[][]): string[][] {
  return page.map((row) => row.map(String));
}
