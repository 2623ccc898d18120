/**
 * Tells generated stories to the engine and to the model until they disagree, and shrinks what they
 * disagree about:
 *   npx tsx test/support/run-differential.ts --from 1 --count 500 [--database-url URL] [--shrink] [--ignore PATTERN]
 *     [--orders N] [--steps N]: of every story, else as the seed has it
 * The server at the URL gets a database of its own, dropped at the end.
 */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import pg from "pg";
import { connect, type Database } from "../../src/platform/database/database.js";
import { migrate } from "../../src/platform/database/migrate.js";
import { emptyBooks } from "./books-dump.js";
import { compareScenario, type Disagreement, nameOf } from "./compare-with-model.js";
import { withDatabaseName } from "./database-url.js";
import { generateScenario, type Scenario } from "./scenario-generator.js";
import { shrinkScenario } from "./shrink-scenario.js";

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    count: { type: "string", default: "100" },
    "database-url": { type: "string", default: "postgres://postgres@127.0.0.1:5432/" },
    shrink: { type: "boolean", default: false },
    ignore: { type: "string" },
    orders: { type: "string" },
    steps: { type: "string" },
  },
});

/** A failure of either side counts as a disagreement of its own kind. */
async function judge(
  database: Database,
  scenario: Scenario,
  seed: number,
): Promise<Disagreement | null> {
  await emptyBooks(database);
  try {
    return await compareScenario(database, scenario, {
      runsTwice: seed % 2 === 1,
      isThorough: true,
      ...(values.ignore && { ignore: new RegExp(values.ignore) }),
    });
  } catch (error) {
    const { name, message } = error as Error;
    return { stepIndex: -1, step: "failed", differences: [`${name}: ${message}`] };
  }
}

/** What a disagreement is about, without numbers: shrinking must not slip to another one. */
const kindOf = ({ differences: [first = ""] }: Disagreement): string =>
  first
    .replace(/\d{4}(-\d\d|Q\d).*/, "")
    .replace(/[\d.]+/g, "#")
    .slice(0, 40);

async function shrink(database: Database, scenario: Scenario, seed: number, found: Disagreement) {
  const upToHere = { steps: scenario.steps.slice(0, found.stepIndex + 1 || undefined) };
  const small = await shrinkScenario(upToHere, async (smaller) => {
    if (isStopped) return false;
    const again = await judge(database, smaller, seed);
    return again !== null && kindOf(again) === kindOf(found);
  });
  return { small, again: (await judge(database, small, seed)) ?? found };
}

function tell(seed: number, { stepIndex, step, differences }: Disagreement): void {
  console.log(`seed ${seed}: step ${stepIndex} ${step}`);
  for (const each of differences.slice(0, 12)) console.log(`  ${each}`);
}

function tellScenario({ steps }: Scenario): void {
  for (const step of steps) {
    console.log(`  - ${nameOf(step)}`);
    if (step[0] !== "import") continue;
    for (const [table, rows] of Object.entries(step[1])) {
      for (const row of rows) {
        const filled = Object.entries(row).filter(([, value]) => value !== "" && value !== "0.00");
        console.log(`      ${table}: ${filled.map(([key, value]) => `${key}=${value}`).join(" ")}`);
      }
    }
  }
}

let isStopped = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    isStopped = true;
  });
}

async function compareSeeds(database: Database): Promise<{ stories: number; failures: number }> {
  const first = Number(values.from);
  let failures = 0;
  let stories = 0;
  for (let seed = first; seed < first + Number(values.count); seed += 1) {
    if (isStopped) break;
    const scenario = generateScenario(seed, {
      ...(values.orders && { orders: Number(values.orders) }),
      ...(values.steps && { steps: Number(values.steps) }),
    });
    const found = await judge(database, scenario, seed);
    stories += 1;
    if (found === null) continue;
    failures += 1;
    tell(seed, found);
    if (!values.shrink) continue;
    const { small, again } = await shrink(database, scenario, seed, found);
    console.log(`smallest story:`);
    tellScenario(small);
    tell(seed, again);
  }
  return { stories, failures };
}

const url = values["database-url"];
const name = `yj_differential_${process.pid}_${randomBytes(3).toString("hex")}`;
const server = new pg.Client({ connectionString: url });
await server.connect();
await server.query(`create database ${name}`);
const database = connect(withDatabaseName(url, name), "differential");
try {
  // Nothing here has to survive a power cut.
  await server.query(`alter database ${name} set synchronous_commit = off`);
  await migrate(database);
  const { stories, failures } = await compareSeeds(database);
  console.log(`${stories} stories, ${failures} disagreements`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  await database.close();
  await server.query(`drop database if exists ${name} with (force)`);
  await server.end();
}
