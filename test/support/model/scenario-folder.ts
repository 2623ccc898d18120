import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import type { Scenario } from "../scenario-generator.js";
import type { FactRows, Row } from "./facts.js";
import { Model } from "./model.js";
import { endsQuarter, quarterOf } from "./periods.js";

const fileNames = {
  partners: "partners.csv",
  products: "products.csv",
  productTerms: "product_terms.csv",
  orders: "orders.csv",
} as const satisfies Record<keyof FactRows, string>;

function writeFacts(folder: string, facts: FactRows): void {
  mkdirSync(folder, { recursive: true });
  for (const [table, fileName] of Object.entries(fileNames) as [keyof FactRows, string][]) {
    const rows: Row[] | undefined = facts[table];
    if (rows) writeFileSync(join(folder, fileName), stringify(rows, { header: true }));
  }
}

/** What the model answers for a label; outcomes and reconciliation only where a run was for it. */
function answersOf(model: Model, label: string): object {
  const books = { statements: model.statements(label), lines: model.lines(label) };
  if (label.includes("Q")) return books;
  return { ...books, outcomes: model.outcomes(label), reconcile: model.reconcile(label) };
}

/** Labels whose answers a run for a month may have changed. */
function labelsOf(month: string): string[] {
  return endsQuarter(month) ? [month, quarterOf(month)] : [month];
}

class FolderWriter {
  readonly steps: [string, string, string?][] = [];
  private readonly model = new Model();
  private readonly run: Set<string> = new Set();

  constructor(
    private readonly folder: string,
    private readonly today: string,
  ) {}

  import(facts: FactRows): void {
    const name = `step${this.steps.length + 1}`;
    this.model.import(facts);
    writeFacts(join(this.folder, name), facts);
    this.steps.push(["import", name]);
  }

  settle(month: string): void {
    this.model.run(month, { today: this.today });
    this.steps.push(["run", month]);
    for (const label of labelsOf(month)) {
      this.run.add(label);
      this.check(label);
    }
  }

  /** Left out where lines change but no amount of a statement does: the format cannot say so. */
  dry(month: string): void {
    const { changed, diff } = this.model.run(month, { today: this.today, dryRun: true });
    if (changed === diff.length > 0) this.expect("dry", month, diff, "dry-");
  }

  approve(label: string): void {
    this.model.approve(label);
    this.steps.push(["approve", label]);
    this.check(label);
  }

  /** Everything once more at the end: what was locked must not have moved. */
  finish(): void {
    for (const label of [...this.run].sort()) this.check(label);
    writeFileSync(join(this.folder, "steps.json"), `${JSON.stringify(this.steps, null, 1)}\n`);
  }

  private check(label: string): void {
    if (this.run.has(label)) this.expect("check", label, answersOf(this.model, label), "");
  }

  private expect(op: string, label: string, answers: object, prefix: string): void {
    const number = String(this.steps.length).padStart(2, "0");
    const file = join("expected", `${number}-${prefix}${label}.json`);
    mkdirSync(join(this.folder, "expected"), { recursive: true });
    writeFileSync(join(this.folder, file), `${JSON.stringify(answers, null, 1)}\n`);
    this.steps.push([op, label, file]);
  }
}

/**
 * Writes a scenario as an acceptance set: stepN/*.csv, expected/*.json by the model, steps.json.
 * Runs of single settlees have no place in that format: such a scenario is an error.
 */
export function writeScenario(scenario: Scenario, folder: string, today = "2027-02-03"): void {
  mkdirSync(folder, { recursive: true });
  const writer = new FolderWriter(folder, today);
  for (const step of scenario.steps) {
    if (step[0] === "import") writer.import(step[1]);
    else if (step[0] === "run") writer.settle(step[1]);
    else if (step[0] === "dry") writer.dry(step[1]);
    else if (step[0] === "approve") writer.approve(step[1]);
    else throw new Error("an acceptance set cannot hold a run of single settlees");
  }
  writer.finish();
}
