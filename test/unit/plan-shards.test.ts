import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planShards } from "../../src/settlement/plan-shards.js";

const load = (settleeNo: string, openCount: number) => ({ settleeNo, openCount });

describe("planning the shards of a run", () => {
  test("a small month is one shard, an empty one too", () => {
    expect(planShards([load("", 2), load("P1", 3), load("P2", 0)], [], 100)).toEqual([
      { settlees: ["P1", "P2"], takesUnbound: true, openCount: 5 },
    ]);
    expect(planShards([], [], 100)).toEqual([{ settlees: [], takesUnbound: false, openCount: 0 }]);
  });

  test("deals out the largest first, to the shard that has least", () => {
    const loads = [load("A", 10), load("B", 60), load("C", 50), load("D", 40), load("", 20)];
    expect(planShards(loads, [], 90)).toEqual([
      { settlees: ["A", "B"], takesUnbound: true, openCount: 90 },
      { settlees: ["C", "D"], takesUnbound: false, openCount: 90 },
    ]);
  });

  test("one settlee is never split, however large", () => {
    expect(planShards([load("A", 1_000)], [], 10)).toHaveLength(1);
  });

  test("settlees of which orders have moved stay together, through others too", () => {
    const loads = ["A", "B", "C", "D", ""].map((no) => load(no, 10));
    const shards = planShards(
      loads,
      [
        ["A", "C"],
        ["C", ""],
        ["B", "not run"],
      ],
      10,
    );
    const together = shards.find(({ settlees }) => settlees.includes("A"));
    expect(together).toEqual({ settlees: ["A", "C"], takesUnbound: true, openCount: 30 });
    expect(shards).toHaveLength(3);
  });

  test("every settlee is in exactly one shard, coupled ones in the same; the same loads plan the same", () => {
    const numbers = fc.uniqueArray(fc.stringMatching(/^[A-Z]{0,3}$/), { maxLength: 40 });
    fc.assert(
      fc.property(
        numbers,
        fc.array(fc.nat(500)),
        fc.array(fc.nat(80)),
        (settlees, counts, pairs) => {
          const loads = settlees.map((no, index) => load(no, counts[index] ?? 0));
          const at = (index: number): string => settlees[index] ?? "absent";
          const couples = pairs.map((pair) => [at(pair % 41), at(pair >> 1)] as const);
          const shards = planShards(loads, couples, 100);
          const homes = new Map<string, number>();
          for (const [index, shard] of shards.entries()) {
            const members = shard.takesUnbound ? [...shard.settlees, ""] : shard.settlees;
            for (const no of members) {
              expect(homes.has(no)).toBe(false);
              homes.set(no, index);
            }
          }
          expect([...homes.keys()].sort()).toEqual([...settlees].sort());
          for (const [one, other] of couples) {
            if (homes.has(one) && homes.has(other)) expect(homes.get(one)).toBe(homes.get(other));
          }
          expect(planShards(loads, couples, 100)).toEqual(shards);
        },
      ),
    );
  });
});
