import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { type GenerateOptions, generateDataSet } from "../../src/rehearsal/generate.js";
import { readDelivery } from "../support/rehearsal-reading.js";

const scratch = mkdtempSync(join(tmpdir(), "yuejie-generate-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;
const newFolder = (): string => join(scratch, `out-${++count}`);

const some: GenerateOptions = { orders: 450, seed: 3, period: "2026-10", out: "" };

/** Every file under the folder and the hash of its bytes. */
function fingerprint(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => name.includes("."));
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

async function refusal(options: Partial<GenerateOptions>): Promise<YuejieError> {
  const failed = await generateDataSet({ ...some, out: newFolder(), ...options }).catch(
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(YuejieError);
  return failed as YuejieError;
}

describe("the same arguments give the same bytes", () => {
  test.each([{ months: 1 }, { months: 3 }])("over $months months", async ({ months }) => {
    const [first, second] = [newFolder(), newFolder()];
    await generateDataSet({ ...some, months, out: first });
    await generateDataSet({ ...some, months, out: second });
    expect(fingerprint(first)).toEqual(fingerprint(second));
  });

  test("and another seed, number or month gives others", async () => {
    const hashes = new Set<string | undefined>();
    for (const change of [{}, { seed: 4 }, { seed: 3 + 2 ** 40 }, { period: "2026-11" }]) {
      const out = newFolder();
      await generateDataSet({ ...some, ...change, out });
      hashes.add(fingerprint(out)["orders.csv"]);
    }
    expect(hashes.size).toBe(4);
  });

  test("to the byte, on every machine and in every version: the stored rehearsal can be made again", async () => {
    const stored = join(import.meta.dirname, "../../fixtures/rehearsal/2026-10");
    const out = newFolder();
    await generateDataSet({ orders: 2000, seed: 10, period: "2026-10", out });
    // Whoever changes what is generated makes the fixture again, as its README says.
    expect(fingerprint(out)).toEqual(fingerprint(stored));
  });
});

describe("layout", () => {
  test("one month lies in the folder itself", async () => {
    const out = newFolder();
    const made = await generateDataSet({ ...some, out });
    const names = [
      "generated.json",
      "orders.csv",
      "partners.csv",
      "product_terms.csv",
      "products.csv",
    ];
    expect(readdirSync(out).sort()).toEqual(names);
    const rows = readDelivery(out);
    expect(rows.orders).toHaveLength(450);
    expect(made).toEqual({
      orders: 450,
      seed: 3,
      period: "2026-10",
      partners: rows.partners.length,
      products: rows.products.length,
      productTerms: rows.terms.length,
      deliveries: [{ period: "2026-10", folder: ".", orders: 450 }],
    });
  });

  test("several months lie in folders of their names, oldest first, over the turn of a year", async () => {
    const out = newFolder();
    const made = await generateDataSet({ ...some, period: "2027-01", months: 3, out });
    const folders = ["2026-11", "2026-12", "2027-01"];
    expect(made.deliveries.map(({ folder }) => folder)).toEqual(folders);
    expect(readdirSync(out).sort()).toEqual([...folders, "generated.json"]);
    for (const folder of folders) {
      expect(readDelivery(join(out, folder)).orders).toHaveLength(450);
    }
  });

  test.each([1, 2, 7, 199])("%i orders are that many, however few", async (orders) => {
    const out = newFolder();
    await generateDataSet({ ...some, orders, months: 2, out });
    for (const month of ["2026-09", "2026-10"]) {
      expect(readDelivery(join(out, month)).orders).toHaveLength(orders);
    }
  });
});

describe("the folder", () => {
  test("that generate filled is filled again; what is beside its files stays", async () => {
    const out = newFolder();
    await generateDataSet({ ...some, months: 2, out });
    writeFileSync(join(out, "note.txt"), "kept");
    await generateDataSet({ ...some, out });
    expect(existsSync(join(out, "2026-09"))).toBe(false);
    expect(existsSync(join(out, "orders.csv"))).toBe(true);
    expect(readFileSync(join(out, "note.txt"), "utf8")).toBe("kept");
  });

  test("with real facts in it is refused and left alone", async () => {
    const out = newFolder();
    await generateDataSet({ ...some, out });
    rmSync(join(out, "generated.json"));
    const before = fingerprint(out);
    const error = await refusal({ out });
    expect(error.code).toBe("generate_folder_in_use");
    expect(error.message).toContain(out);
    expect(fingerprint(out)).toEqual(before);
  });

  test("that is a file is refused with a sentence", async () => {
    const out = newFolder();
    writeFileSync(out, "");
    expect((await refusal({ out })).code).toBe("file_trouble");
  });

  test("holds nothing of a work that was aborted", async () => {
    const out = newFolder();
    const controller = new AbortController();
    const work = generateDataSet({
      ...some,
      orders: 5000,
      out,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(work).rejects.toThrow(/abort/);
    expect(readdirSync(out)).toEqual([]);
  });
});

describe("arguments out of range are refused in the form of the command line", () => {
  test.each([
    [{ orders: 0 }, "option_value_refused"],
    [{ orders: 1.5 }, "option_value_refused"],
    [{ orders: Number.NaN }, "option_value_refused"],
    [{ orders: 100_000_000 }, "option_value_refused"],
    [{ seed: -1 }, "option_value_refused"],
    [{ seed: 0.5 }, "option_value_refused"],
    [{ months: 0 }, "option_value_refused"],
    [{ months: 25 }, "option_value_refused"],
    [{ period: "2026-13" }, "period_form"],
    [{ period: "2026Q3" }, "period_form"],
  ])("%o → %s", async (options, code) => {
    const error = await refusal(options);
    expect([error.code, error.kind]).toEqual([code, "usage"]);
  });
});

test("progress counts rows up to all of them", async () => {
  const seen: number[] = [];
  await generateDataSet({
    ...some,
    orders: 3000,
    months: 2,
    out: newFolder(),
    onProgress: (done) => seen.push(done),
  });
  expect(seen.at(-1)).toBe(6000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test("memory does not grow with the orders: 250,000 of them, 60 MB of text, in a heap of 40 MiB", () => {
  const generator = pathToFileURL(
    join(import.meta.dirname, "../../src/rehearsal/generate.ts"),
  ).href;
  const script = `
    const { generateDataSet } = await import(${JSON.stringify(generator)});
    const out = ${JSON.stringify(newFolder())};
    const made = await generateDataSet({ orders: 250000, seed: 1, period: "2026-10", out });
    console.log(made.orders);`;
  const child = spawnSync(
    process.execPath,
    ["--max-old-space-size=40", "--import", "tsx", "--input-type=module", "-e", script],
    { encoding: "utf8", cwd: join(import.meta.dirname, "../..") },
  );
  expect(child.stdout.trim()).toBe("250000");
}, 60_000);
