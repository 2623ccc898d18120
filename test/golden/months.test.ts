import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFolder } from "../../src/intake/import-folder.js";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, outcomesOf, run, statementsOf, testNow } from "../support/engine.js";
import {
  type Expected,
  type GoldenCase,
  type GoldenStep,
  goldenCases,
  plain,
  readFacts,
  readJson,
  select,
} from "../support/golden.js";
import { Model } from "../support/model/model.js";

const keys = [{ id: "test", key: Buffer.alloc(32, 7) }];

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), "yuejie-golden-"));
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

function expectRows(what: string, got: readonly object[], expected: Expected["outcomes"]): void {
  if (expected === undefined) return;
  const wanted = expected.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)])),
  );
  expect(select(got, wanted), what).toEqual(wanted);
}

async function take(step: GoldenStep, { folder }: GoldenCase): Promise<void> {
  const [what, where] = step;
  if (what === "import") {
    await importFolder(database, {
      folder: join(folder, where),
      skipInvalid: false,
      keys,
      rejectsFolder: home,
      actor: "test",
      now: testNow,
    });
  }
  if (what === "run") {
    await run(database, where);
    expect((await verifyPeriod(database, where)).mismatches).toEqual([]);
  }
  if (what === "approve") expect((await approve(database, where)).refused).toEqual([]);
  if (what === "check") {
    const expected = readJson(folder, step[2]) as Expected;
    expectRows(`statements ${where}`, await statementsOf(database, where), expected.statements);
    expectRows(`lines ${where}`, await linesOf(database, where), expected.lines);
    if (expected.outcomes === undefined) return;
    expectRows(`outcomes ${where}`, await outcomesOf(database, where), expected.outcomes);
    const balanced = { balanced: true, ...expected.reconcile };
    expect(await reconcile(database, where)).toMatchObject(balanced);
  }
}

test.each(goldenCases())("$name", async (golden) => {
  await emptyBooks(database);
  for (const step of golden.steps) await take(step, golden);
});

/** The model keeps lines in an order of its own. */
function amountText(line: object): string {
  const values = new Map(Object.entries(line));
  const columns = ["statementNo", "kind", "orderNo", "rule", "amount"];
  return columns.map((column) => plain(values.get(column))).join(" ");
}

// The model that other tests hold the engine against must say the same of these months.
describe("the model", () => {
  test.each(goldenCases())("$name", ({ folder, steps }) => {
    const model = new Model();
    for (const [what, where, file] of steps) {
      if (what === "import") model.import(readFacts(join(folder, where)));
      if (what === "run") model.run(where, { today: "2027-02-03" });
      if (what === "approve") model.approve(where);
      if (what !== "check") continue;
      const expected = readJson(folder, file as string) as Expected;
      expectRows(`statements ${where}`, model.statements(where), expected.statements);
      const got = model.lines(where).map(amountText);
      expect(got.sort(), `lines ${where}`).toEqual(expected.lines.map(amountText).sort());
      if (expected.outcomes) expectRows("outcomes", model.outcomes(where), expected.outcomes);
    }
  });
});
