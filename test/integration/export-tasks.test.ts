import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportRequest, TransactionFilters } from "../../src/exports/tasks/export-request.js";
import { explainOrder } from "../../src/settlement/explain.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { outcomesOf, run, statementsOf } from "../support/engine.js";
import { exportFacts, order } from "../support/export-facts.js";
import { openTaskDesk, type TaskDesk } from "../support/export-tasks.js";
import { loadFacts } from "../support/load-facts.js";
import { columnOf, readPage, readTable, readWorkbook } from "../support/read-workbook.js";

let database: TestDatabase;
let desk: TaskDesk;
const at13 = "202610-P1-B1300F0600-01";

beforeAll(async () => {
  database = await testDatabase();
  desk = await openTaskDesk(database);
  await loadFacts(database, {
    ...exportFacts,
    orders: [
      ...exportFacts.orders,
      order("LATER", "30.00", {
        effective_at: "2026-12-01 10:00:00",
        repayment_status: "repaid",
        repaid_at: "2026-12-02 10:00:00",
      }),
      order("WATCHED", "20.00", {
        supervision_status: "in_progress",
        customer_no: "C2",
        ordered_at: "2026-10-31 23:59:59",
      }),
    ],
  });
  await run(database, "2026-10");
});
afterAll(async () => {
  await desk.close();
  await database.drop();
});

async function scalar(text: string, ...parameters: unknown[]): Promise<string> {
  const { rows } = await database.pool.query(text, parameters);
  return String(Object.values(rows[0])[0]);
}

async function transactions(filters: TransactionFilters): Promise<string[]> {
  const { path, task } = await desk.export({ kind: "transactions", filters });
  const table = readTable(await readWorkbook(path), "交易明细");
  const rows = columnOf(table, "订单号")
    .map(String)
    .filter((no) => no !== "合计");
  expect(task.rowCount).toBe(rows.length);
  return rows;
}

describe("a task that is asked for", () => {
  it("waits, and its message is written with it", async () => {
    const task = await desk.ask({ kind: "statement", statementNo: at13 });
    expect(task).toMatchObject({
      kind: "statement",
      parameters: { statementNo: at13 },
      state: "waiting",
      requestedBy: "finance",
      requestedAt: "2027-02-03T02:00:00+08:00",
      attempts: 0,
      rowsTotal: null,
      fileName: null,
      failure: null,
    });
    expect(desk.messages.at(-1)).toEqual({
      topic: "make-export",
      key: `export-${task.taskId}`,
      payload: { taskId: task.taskId },
    });
  });

  it.each([
    [{ kind: "statement", statementNo: "202610-P9-B1300F0600-01" }, "statement_unknown"],
    [{ kind: "period", period: "2026-12" }, "period_never_run"],
    [{ kind: "period", period: "2026Q4" }, "period_never_run"],
    [{ kind: "outcomes", period: "2026-11" }, "period_never_run"],
    [{ kind: "transactions", filters: { period: "2026-11" } }, "period_never_run"],
  ] as [ExportRequest, string][])(
    "is refused at once where there is nothing: %j",
    async (request, code) => {
      const before = await scalar("select count(*) from export_task");
      await expect(desk.ask(request)).rejects.toMatchObject({ code });
      expect(await scalar("select count(*) from export_task")).toBe(before);
    },
  );

  it.each(["0", "x", "99999", "1e3", "9".repeat(30)])(
    "is unknown by the number %s",
    async (taskId) => {
      await expect(desk.make(taskId)).rejects.toMatchObject({ code: "export_task_unknown" });
      await expect(desk.retry(taskId)).rejects.toMatchObject({ code: "export_task_unknown" });
    },
  );
});

describe("a file that is made", () => {
  const requests: [name: string, request: ExportRequest, file: RegExp, sheet: string][] = [
    [
      "of a statement",
      { kind: "statement", statementNo: at13 },
      /^202610-P1-B1300F0600-01\.xlsx$/,
      "结算明细",
    ],
    ["of a period", { kind: "period", period: "2026-10" }, /^2026-10-finance\.xlsx$/, "明细"],
    [
      "of outcomes",
      { kind: "outcomes", period: "2026-10" },
      /^2026-10-outcomes\.xlsx$/,
      "订单结果",
    ],
    [
      "of transactions",
      { kind: "transactions", filters: {} },
      /^transactions-\d+\.xlsx$/,
      "交易明细",
    ],
  ];
  it.each(requests)(
    "%s is what its record says, and what the database says",
    async (_, request, file, sheet) => {
      const { task, path } = await desk.export(request);
      expect(task).toMatchObject({
        state: "done",
        attempts: 1,
        endedAt: "2027-02-03T02:00:00+08:00",
        expiresAt: "2027-03-05T02:00:00+08:00",
        failure: null,
      });
      expect(task.fileName).toMatch(file);
      expect(task.rowsDone).toBe(task.rowsTotal);
      const bytes = await readFile(path);
      expect(bytes.length).toBe(task.sizeBytes);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(task.sha256);
      const workbook = await readWorkbook(path);
      const table = readTable(workbook, sheet);
      const orders = request.kind === "outcomes" || request.kind === "transactions";
      const amounts = columnOf(table, orders ? "交易金额（成交价）" : "应结算金额").map(Number);
      if (orders) amounts.pop();
      expect(amounts.length).toBe(task.rowCount);
      const cents = amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0);
      expect((cents / 100).toFixed(2)).toBe(task.controlTotal);
      const expected = {
        statement: `select sum(l.amount) from line l join statement s using (statement_id)
        where s.statement_no = '${at13}'`,
        period: `select sum(l.amount) from line l join statement s using (statement_id)
        where s.period = '2026-10'`,
        outcomes: `select sum(deal_amount) from sales_order where order_no <> 'R1' and order_no <> 'LATER'`,
        transactions: "select sum(deal_amount) from sales_order",
      }[request.kind];
      expect(await scalar(expected)).toBe(task.controlTotal);
      const check = readPage(workbook, "核对");
      expect(check).toContainEqual([
        "行数  Rows",
        task.rowCount,
        "控制总额  Control total",
        Number(task.controlTotal),
      ]);
      expect(check.flat()).toContain(task.contentSha256);
    },
  );

  it.each(requests)(
    "%s is the same, byte for byte, when it is asked for again",
    async (_, request) => {
      const [one, other] = [await desk.export(request), await desk.export(request)];
      expect(other.task.taskId).not.toBe(one.task.taskId);
      expect(other.task.sha256).toBe(one.task.sha256);
      expect(other.task.contentSha256).toBe(one.task.contentSha256);
    },
  );

  it("holds the rows of a period's outcomes as the run left them", async () => {
    const { path } = await desk.export({ kind: "outcomes", period: "2026-10" });
    const table = readTable(await readWorkbook(path), "订单结果");
    const expected = await outcomesOf(database, "2026-10");
    const words = { settled: "已结算", carried: "未结", excluded: "不结算" };
    expect(columnOf(table, "订单号").slice(0, -1)).toEqual(expected.map(({ orderNo }) => orderNo));
    expect(columnOf(table, "结果").slice(0, -1)).toEqual(
      expected.map(({ outcome }) => words[outcome]),
    );
    expect(columnOf(table, "结算单号").slice(0, -1)).toEqual(
      expected.map(({ statementNo }) => statementNo),
    );
    expect(columnOf(table, "原因代码").slice(0, -1)).toEqual(
      expected.map(({ reasons }) => (reasons.length === 0 ? null : reasons.join(", "))),
    );
  });

  it("goes on on further sheets, its totals on the last", async () => {
    const { task, path } = await desk.export(
      { kind: "transactions", filters: {} },
      { rowLimit: 6 },
    );
    const workbook = await readWorkbook(path);
    const names = workbook.worksheets
      .map(({ name }) => name)
      .filter((name) => name.startsWith("交易明细"));
    expect(names).toEqual(["交易明细", "交易明细(2)", "交易明细(3)"]);
    const orders = names.flatMap((name) => columnOf(readTable(workbook, name), "订单号"));
    expect(orders).toHaveLength((task.rowCount ?? 0) + 1);
    expect(orders.slice(0, -1)).toEqual([...orders.slice(0, -1)].sort());
    expect(orders.at(-1)).toBe("合计");
  });

  it("is named a failure, and not kept, where it does not add up", async () => {
    const { taskId } = await desk.ask({ kind: "statement", statementNo: at13 });
    await database.pool.query(
      "update statement set line_count = line_count + 1 where statement_no = $1",
      [at13],
    );
    await expect(desk.make(taskId)).rejects.toMatchObject({
      code: "export_does_not_add_up",
      details: { table: at13, found: "2 / 153.81", expected: "3 / 153.81" },
    });
    await database.pool.query(
      "update statement set line_count = line_count - 1 where statement_no = $1",
      [at13],
    );
    expect(await desk.find(taskId)).toMatchObject({
      state: "failed",
      fileName: null,
      failure: { code: "export_does_not_add_up", retryable: false },
    });
  });
});

describe("transactions", () => {
  it("stand where explain says that they stand", async () => {
    const { path } = await desk.export({ kind: "transactions", filters: {} });
    const table = readTable(await readWorkbook(path), "交易明细");
    const words = { settled: "已结算", carried: "未结", excluded: "不结算", open: "待出账" };
    const numbers = columnOf(table, "订单号").slice(0, -1).map(String);
    expect(numbers).toHaveLength(14);
    for (const [index, orderNo] of numbers.entries()) {
      const explained = await explainOrder(database, orderNo);
      expect(columnOf(table, "结算状态")[index], orderNo).toBe(words[explained.outcome]);
      expect(columnOf(table, "结算单号")[index], orderNo).toBe(explained.statementNo);
      expect(columnOf(table, "原因代码")[index] ?? "", orderNo).toBe(explained.reasons.join(", "));
      const own = explained.lines.filter((line) => line.orderNo === orderNo);
      const amount =
        own.length === 0 ? null : own.reduce((sum, line) => sum + Number(line.amount), 0);
      expect(columnOf(table, "应结算金额")[index], orderNo).toBe(amount);
    }
    expect(columnOf(table, "结算状态")).toContain("待出账");
    expect(columnOf(table, "未结原因")[numbers.indexOf("LATER")]).toMatch(/账期/);
  });

  it.each([
    [{ statuses: ["settled"] }, ["0001", "0002", "0003", "U1", "U2"]],
    [{ statuses: ["excluded"] }, ["0005", "0006", "0007"]],
    [{ statuses: ["carried"] }, ["0004", "0008", "0009", "WATCHED"]],
    [{ statuses: ["open"] }, ["LATER", "R1"]],
    [{ statuses: ["open", "excluded"], customerNo: "C1" }, ["0005", "0006", "0007", "LATER", "R1"]],
    [{ repayment: ["outstanding"] }, ["0004"]],
    [{ repayment: ["repaid"] }, ["LATER"]],
    [{ supervision: ["in_progress"] }, ["WATCHED"]],
    [{ customerNo: "C2" }, ["WATCHED"]],
    [{ orderNo: "0007" }, ["0007"]],
    [{ from: "2026-10-06" }, ["R1", "WATCHED"]],
    [{ from: "2026-10-31", to: "2026-10-31" }, ["WATCHED"]],
    [{ from: "2026-10-06", to: "2026-10-30" }, []],
    [{ from: "2026-11-09", timeOf: "paid" }, ["R1"]],
    [{ from: "2026-11-01", timeOf: "settleable" }, ["LATER", "R1"]],
    [{ period: "2026-10", statuses: ["settled"], orderNo: "0001" }, ["0001"]],
    [{ period: "2026-10", statuses: ["open"] }, []],
    [{ period: "2026-10", to: "2026-10-30", statuses: ["carried"] }, ["0004", "0008", "0009"]],
    [{ period: "2026-10", customerNo: "C2", supervision: ["in_progress"] }, ["WATCHED"]],
    [{ period: "2026-10", repayment: ["outstanding"], timeOf: "paid", from: "2020-01-01" }, []],
  ] as [TransactionFilters, string[]][])("are chosen by %j", async (filters, expected) => {
    expect(await transactions(filters)).toEqual(expected);
  });

  it("of a period come to its statements", async () => {
    const { path, task } = await desk.export({
      kind: "transactions",
      filters: { period: "2026-10" },
    });
    const workbook = await readWorkbook(path);
    const usage = 2.01;
    const statements = (await statementsOf(database, "2026-10")).reduce(
      (sum, { amount }) => sum + Number(amount),
      0,
    );
    expect(
      Number(columnOf(readTable(workbook, "交易明细"), "应结算金额").at(-1)) + usage,
    ).toBeCloseTo(statements, 9);
    expect(task.rowCount).toBe(12);
    const page = readPage(workbook, "汇总");
    expect(page).toContainEqual([
      "账期  Period",
      "2026-10",
      "数据截至  Facts as of",
      expect.any(Date),
    ]);
    expect(page).toContainEqual(["已结算  settled", 5, 920.07, 163.81]);
  });

  it("that nothing matches make a file that says so", async () => {
    const { path, task } = await desk.export({
      kind: "transactions",
      filters: { orderNo: "none" },
    });
    expect(task).toMatchObject({ state: "done", rowCount: 0, controlTotal: "0.00" });
    const workbook = await readWorkbook(path);
    expect(readPage(workbook, "汇总").flat()).toContain("没有符合条件的订单。No order matches.");
    expect(readTable(workbook, "交易明细").rows).toHaveLength(1);
  });
});
