import { describe, expect, it } from "vitest";
import { firstOf, lastOf } from "../../src/cli/shortened-list.js";

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 1; number <= count; number += 1) yield number;
}

async function told(list: ReturnType<typeof firstOf<number>>) {
  const records: number[] = [];
  for await (const record of list.records()) records.push(record);
  return { records, ...list.count() };
}

describe("a list that is told in part", () => {
  it.each([
    { limit: 0, first: [], last: [], more: 5 },
    { limit: 2, first: [1, 2], last: [4, 5], more: 3 },
    { limit: 5, first: [1, 2, 3, 4, 5], last: [1, 2, 3, 4, 5], more: 0 },
  ])("of $limit says how many were left out", async ({ limit, first, last, more }) => {
    const shown = first.length;
    expect(await told(firstOf(numbers(5), limit))).toEqual({ records: first, shown, more });
    expect(await told(lastOf(numbers(5), limit))).toEqual({ records: last, shown, more });
  });
});
