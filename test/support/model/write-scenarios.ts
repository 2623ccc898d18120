/**
 * Writes generated scenarios as acceptance sets, one folder a seed:
 *   npx tsx test/support/model/write-scenarios.ts FOLDER FIRST_SEED [LAST_SEED]
 */
import { join } from "node:path";
import { generateScenario } from "../scenario-generator.js";
import { writeScenario } from "./scenario-folder.js";

const [folder = "", first = "1", last = first] = process.argv.slice(2);
if (!folder) throw new Error("usage: write-scenarios FOLDER FIRST_SEED [LAST_SEED]");
for (let seed = Number(first); seed <= Number(last); seed += 1) {
  const target = join(folder, `seed-${seed}`);
  writeScenario(generateScenario(seed, { partnerRuns: false }), target);
  console.log(target);
}
