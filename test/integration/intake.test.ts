import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import exceljs from "exceljs";
import iconv from "iconv-lite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { RowsRejectedError } from "../../src/intake/import-folder.js";
import { decryptField } from "../../src/platform/crypto/field-cipher.js";
import { connect, withTransaction } from "../../src/platform/database/database.js";
import { lockEverything } from "../../src/platform/database/lock.js";
import { type TestIntake, testIntake, testKeys } from "../support/intake.js";
import {
  csv,
  orderRow,
  partnerRow,
  productRow,
  refundRow,
  termRow,
} from "../support/intake-folder.js";

let intake: TestIntake;
beforeAll(async () => {
  intake = await testIntake();
});
afterEach(() => intake.clear());
afterAll(() => intake.close());

const whole = {
  partners: [partnerRow(), partnerRow({ partner_no: "P2", parent_partner_no: "P1" })],
  products: [productRow()],
  product_terms: [termRow()],
  orders: [orderRow(), refundRow("R1", "-40.00")],
};
const counts = (read: number, inserted: number, updated: number, rejected: number) => ({
  read,
  inserted,
  updated,
  unchanged: read - inserted - updated - rejected,
  rejected,
});

describe("an import", () => {
  it("stores all facts, and the same again changes nothing", async () => {
    expect(await intake.load(whole)).toEqual({
      files: {
        partners: counts(2, 2, 0, 0),
        products: counts(1, 1, 0, 0),
        product_terms: counts(1, 1, 0, 0),
        orders: counts(2, 2, 0, 0),
      },
      rejects: null,
      firstRejects: [],
    });
    const again = await intake.load(whole);
    expect(again.files.orders).toEqual(counts(2, 0, 0, 0));
    expect(again.files.partners).toEqual(counts(2, 0, 0, 0));
    expect(await intake.rows("select count(*) from import_batch")).toEqual([{ count: "1" }]);
    const updated = await intake.load({ orders: [orderRow({ customer_name: "新名称" })] });
    expect(updated.files).toEqual({ orders: counts(1, 0, 1, 0) });
  });

  it("keeps every form of a time at its instant, times without an offset in Shanghai", async () => {
    const times = {
      ordered_at: "2026/10/05 10:00",
      paid_at: "2026-10-05T02:01:00.5Z".replace(".5", ".500"),
      effective_at: "2026-10-05T10:02:03-01:30",
      provisioned_at: "2026-10-05 10:00:00.250",
      repaid_at: "2026/10/05T10:05+08:00",
    };
    await intake.load({ ...whole, orders: [orderRow(times)] });
    const [row] = await intake.rows(
      "select ordered_at, paid_at, effective_at, provisioned_at, repaid_at from sales_order",
    );
    expect(row).toEqual({
      ordered_at: "2026-10-05 10:00:00+08",
      paid_at: "2026-10-05 10:01:00.5+08",
      effective_at: "2026-10-05 19:32:03+08",
      provisioned_at: "2026-10-05 10:00:00.25+08",
      repaid_at: "2026-10-05 10:05:00+08",
    });
  });

  it("keeps texts as they were written, and personal values encrypted", async () => {
    const partner = partnerRow({
      name: 'C:\\new "客"',
      mobile: "13900000001",
      bank_account: "\\N",
    });
    await intake.load({ partners: [partner] });
    const [row = {}] = await intake.rows("select * from partner");
    expect(row.name).toBe('C:\\new "客"');
    expect(JSON.stringify(row)).not.toContain("13900000001");
    const open = (field: "mobile" | "bank_account"): string =>
      decryptField(testKeys, { field, owner: "P1" }, String(row[`${field}_cipher`]));
    expect([open("mobile"), open("bank_account")]).toEqual(["13900000001", "\\N"]);
    const again = await intake.load({ partners: [partner] });
    expect(again.files.partners).toEqual(counts(1, 0, 0, 0));
  });

  it("reads Chinese headers and words, GB18030 and xlsx to the same facts", async () => {
    const chinese =
      "商品编号,商品名称,商品类型,接入类型,商品销项税率,分成模式,业绩激励策略\nD1,商品,联营商品,SaaS类,0.06,成交价分成,标准商品\n";
    await intake.load({ products: [productRow()] });
    const gb = { "products.csv": iconv.encode(chinese, "gb18030") };
    await expect(intake.load(gb)).rejects.toMatchObject({ code: "input_not_utf8" });
    expect((await intake.load(gb, { encoding: "GB18030" })).files.products?.unchanged).toBe(1);
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet("a");
    sheet.addRow(Object.keys(productRow()));
    sheet.addRow(Object.values(productRow({ output_tax_rate: "" })));
    sheet.getRow(2).getCell(5).value = 0.06;
    const xlsx = { "products.xlsx": Buffer.from(await book.xlsx.writeBuffer()) };
    expect((await intake.load(xlsx)).files.products?.unchanged).toBe(1);
  });

  it("takes a file with a header and no rows", async () => {
    const header = `${Object.keys(orderRow()).join(",")}\n`;
    expect((await intake.load({ "orders.csv": header })).files.orders).toEqual(counts(0, 0, 0, 0));
  });
});

describe("bad rows", () => {
  const bad = {
    ...whole,
    partners: [
      partnerRow(),
      partnerRow({ partner_no: "P3", mobile: "1390000000x", bank_account: "62\u0007" }),
    ],
    orders: [
      orderRow(),
      orderRow({
        order_no: "O2",
        customer_name: "=cmd()",
        deal_amount: "1e3",
        paid_at: "2026-02-30 00:00",
      }),
      orderRow({ order_no: "O3", product_no: "D9", partner_no: "P9" }),
      orderRow(),
    ],
  };

  it("leave nothing stored and are all named: file, row, column, value, reason", async () => {
    const error = await intake.load(bad).catch((thrown: unknown) => thrown);
    if (!(error instanceof RowsRejectedError)) throw error;
    expect(error).toMatchObject({ code: "rows_rejected", kind: "input", details: { rows: 4 } });
    const path = join(intake.rejectsFolder, "rejects-20261103-100000.csv");
    expect(error.result.rejects).toBe(path);
    expect(error.message).toContain(path);
    const lines = intake.listOf(error.result).split("\r\n");
    expect(lines.map((line) => line.split(",").slice(0, 5).join(","))).toEqual([
      "file,row,column,value,code",
      "partners.csv,3,mobile,139****000x,mobile_form",
      "partners.csv,3,bank_account,****,text_control",
      "orders.csv,3,deal_amount,1e3,amount_form",
      "orders.csv,3,paid_at,2026-02-30 00:00,instant_unknown",
      "orders.csv,4,partner_no,P9,partner_unknown",
      "orders.csv,4,product_no,D9,product_unknown",
      "orders.csv,5,order_no,O1,duplicate_key",
      "",
    ]);
    expect(lines[5]).toContain("R-IN6");
    expect(lines[7]).toContain("the key stands in row 2 already");
    expect(error.result.firstRejects).toHaveLength(7);
    expect(error.result.files.orders).toEqual({ ...counts(4, 0, 0, 3), unchanged: 0 });
    const stored =
      "select (select count(*) from partner) + (select count(*) from sales_order) as n";
    expect(await intake.rows(stored)).toEqual([{ n: "0" }]);
  });

  it("are left out with --skip-invalid, and so is what rests on them alone", async () => {
    const result = await intake.load(
      {
        partners: [
          partnerRow(),
          partnerRow({ partner_no: "P3", taxpayer_type: "?" }),
          partnerRow({ partner_no: "P4", parent_partner_no: "P3" }),
        ],
        products: [productRow(), productRow({ product_no: "D2", category: "" })],
        product_terms: [termRow({ product_no: "D2" })],
        orders: [
          orderRow(),
          orderRow({ order_no: "O2", partner_no: "P4" }),
          refundRow("R2", "-1.00", { original_order_no: "O2", partner_no: "P4" }),
          orderRow({ order_no: "O3", customer_reseller_no: "P3" }),
        ],
      },
      { skipInvalid: true },
    );
    expect(result.files).toEqual({
      partners: counts(3, 1, 0, 2),
      products: counts(2, 1, 0, 1),
      product_terms: counts(1, 0, 0, 1),
      orders: counts(4, 2, 0, 2),
    });
    const codes = result.firstRejects.map(({ file, row, code }) => `${file} ${row} ${code}`);
    expect(codes).toEqual([
      "partners.csv 3 word_unknown",
      "products.csv 3 blank",
      "partners.csv 4 partner_unknown",
      "product_terms.csv 2 product_unknown",
      "orders.csv 3 partner_unknown",
      "orders.csv 4 partner_unknown",
    ]);
    expect(await intake.rows("select order_no from sales_order order by 1")).toEqual([
      { order_no: "O1" },
      { order_no: "O3" },
    ]);
  });

  it("are told without the rows that only follow from them, where nothing is stored", async () => {
    const faults = await intake.faults({
      partners: [partnerRow({ taxpayer_type: "?" })],
      products: [productRow()],
      orders: [orderRow({ cash_amount: "1" }), refundRow("R1", "-1.00")],
    });
    expect(faults).toEqual([
      "partners.csv 2 taxpayer_type: word_unknown",
      "orders.csv 2 deal_amount: payment_sum",
    ]);
  });

  it("keep what is stored where an update is bad, and judge the rest by it", async () => {
    await intake.load(whole);
    const faults = await intake.faults(
      {
        partners: [partnerRow({ business_info: "?" })],
        orders: [
          orderRow({ cash_amount: "1" }),
          refundRow("R2", "-60.01"),
          refundRow("R3", "-60.00"),
        ],
      },
      { skipInvalid: true },
    );
    expect(faults).toEqual([
      "partners.csv 2 business_info: word_unknown",
      "orders.csv 2 deal_amount: payment_sum",
      "orders.csv 3 cash_amount: refunds_exceed",
    ]);
  });

  it("by the thousand are all in the file, twenty on the screen", async () => {
    const orders = Array.from({ length: 5_000 }, (_, n) =>
      orderRow({ order_no: `O${n}`, partner_no: n % 2 ? "P9" : "?" }),
    );
    const error = await intake.load({ ...whole, orders }).catch((thrown: unknown) => thrown);
    if (!(error instanceof RowsRejectedError)) throw error;
    expect(error.result.firstRejects).toHaveLength(20);
    expect(intake.listOf(error.result).split("\r\n")).toHaveLength(5_002);
  });

  it("of a file out of shape are named by row", async () => {
    const faults = await intake.faults({
      "product_terms.csv":
        'product_no,effective_from,share_ratio\nD1,2026-01-01\nD1,2026-01-02,0.1,9\nD"1,2026-01-03,0.1\n',
    });
    expect(faults).toEqual([
      "product_terms.csv 2 : ragged_row",
      "product_terms.csv 3 : ragged_row",
      "product_terms.csv 4 : stray_quote",
    ]);
  });
});

describe("trouble", () => {
  const noRejects = (): void => expect(readdirSync(intake.rejectsFolder)).toEqual([]);

  it.each<[string, Record<string, string>, string, string]>([
    [
      "both formats of one kind",
      { "orders.csv": "", "orders.xlsx": "" },
      "input_file_twice",
      "usage",
    ],
    ["none of the files", { "other.csv": "a\n" }, "input_folder_empty", "input"],
    ["an empty file", { "orders.csv": "" }, "header_row_missing", "input"],
    ["a workbook that is none", { "orders.xlsx": "a,b\n" }, "xlsx_not_workbook", "input"],
    [
      "an unknown column",
      { "orders.csv": `${csv([orderRow({ extra: "" })])}` },
      "header_unknown",
      "input",
    ],
    [
      "an open quotation mark",
      { "orders.csv": `${csv([orderRow()])}"x` },
      "csv_quote_open",
      "input",
    ],
  ])("%s", async (_, files, code, kind) => {
    await expect(intake.load(files)).rejects.toMatchObject({ code, kind });
    noRejects();
  });

  it("a folder that is missing", async () => {
    const folder = join(intake.rejectsFolder, "nowhere");
    await expect(intake.load({}, { folder })).rejects.toMatchObject({
      code: "input_folder_missing",
    });
  });

  it("a file that goes wrong late leaves nothing, not even a list of its bad rows", async () => {
    const orders = Array.from({ length: 3_000 }, (_, n) =>
      orderRow({ order_no: `O${n}`, deal_amount: "x" }),
    );
    const files = {
      ...whole,
      orders: undefined,
      "orders.csv": Buffer.concat([Buffer.from(csv(orders)), Buffer.from([0xff, 10])]),
    };
    const { orders: _, ...rest } = files;
    await expect(intake.load(rest)).rejects.toMatchObject({
      code: "input_not_utf8",
      details: { row: 3_002 },
    });
    noRejects();
    expect(await intake.rows("select count(*) from partner")).toEqual([{ count: "0" }]);
    expect((await intake.load(whole)).files.orders?.inserted).toBe(2);
  });

  it("a file that changes while it is read", async () => {
    const orders = Array.from({ length: 3_000 }, (_, n) => orderRow({ order_no: `O${n}` }));
    let folder = "";
    const onProgress = (): void => appendFileSync(join(folder, "orders.csv"), "half a row");
    const { testFolders } = await import("../support/intake-folder.js");
    const folders = testFolders();
    folder = folders.make({ ...whole, orders });
    await expect(intake.load({}, { folder, onProgress })).rejects.toMatchObject({
      code: "input_file_changed",
    });
    folders.removeAll();
    expect(await intake.rows("select count(*) from partner")).toEqual([{ count: "0" }]);
  });

  it("a rejects folder that cannot be made", async () => {
    writeFileSync(join(intake.rejectsFolder, "file"), "");
    const rejectsFolder = join(intake.rejectsFolder, "file", "rejects");
    const bad = { ...whole, orders: [orderRow({ deal_amount: "" })] };
    for (const skipInvalid of [false, true]) {
      await expect(intake.load(bad, { rejectsFolder, skipInvalid })).rejects.toMatchObject({
        code: "rejects_not_written",
      });
    }
    expect(await intake.rows("select count(*) from partner")).toEqual([{ count: "0" }]);
  });

  it("a database that goes away in the middle", async () => {
    const other = connect(intake.database.url);
    const killed = new Promise<void>((resolve) => {
      const onProgress = (): void => {
        void other.pool
          .query(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
          )
          .then(
            () => resolve(),
            () => resolve(),
          );
      };
      const orders = Array.from({ length: 30_000 }, (_, n) => orderRow({ order_no: `O${n}` }));
      void expect(intake.load({ ...whole, orders }, { onProgress }))
        .rejects.toThrow()
        .then(resolve);
    });
    await killed;
    await other.close();
    noRejects();
    expect((await intake.load(whole)).files.orders?.inserted).toBe(2);
  });

  it("another piece of work that holds the lock (R-R2)", async () => {
    const other = connect(intake.database.url);
    await withTransaction(other, async (connection) => {
      await lockEverything(connection, "run 2026-10 by li");
      await expect(intake.load(whole)).rejects.toMatchObject({
        code: "work_under_way",
        details: { holder: expect.stringContaining("run 2026-10 by li") },
      });
    });
    await other.close();
  });
});
