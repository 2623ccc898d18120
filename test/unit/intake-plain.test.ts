import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createRowToLine } from "../../src/intake/check-row.js";
import { columnsOf } from "../../src/intake/columns.js";
import { createLineBuffer } from "../../src/intake/line-buffer.js";
import { matchHeaders } from "../../src/intake/match-headers.js";
import { plainOrdersOf } from "../../src/intake/plain-orders.js";
import { openInputFile } from "../../src/platform/files/input-file.js";
import { readCsv } from "../../src/platform/files/read-csv.js";
import { orderRow } from "../support/intake-folder.js";

// Plain rows are taken from the bytes; whatever a file holds, its lines must be those of the careful way.

const folder = mkdtempSync(join(tmpdir(), "yuejie-plain-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = columnsOf.orders.map(({ name }) => name);

interface Staged {
  readonly lines: string;
  readonly flaws: readonly string[];
  readonly taken: number;
}

async function stage(bytes: Buffer, takesPlain: boolean): Promise<Staged> {
  const path = join(folder, "orders.csv");
  writeFileSync(path, bytes);
  const file = await openInputFile(path, "orders.csv");
  const lines = createLineBuffer(1 << 20);
  const sent: Buffer[] = [];
  const flaws: string[] = [];
  let plain: ReturnType<typeof plainOrdersOf> = null;
  let toLine: ReturnType<typeof createRowToLine> | null = null;
  try {
    for await (const batch of readCsv(file, "utf-8").batches(() => plain)) {
      let rows = batch;
      if (toLine === null) {
        const header = matchHeaders("orders", "orders.csv", batch[0]?.fields ?? []);
        toLine = createRowToLine("orders", header, []);
        plain = takesPlain ? plainOrdersOf("orders", header, lines) : null;
        rows = batch.slice(1);
      }
      for (const row of rows) {
        const note = (column: number, { code }: { code: string }) =>
          flaws.push(`${row.rowNo} ${column} ${code}`);
        lines.addText(toLine(row, note));
      }
      sent.push(lines.drain());
    }
  } catch (error) {
    flaws.push(JSON.stringify(error));
  } finally {
    await file.close();
  }
  return { lines: Buffer.concat(sent).toString("utf8"), flaws, taken: plain?.taken() ?? 0 };
}

/** Rows that come before all others, so that plain rows are looked for: the first piece is read carefully. */
const filler = Array.from({ length: 700 }, (_, index) =>
  names.map((name) => orderRow({ order_no: `F${index}`, customer_name: "填".repeat(30) })[name]),
)
  .map((cells) => cells.join(","))
  .join("\n");

const edges: Readonly<Record<string, readonly string[]>> = {
  order_no: [
    "O.1-_z",
    "O 1",
    "订",
    "x".repeat(64),
    "x".repeat(65),
    "\\N",
    " O1",
    "O1 ",
    '"O1"',
    "",
  ],
  order_type: ["new", "新购", "refund", "usage", "New", "新", "renewal"],
  original_order_no: ["", "O9"],
  refund_kind: ["", "no_reason"],
  customer_no: [
    "C\\1",
    "C,1",
    '"C,1"',
    '"C\n1"',
    "C\u00a01",
    "\u3000C",
    "é",
    "𠮷",
    "\u2028",
    "\t",
    "\u007f",
  ],
  customer_name: [
    "",
    "（甲）乙",
    "﻿x",
    "�",
    "字".repeat(66),
    "字".repeat(67),
    "字".repeat(201),
    "ﾟ",
    "￰",
  ],
  sales_scenario: ["provider", "dealer_alone", "dealer_joint", "merchant_joint"],
  operations_base: ["true", "false", "是", "否", "1", "y"],
  share_ratio: ["", "0.2", "1", "0", "1.5", "0.1234567", "abc"],
  commission_ratio: ["", "0.5", "0.95"],
  settleable_ratio: ["", "1", "0.5", "1.0"],
  settleable_ratio_at: ["", "2026-11-01 00:00:00", "2026/11/01 00:00:00"],
  deal_amount: [
    "100.00",
    "100",
    "-100.00",
    "100.000",
    "1e2",
    "0",
    ".5",
    "5.",
    "-0",
    "1".repeat(16),
  ],
  floor_amount: ["", "90", "-1.5"],
  cash_amount: ["100.00", "100.0", "99.99", "-100"],
  voucher_amount: ["0", "0.00", "-0", "1"],
  ordered_at: [
    "2026-10-05 10:00:00",
    "2026-10-05T10:00:00",
    "2026-10-05 10:00",
    "2026-10-05 10:00:00.123",
    "2026-10-05 10:00:00+08:00",
    "2026-02-29 10:00:00",
    "2028-02-29 10:00:00",
    "2026-04-31 10:00:00",
    "2026-10-05 24:00:00",
    "1969-12-31 23:59:59",
    "2100-01-01 00:00:00",
    "2026-1-05 10:00:00",
  ],
  repayment_status: ["none", "repaid", "outstanding"],
  repaid_at: ["", "2026-10-06 00:00:00"],
  supervision_status: ["not_involved", "completed"],
  supervised_at: ["", "2026-10-06 00:00:00"],
};

const oddRow = fc
  .record(
    Object.fromEntries(Object.entries(edges).map(([name, of]) => [name, fc.constantFrom(...of)])),
    { requiredKeys: [] },
  )
  .map((values) => orderRow(values as Record<string, string>))
  .map((row) => names.map((name) => row[name] ?? "").join(","));

const line = fc.oneof(
  { weight: 9, arbitrary: oddRow },
  fc.constantFrom("", ",,,", "x,y", ",".repeat(30), ",".repeat(35), '"', 'a"b'),
);

describe("plain orders", () => {
  it("stages every file as the careful way does", async () => {
    const property = fc.asyncProperty(
      fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n", "\r")), { maxLength: 40 }),
      fc.boolean(),
      async (rows, ends) => {
        const text = rows.map(([row, end]) => row + end).join("");
        const whole = `${names.join(",")}\n${filler}\n${text}${ends ? "" : "last"}`;
        const bytes = Buffer.from(whole, "utf8");
        const { taken: _, ...plain } = await stage(bytes, true);
        const { taken, ...careful } = await stage(bytes, false);
        expect(taken).toBe(0);
        expect(plain).toEqual(careful);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  }, 120_000);

  it.each(Object.entries(edges))(
    "stages every %s as the careful way does",
    async (name, values) => {
      const rows = values.map((value) => ({ ...orderRow(), [name]: value }));
      const text = rows.map((row) => names.map((column) => row[column] ?? "").join(",")).join("\n");
      const bytes = Buffer.from(`${names.join(",")}\n${filler}\n${text}\n`, "utf8");
      const { taken, ...plain } = await stage(bytes, true);
      const { taken: _, ...careful } = await stage(bytes, false);
      expect(plain).toEqual(careful);
      expect(taken).toBeGreaterThan(100);
    },
  );

  it("leaves bytes that are not UTF-8 to the decoder, which names the same row", async () => {
    const good = names.map((name) => orderRow({ customer_name: "坏" })[name]).join(",");
    for (const wrong of [[0xe5, 0x9d], [0xed, 0xa0, 0x80], [0xff], [0x00], [0xe5, 0x2c]]) {
      const bytes = Buffer.from(`${names.join(",")}\n${filler}\n${good}\n${good}\n`, "utf8");
      const at = bytes.lastIndexOf("坏");
      const broken = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(wrong),
        bytes.subarray(at + 3),
      ]);
      const plain = await stage(broken, true);
      const careful = await stage(broken, false);
      expect(plain.flaws).toEqual(careful.flaws);
      expect(plain.flaws).toHaveLength(1);
    }
  });

  it("takes Chinese words and the line ends of Windows", async () => {
    const row = orderRow({ order_type: "新购", operations_base: "否" });
    const text = `${names.map((name) => row[name]).join(",")}\r\n`.repeat(2_000);
    const { taken, flaws } = await stage(
      Buffer.from(`${names.join(",")}\r\n${text}`, "utf8"),
      true,
    );
    expect(flaws).toEqual([]);
    expect(taken).toBeGreaterThan(1_000);
  });

  it("takes none where the columns stand in another order", () => {
    const header = matchHeaders("orders", "orders.csv", [...names].reverse());
    expect(plainOrdersOf("orders", header, createLineBuffer(10))).toBeNull();
  });
});
