import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  excludingBits,
  excludingReasons,
  reasonCodes,
  reasonsOf,
} from "../../src/domain/reasons.js";
import { projectFolder } from "../../src/platform/files/project-folder.js";

describe("reasons of §3 as bits", () => {
  test("stored bits keep their meaning", () => {
    expect(Object.fromEntries(reasonCodes.map((code, index) => [code, 1 << index]))).toEqual({
      unpaid: 1,
      not_repaid: 2,
      supervision_in_progress: 4,
      not_effective: 8,
      refund_waits_for_original: 16,
      no_partner: 32,
      reseller_incentive: 64,
      operations_base: 128,
      stored_value_card: 256,
      general_product: 512,
      partner_not_certified: 1024,
      partner_info_changing: 2048,
      quarterly_cycle: 4096,
      no_terms: 8192,
      partly_settled: 16384,
      parked: 32768,
    });
  });

  test("are listed in the order of §3, excluding and waiting ones alike", () => {
    expect(reasonsOf(8192 | 512 | 8 | 1)).toEqual([
      "unpaid",
      "not_effective",
      "general_product",
      "no_terms",
    ]);
    expect(reasonsOf(0)).toEqual([]);
  });

  test("R-E7 and R-E8 exclude, all others wait", () => {
    expect(excludingBits).toBe(992);
    expect(
      [...excludingReasons].reduce((bits, code) => bits | (1 << reasonCodes.indexOf(code)), 0),
    ).toBe(992);
  });

  test("the statements of a run say excluding in the same bits", () => {
    const folder = projectFolder("sql", "run");
    const masks = readdirSync(folder).flatMap((file) => [
      ...readFileSync(`${folder}/${file}`, "utf8").matchAll(/reasons & (\d+)/g),
    ]);
    expect(masks.length).toBeGreaterThan(0);
    expect(new Set(masks.map(([, bits]) => Number(bits)))).toEqual(new Set([excludingBits]));
  });
});
