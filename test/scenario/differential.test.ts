import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyBooks } from "../support/books-dump.js";
import { compareScenario } from "../support/compare-with-model.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { generateScenario } from "../support/scenario-generator.js";

// The engine against an independent reading of the rules, on generated stories over months. More of them:
//   YUEJIE_SCENARIOS=500 npm test -- --project scenario differential
// or, with disagreements shrunk, `npx tsx test/support/run-differential.ts`.

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const scenarios = Number(process.env.YUEJIE_SCENARIOS ?? 24);
const perTest = 6;

describe("engine and model agree", () => {
  const starts = Array.from(
    { length: Math.ceil(scenarios / perTest) },
    (_, index) => 1 + index * perTest,
  );
  test.each(starts)("on the stories from seed %i on", async (start) => {
    for (let seed = start; seed < Math.min(start + perTest, scenarios + 1); seed += 1) {
      await emptyBooks(database);
      // Every third story is settled settlee by settlee, several at a time: it must make no difference.
      const shards = { shardSize: seed % 3 === 0 ? 1 : 1_000, parallel: 3 };
      const options = { runsTwice: seed % 4 === 0, shards };
      const disagreement = await compareScenario(database, generateScenario(seed), options);
      expect(disagreement, `seed ${seed}`).toBeNull();
    }
  });
});
