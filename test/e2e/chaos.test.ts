import { expect, it } from "vitest";
import { kinds } from "../chaos/kinds.js";
import { runRounds } from "../chaos/run-rounds.js";

/** What differs most from each other, and is soon over. */
const chosen = [
  "workers killed",
  "command killed",
  "Postgres restarted",
  "Redis in trouble",
  "two operators",
  "exports disturbed",
  "deliveries disturbed",
  "delivered twice",
  "clocks jump",
];

// The short version of `npm run chaos`: one round each of some of its kinds.
it("settles the month as if nothing had happened, whatever is killed on the way", async () => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const seeds = chosen.map((name) => kinds.findIndex((kind) => kind.name === name));
  const reports = await runRounds({ seeds, orders: 300, print });
  expect(
    reports.flatMap(({ found }) => found),
    lines.join("\n"),
  ).toEqual([]);
  expect(reports.map(({ kind }) => kind)).toEqual(chosen);
}, 300_000);
