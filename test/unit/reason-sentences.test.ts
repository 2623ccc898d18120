import { describe, expect, it } from "vitest";
import { reasonSentence, type ToldReason } from "../../src/domain/reason-sentences.js";
import { reasonCodes } from "../../src/domain/reasons.js";

const told: readonly ToldReason[] = [...reasonCodes, "after_period"];

describe.each(told)("the reason %s", (code) => {
  it("is one sentence why and one what next, in both languages", () => {
    const chinese = reasonSentence(code, "zh-CN");
    const english = reasonSentence(code, "en");
    for (const text of [chinese.why, chinese.next]) expect(text).toMatch(/^[^。]+。$/);
    for (const text of [english.why, english.next]) expect(text).toMatch(/^[A-Z][^.]+\.$/);
    expect(chinese.title.length).toBeLessThanOrEqual(9);
    expect(english.title.length).toBeLessThanOrEqual(30);
  });
});

it("no two reasons are told alike", () => {
  for (const language of ["zh-CN", "en"] as const) {
    const titles = told.map((code) => reasonSentence(code, language).title);
    expect(new Set(titles).size).toBe(told.length);
  }
});
