import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, constants, createWriteStream, openSync, readSync } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explainFileFailure } from "../../src/platform/files/explain-failure.js";
import { readZipDirectory } from "../../src/platform/files/zip-archive.js";
import type { CellValue } from "../../src/platform/workbook/cells.js";
import { PartsWriter } from "../../src/platform/workbook/parts-writer.js";
import { sheetLimits } from "../../src/platform/workbook/sheet.js";
import { registerStyles } from "../../src/platform/workbook/styles.js";
import {
  type TableColumn,
  type TableSheet,
  writeTable,
} from "../../src/platform/workbook/table-sheet.js";
import { makeWorkbook, openWorkbook } from "../../src/platform/workbook/workbook-file.js";
import { readTable, readWorkbook } from "../support/read-workbook.js";

const madeAt = new Date("2026-11-03T02:00:00Z");
const columns: readonly TableColumn[] = [
  { heading: { zh: "订单号", en: "Order no" }, width: 20, kind: "text" },
  { heading: { zh: "金额", en: "Amount" }, width: 14, kind: "amount" },
  { heading: { zh: "比例", en: "Ratio" }, width: 10, kind: "rate" },
  { heading: { zh: "时间", en: "At" }, width: 20, kind: "instant" },
  { heading: { zh: "原因", en: "Reason" }, width: 20, kind: "wrapped" },
];

function table(rows: TableSheet["rows"], more: Partial<TableSheet> = {}): TableSheet {
  return { name: "明细", title: "明细", printedFor: "甲 & 乙", columns, rows, ...more };
}

function* numbered(count: number): Generator<CellValue[]> {
  for (let index = 1; index <= count; index += 1) {
    yield [`C${index}`, `${index}.05`, "0.2", "2026-10-05 12:00:00+08", "原因"];
  }
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "yuejie-workbook-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a workbook", () => {
  it("reads back to the same texts, cents, rates and times", async () => {
    const path = join(folder, "中文 目录", "a.xlsx");
    const texts = [
      "=1+1",
      "+86",
      "-1",
      "@x",
      "\t=1",
      "a & <b>\n\"c\" 'd'",
      " space ",
      "&lt;",
      "007",
    ];
    const rows = texts.map((text, index): CellValue[] => [
      text,
      `-${index}.07`,
      "0.123456",
      "2026-10-05 12:30:00+08",
      text,
    ]);
    rows.push(["big", "12345678901234567.89", null, null, null]);
    await makeWorkbook(path, { title: "t", madeAt }, async (workbook) => {
      expect(await workbook.writeTable(table(rows))).toBe(rows.length);
    });
    const read = readTable(await readWorkbook(path), "明细");
    expect(read.headings).toEqual(["订单号", "金额", "比例", "时间", "原因"]);
    expect(read.rows.map((row) => row[0])).toEqual([...texts, "big"]);
    expect(read.rows.slice(0, 3).map((row) => row[1])).toEqual([-0.07, -1.07, -2.07]);
    expect(read.rows[0]?.[2]).toBe(0.123456);
    expect(read.rows[0]?.[3]).toEqual(new Date("2026-10-05T12:30:00Z"));
    expect(read.rows.at(-1)?.[1]).toBe("12345678901234567.89");
    expect(read.sheet.getCell("B2").numFmt).toBe("#,##0.00;[Red]-#,##0.00");
    expect(read.sheet.getCell("A2").numFmt).toBe("@");
    expect(read.sheet.getCell("A2").type).not.toBe(6);
  });

  it("is set up to be read and printed", async () => {
    const path = join(folder, "a.xlsx");
    await makeWorkbook(path, { title: "202610", madeAt }, async (workbook) => {
      await workbook.writeTable(table(numbered(3), { frozenColumns: 1, pagesWide: 2 }));
    });
    const workbook = await readWorkbook(path);
    const sheet = workbook.getWorksheet("明细");
    expect(workbook).toMatchObject({ title: "202610", created: madeAt, modified: madeAt });
    expect(sheet?.views[0]).toMatchObject({ state: "frozen", xSplit: 1, ySplit: 1 });
    expect(sheet?.autoFilter).toBe("A1:E4");
    expect(sheet?.getColumn(1).width).toBe(20);
    expect(sheet?.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: "landscape",
      fitToWidth: 2,
      fitToHeight: 0,
      printTitlesRow: "1:1",
    });
    expect(sheet?.headerFooter.oddFooter).toContain("&P");
    expect(sheet?.headerFooter.oddHeader).toContain("甲 && 乙");
  });

  it("has its parts under the names that the format wants, the first telling what it is", async () => {
    const path = join(folder, "a.xlsx");
    await makeWorkbook(path, { title: "t", madeAt }, async (workbook) => {
      await workbook.writeTable(table(numbered(3)));
    });
    const bytes = await readFile(path);
    const handle = await open(path);
    const names = [...(await readZipDirectory(handle, bytes.length)).keys()];
    await handle.close();
    expect(names).toEqual([
      "_rels/.rels",
      "xl/theme/theme1.xml",
      "xl/worksheets/sheet1.xml",
      "[Content_Types].xml",
      "docProps/app.xml",
      "docProps/core.xml",
      "xl/styles.xml",
      "xl/_rels/workbook.xml.rels",
      "xl/workbook.xml",
    ]);
  });

  it("goes on on another sheet where one is full, and sums at the end of the last", async () => {
    const path = join(folder, "a.xlsx");
    await makeWorkbook(path, { title: "t", madeAt, rowLimit: 100 }, async (workbook) => {
      const totals = ["合计", "1.00", null, null, null];
      expect(await workbook.writeTable(table(numbered(198), { totals }))).toBe(198);
      await workbook.writeTable(table(numbered(0), { name: "空" }));
    });
    const workbook = await readWorkbook(path);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      "明细",
      "明细(2)",
      "明细(3)",
      "空",
    ]);
    const parts = ["明细", "明细(2)"].map((name) => readTable(workbook, name));
    expect(parts.map(({ rows }) => rows.length)).toEqual([99, 99]);
    expect(parts.flatMap(({ rows }) => rows.map((row) => row[0]))).toEqual(
      Array.from({ length: 198 }, (_, index) => `C${index + 1}`),
    );
    expect(readTable(workbook, "明细(3)").rows).toEqual([["合计", 1, null, null, null]]);
  });

  it("goes on on another sheet where the text of one is as long as a part may be", async () => {
    const path = join(folder, "a.xlsx");
    const out = createWriteStream(path);
    const about = { useStyles: true, useSharedStrings: false, created: madeAt, modified: madeAt };
    const writer = new PartsWriter({ ...about, creator: "t", lastModifiedBy: "t" }, out);
    const styles = registerStyles(writer.styles);
    const limits = { ...sheetLimits, bytes: 600_000 };
    expect(await writeTable(writer, styles, table(numbered(6_000)), limits)).toBe(6_000);
    await writer.commit();
    await finished(out);
    const workbook = await readWorkbook(path);
    const parts = workbook.worksheets.map(({ name }) => readTable(workbook, name).rows);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.flatMap((rows) => rows.map((row) => row[0]))).toEqual(
      Array.from({ length: 6_000 }, (_, index) => `C${index + 1}`),
    );
  });

  it("has the same bytes for the same content", async () => {
    const paths = ["a", "b"].map((name) => join(folder, `${name}.xlsx`));
    for (const path of paths) {
      await makeWorkbook(path, { title: "t", madeAt }, async (workbook) => {
        await workbook.writeTable(table(numbered(5000)));
      });
      // The time stamps of a zip are two seconds apart.
      await sleep(2050 - (Date.now() % 2000));
    }
    const [one, other] = await Promise.all(paths.map((path) => readFile(path)));
    expect(one?.equals(other as Buffer)).toBe(true);
  });
});

describe("a file that cannot be finished", () => {
  const path = (): string => join(folder, "a.xlsx");
  const partial = (): string => join(folder, `.a.xlsx.partial-${process.pid}`);

  it("leaves what was there where the rows fail", async () => {
    await writeFile(path(), "old");
    async function* failing(): AsyncGenerator<CellValue[]> {
      yield* numbered(20_000);
      throw new Error("the database went away");
    }
    const made = makeWorkbook(path(), { title: "t", madeAt }, async (workbook) => {
      await workbook.writeTable(table(failing()));
    });
    await expect(made).rejects.toThrow("the database went away");
    expect(await readdir(folder)).toEqual(["a.xlsx"]);
    expect(await readFile(path(), "utf8")).toBe("old");
  });

  it.each([10, 50_000])("tells that the disk is full, with %d rows", async (count) => {
    await symlink("/dev/full", partial());
    const made = makeWorkbook(path(), { title: "t", madeAt }, async (workbook) => {
      await workbook.writeTable(table(numbered(count)));
    });
    const error = await made.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(explainFileFailure(error)).toMatchObject({
      code: "disk_full",
      details: { path: path() },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("tells that the folder is none, and that a folder stands in its place", async () => {
    await writeFile(path(), "a file");
    const inside = openWorkbook(join(path(), "b.xlsx"), { title: "t", madeAt });
    const error = await inside.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(explainFileFailure(error)).toMatchObject({ code: "file_trouble" });
    await mkdir(join(folder, "b.xlsx"));
    const made = makeWorkbook(join(folder, "b.xlsx"), { title: "t", madeAt }, async (workbook) => {
      await workbook.writeTable(table(numbered(1)));
    });
    await expect(made).rejects.toMatchObject({ code: "EISDIR" });
    expect((await readdir(folder)).sort()).toEqual(["a.xlsx", "b.xlsx"]);
  });

  it("leaves nothing where the process exits in the middle", async () => {
    const script = `
      import { openWorkbook } from "./src/platform/workbook/workbook-file.ts";
      import { readdirSync } from "node:fs";
      await openWorkbook(${JSON.stringify(path())}, { title: "t", madeAt: new Date(0) });
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(readdirSync(${JSON.stringify(folder)}).length);
      process.exit(130);`;
    const file = join(process.cwd(), "node_modules", `.exit-${process.pid}.mts`);
    await writeFile(file, script.replaceAll('"./src', `"${process.cwd()}/src`));
    const { stdout, status } = spawnSync(process.execPath, ["--import", "tsx", file], {
      encoding: "utf8",
    });
    await rm(file);
    expect({ stdout, status }).toEqual({ stdout: "1\n", status: 130 });
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes no more rows than the disk does: a pipe that nobody reads stops them", async () => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await symlink(join(folder, "pipe"), partial());
    const reader = openSync(join(folder, "pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
    let taken = 0;
    const total = 60_000;
    function* endless(): Generator<CellValue[]> {
      for (; taken < total; taken += 1) {
        // What does not compress: 300 bytes a row that must go through the pipe.
        yield [randomBytes(300).toString("base64"), `${taken}.01`, "0.2", null, null];
      }
    }
    const made = makeWorkbook(path(), { title: "t", madeAt }, async (workbook) => {
      await workbook.writeTable(table(endless()));
    });
    made.catch(() => undefined);
    let before = -1;
    while (taken !== before || taken === 0) {
      before = taken;
      await sleep(400);
    }
    expect(taken).toBeLessThan(total / 2);
    const sink = Buffer.alloc(1 << 20);
    const pump = setInterval(() => {
      try {
        while (readSync(reader, sink) > 0);
      } catch {
        // Nothing there at the moment.
      }
    }, 5);
    await made.finally(() => clearInterval(pump));
    closeSync(reader);
    expect(taken).toBe(total);
  });
});
