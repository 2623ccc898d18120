import { expect, it } from "vitest";
import { runRounds } from "../chaos/run-rounds.js";

// The short version of `npm run chaos`: one round of each of its first kinds.
it("settles the month as if nothing had happened, whatever is killed on the way", async () => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const reports = await runRounds({ rounds: 4, seed: 0, orders: 300, print });
  expect(
    reports.flatMap(({ found }) => found),
    lines.join("\n"),
  ).toEqual([]);
  expect(reports).toHaveLength(4);
}, 240_000);
