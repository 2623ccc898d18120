import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { defaultSettings, readSettings, serviceFeeRatesOn } from "../../src/settings.js";
import { readText } from "../support/repository-files.js";

const folder = mkdtempSync(join(tmpdir(), "yuejie-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const path = join(folder, "settings.json");
  writeFileSync(path, text);
  return path;
}

describe("readSettings", () => {
  it("has defaults where no file is named, and where one leaves them out", async () => {
    expect(await readSettings(null)).toEqual(defaultSettings);
    expect(await readSettings(fileWith("{}"))).toEqual(defaultSettings);
  });

  it("takes dated rates, the first from the start", async () => {
    const rates = {
      general: [{ rate: "0.06" }, { effectiveFrom: "2027-07-01", rate: "0.05" }],
      small_scale: [{ effectiveFrom: null, rate: "0.03" }],
    };
    const settings = await readSettings(fileWith(JSON.stringify({ serviceFeeRates: rates })));
    expect(serviceFeeRatesOn("2027-06-30", settings)).toEqual({
      general: "0.06",
      small_scale: "0.03",
    });
    expect(serviceFeeRatesOn("2027-07-01", settings).general).toBe("0.05");
  });

  it("takes the days that exports are kept", async () => {
    const settings = await readSettings(fileWith('{"retention": {"exportDays": 7}}'));
    expect(settings).toEqual({ ...defaultSettings, retention: { exportDays: 7 } });
    expect(await readSettings(fileWith('{"retention": {}}'))).toEqual(defaultSettings);
  });

  const general = [{ rate: "0.06" }];
  const small = (...rates: unknown[]) => ({ serviceFeeRates: { general, small_scale: rates } });
  const later = { effectiveFrom: "2028-01-01", rate: "0.03" };
  it.each([
    ["an unknown key", { color: "red" }, "settings_key_unknown", "color"],
    ["a number for a rate", small({ rate: 0.01 }), "settings_value", "small_scale.0.rate"],
    ["five decimals", small({ rate: "0.01234" }), "settings_value", "small_scale.0.rate"],
    ["a rate of 1", small({ rate: "1" }), "settings_value", "small_scale.0.rate"],
    ["no rate from the start", small(later), "settings_value", "serviceFeeRates.small_scale"],
    ["no rate", small(), "settings_value", "serviceFeeRates.small_scale"],
    [
      "days out of order",
      small({ rate: "0.01" }, later, { ...later, effectiveFrom: "2027-01-01" }),
      "settings_value",
      "serviceFeeRates.small_scale",
    ],
    [
      "a day that does not exist",
      small({ rate: "0.01" }, { ...later, effectiveFrom: "2028-02-30" }),
      "settings_value",
      "small_scale.1.effectiveFrom",
    ],
    ["one taxpayer type only", { serviceFeeRates: { general } }, "settings_value", "small_scale"],
    ["no day to keep", { retention: { exportDays: 0 } }, "settings_value", "retention.exportDays"],
    ["half a day", { retention: { exportDays: 1.5 } }, "settings_value", "retention.exportDays"],
    ["a list", [], "settings_value", "$"],
  ])("refuses %s and says where", async (_, content, code, place) => {
    const reading = readSettings(fileWith(JSON.stringify(content)));
    await expect(reading).rejects.toMatchObject({
      code,
      details: { place: expect.stringContaining(place) },
    });
  });

  it("keeps the default of what a schedule leaves out", async () => {
    const { schedule } = await readSettings(fileWith('{"schedule": {"day": 5}}'));
    expect(schedule).toEqual({ ...defaultSettings.schedule, day: 5 });
    const whole = {
      day: 28,
      time: "23:59",
      moveToWorkingDay: true,
      firstPeriod: "2026-10",
      waitForDelivery: { daysLater: 1, time: "00:00" },
    };
    const set = await readSettings(fileWith(JSON.stringify({ schedule: whole })));
    expect(set.schedule).toEqual(whole);
    const alone = await readSettings(fileWith('{"schedule": {"waitForDelivery": null}}'));
    expect(alone.schedule.waitForDelivery).toBeNull();
  });

  it.each([
    ["the 29th", { day: 29 }, "schedule.day"],
    ["the 0th", { day: 0 }, "schedule.day"],
    ["half a day", { day: 3.5 }, "schedule.day"],
    ["25 o'clock", { time: "25:00" }, "schedule.time"],
    ["a time with seconds", { time: "02:00:00" }, "schedule.time"],
    ["a quarter", { firstPeriod: "2026Q4" }, "schedule.firstPeriod"],
    ["a 13th month", { firstPeriod: "2026-13" }, "schedule.firstPeriod"],
    ["a wait without a day", { waitForDelivery: { time: "18:00" } }, "waitForDelivery"],
    ["a wait of weeks", { waitForDelivery: { daysLater: 21, time: "18:00" } }, "waitForDelivery"],
    ["a wait that ends first", { time: "19:00" }, "schedule.waitForDelivery"],
    ["a word for yes", { moveToWorkingDay: "yes" }, "schedule.moveToWorkingDay"],
  ])("refuses a schedule with %s", async (_, schedule, place) => {
    await expect(readSettings(fileWith(JSON.stringify({ schedule })))).rejects.toMatchObject({
      code: "settings_value",
      details: { place: expect.stringContaining(place) },
    });
  });

  it("refuses a file that is away or no JSON", async () => {
    await expect(readSettings(join(folder, "away.json"))).rejects.toMatchObject({
      code: "settings_unreadable",
    });
    await expect(readSettings(fileWith("{"))).rejects.toMatchObject({
      code: "settings_unreadable",
    });
  });
});

describe("docs/settings.md", () => {
  it("shows the defaults", async () => {
    const [, example = ""] = /```json\n(.*?)```/s.exec(readText("docs/settings.md")) ?? [];
    expect(await readSettings(fileWith(example))).toEqual(defaultSettings);
    const schedule = [...readText("docs/settings.md").matchAll(/```json\n(.*?)```/gs)]
      .map(([, json = ""]) => json)
      .find((json) => json.includes('"schedule"'));
    expect(JSON.parse(schedule ?? "")).toEqual({ schedule: defaultSettings.schedule });
  });
});

describe("the default service fee rates", () => {
  it.each([
    ["2026-11-03", "0.06", "0.01"],
    ["2027-12-31", "0.06", "0.01"],
    ["2028-01-01", "0.06", "0.03"],
  ])("on %s are %s and %s (spec §2, partners)", (day, generalRate, smallScaleRate) => {
    expect(serviceFeeRatesOn(day, defaultSettings)).toEqual({
      general: generalRate,
      small_scale: smallScaleRate,
    });
  });
});
