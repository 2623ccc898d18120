import { describe, expect, it } from "vitest";
import { chooseLanguage } from "../../src/cli/language.js";
import type { Output } from "../../src/cli/output.js";
import { describeProgress } from "../../src/cli/progress.js";
import { writeTable } from "../../src/cli/table.js";
import { realClock, runningClock, standingClock } from "../../src/platform/clock/clock.js";

describe("chooseLanguage", () => {
  it.each([
    [[], null, "zh-CN"],
    [[], "zh_CN.UTF-8", "zh-CN"],
    [[], "C.UTF-8", "zh-CN"],
    [[], "POSIX", "zh-CN"],
    [[], "en_US.UTF-8", "en"],
    [[], "de_DE.UTF-8", "en"],
    [["run", "--lang", "en"], "zh_CN.UTF-8", "en"],
    [["--lang=zh-CN", "run"], "en_US.UTF-8", "zh-CN"],
    [["run", "--lang", "fr"], "en_US.UTF-8", "en"],
    [["run", "--lang"], null, "zh-CN"],
  ])("%j with the locale %s speaks %s", (argv, locale, language) => {
    expect(chooseLanguage(argv, locale)).toBe(language);
  });
});

describe("describeProgress", () => {
  it.each([
    [{ done: 120_000, total: null, seconds: 2.5 }, "en", "import  120,000 · 48,000/s"],
    [
      { done: 250_000, total: 1_000_000, seconds: 10 },
      "en",
      "import  █████░░░░░░░░░░░░░░░ 25% · 250,000 · 25,000/s · 0:30 left",
    ],
    [
      { done: 1, total: 4_000, seconds: 1 },
      "zh-CN",
      "import  ░░░░░░░░░░░░░░░░░░░░ 0% · 1 · 1/秒 · 剩余 1:06:39",
    ],
    [{ done: 0, total: 100, seconds: 0 }, "en", "import  ░░░░░░░░░░░░░░░░░░░░ 0% · 0 · 0/s"],
    [
      { counts: "nothing", done: 156_253, total: null, seconds: 3 },
      "zh-CN",
      "import  156,253 · 0:03",
    ],
  ] as const)("%o in %s", (state, language, text) => {
    expect(describeProgress({ label: "import", counts: "rows", ...state }, language)).toBe(text);
  });
});

describe("writeTable", () => {
  async function write(rows: readonly string[][]): Promise<string> {
    let written = "";
    const output: Output = {
      write: async (text) => {
        written += text;
      },
      note: () => undefined,
      readerLeft: () => false,
    };
    const columns = [
      { title: "名称", of: (row: string[]) => row[0] ?? "" },
      { title: "金额", align: "right" as const, of: (row: string[]) => row[1] ?? "" },
    ];
    await writeTable(output, columns, rows);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: headings are bold on a terminal
    return written.replace(/\u001b\[\d+m/g, "");
  }

  it("aligns Chinese, which is two columns wide a character", async () => {
    expect(
      await write([
        ["深圳云启", "1.00"],
        ["ab", "1,234.50"],
      ]),
    ).toBe("名称          金额\n深圳云启      1.00\nab        1,234.50\n");
  });

  it("writes nothing where there is nothing, and its heading again every thousand rows", async () => {
    expect(await write([])).toBe("");
    const lines = (await write(Array.from({ length: 2_001 }, () => ["a", "1"]))).split("\n");
    expect(lines.filter((line) => line.startsWith("名称"))).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith("a"))).toHaveLength(2_001);
  });
});

describe("clocks", () => {
  const start = new Date("2026-11-03T02:00:00Z");

  it("stand where they were set, whatever is done to what they gave", () => {
    const clock = standingClock(start);
    clock.now().setFullYear(1999);
    expect(clock.now()).toEqual(start);
  });

  it("run on from where they were set", async () => {
    const clock = runningClock(start);
    const [first, real] = [clock.now().getTime(), realClock.now().getTime()];
    expect(first).toBeGreaterThanOrEqual(start.getTime());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.now().getTime() - first).toBeGreaterThanOrEqual(19);
    expect(realClock.now().getTime() - real).toBeGreaterThanOrEqual(19);
  });
});
