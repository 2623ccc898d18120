import type { Database } from "../../src/platform/database/database.js";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { dumpBooks } from "./books-dump.js";
import { approve, linesOf, outcomesOf, run, statementsOf } from "./engine.js";
import { loadFacts } from "./load-facts.js";
import type { LineAnswer } from "./model/answers.js";
import { Model } from "./model/model.js";
import { endsQuarter, quarterOf } from "./model/periods.js";
import type { Scenario, ScenarioStep } from "./scenario-generator.js";

/** Where engine and model parted: the step, and what each of them says. */
export interface Disagreement {
  readonly stepIndex: number;
  readonly step: string;
  readonly differences: readonly string[];
}

export interface CompareOptions {
  /** Runs every period a second time, which must change nothing (R-R2). */
  readonly runsTwice?: boolean;
  /** How runs are cut into shards; else each is one. */
  readonly shards?: { readonly shardSize: number; readonly parallel: number };
  /** Compares all months after every step; else what the step touched, and all at the end. */
  readonly isThorough?: boolean;
  /** Differences to pass over, known ones for instance. */
  readonly ignore?: RegExp;
}

/** The day on which the model's runs happen: that of `testNow`. */
const today = "2027-02-03";

interface Pair {
  readonly database: Database;
  readonly model: Model;
  readonly options: CompareOptions;
  /** Months that were run, and all labels that their statements may have. */
  readonly months: Set<string>;
  readonly labels: Set<string>;
}

/**
 * Tells the same story to the engine and to the model, and compares their books step by step.
 *
 * Needs:  empty books.
 * Shape:  the first disagreement, or null. Errors of either side that are no disagreement are thrown.
 */
export async function compareScenario(
  database: Database,
  scenario: Scenario,
  options: CompareOptions = {},
): Promise<Disagreement | null> {
  const pair = { database, model: new Model(), options, months: new Set(), labels: new Set() };
  const lastIndex = scenario.steps.length - 1;
  for (const [stepIndex, step] of scenario.steps.entries()) {
    const found = await takeStep(pair as Pair, step);
    if (stepIndex === lastIndex || options.isThorough)
      found.push(...(await compareAll(pair as Pair)));
    const differences = found.filter((each) => !options.ignore?.test(each));
    if (differences.length > 0) return { stepIndex, step: nameOf(step), differences };
  }
  return null;
}

export function nameOf(step: ScenarioStep): string {
  return step[0] === "import" ? "import" : step.map(String).join(" ");
}

async function takeStep(pair: Pair, step: ScenarioStep): Promise<string[]> {
  const { database, model } = pair;
  switch (step[0]) {
    case "import":
      model.import(step[1]);
      await loadFacts(database, step[1]);
      return [];
    case "dry":
      return compareDryRun(pair, step[1]);
    case "run":
      return compareRun(pair, step[1]);
    case "run-partner":
      return compareRun(pair, step[1], step[2]);
    case "approve":
      return compareApproval(pair, step[1]);
  }
}

async function compareRun(
  pair: Pair,
  month: string,
  partners?: readonly string[],
): Promise<string[]> {
  const { database, model } = pair;
  const isFirst = !pair.months.has(month);
  const expected = model.run(month, { today, ...(partners && { partners }) });
  const result = await run(database, month, {
    ...(partners && { partners }),
    ...pair.options.shards,
  });
  pair.months.add(month);
  pair.labels.add(month);
  if (endsQuarter(month)) pair.labels.add(quarterOf(month));
  const found = await compareMonth(pair, month);
  // What a first run of nothing changed is a matter of words.
  if (!isFirst && result.changed !== expected.changed) {
    found.push(`changed: engine ${result.changed}, model ${expected.changed}`);
  }
  const { mismatches } = await verifyPeriod(database, month);
  for (const each of mismatches) found.push(`verify: ${JSON.stringify(each)}`);
  if (found.length === 0 && pair.options.runsTwice) {
    found.push(...(await compareSecondRun(pair, month, partners)));
  }
  return found;
}

async function compareSecondRun(
  { database, options }: Pair,
  month: string,
  partners?: readonly string[],
): Promise<string[]> {
  const before = await dumpBooks(database);
  const again = await run(database, month, { ...(partners && { partners }), ...options.shards });
  const found = differences("second run", count(before), count(await dumpBooks(database)));
  if (again.changed) found.push("second run: says that it changed something");
  return found;
}

async function compareDryRun({ database, model }: Pair, month: string): Promise<string[]> {
  const expected = model.run(month, { today, dryRun: true });
  const before = await dumpBooks(database);
  const result = await run(database, month, { dryRun: true });
  const text = (change: { statementNo: string; before: string | null; after: string | null }) =>
    `${change.statementNo} ${change.before} → ${change.after}`;
  return [
    ...differences("dry", count(expected.diff.map(text)), count(result.diff?.statements.map(text))),
    ...differences("dry run wrote", count(before), count(await dumpBooks(database))),
  ];
}

async function compareApproval(pair: Pair, label: string): Promise<string[]> {
  const expected = pair.model.approve(label);
  const result = await approve(pair.database, label);
  const text = (each: { statementNo: string; status: string }) =>
    `${each.statementNo} ${each.status}`;
  return [
    ...result.refused.map(({ statementNo, error }) => `refused ${statementNo}: ${error.message}`),
    ...differences("sent", count(expected.map(text)), count(result.sent.map(text))),
    ...(await compareLabel(pair, label)),
  ];
}

async function compareAll(pair: Pair): Promise<string[]> {
  const found: string[] = [];
  for (const label of pair.labels) found.push(...(await compareLabel(pair, label)));
  for (const month of pair.months) found.push(...(await compareOutcomes(pair, month)));
  return found;
}

async function compareMonth(pair: Pair, month: string): Promise<string[]> {
  const ofQuarter = endsQuarter(month) ? await compareLabel(pair, quarterOf(month)) : [];
  return [
    ...(await compareLabel(pair, month)),
    ...ofQuarter,
    ...(await compareOutcomes(pair, month)),
  ];
}

async function compareLabel({ database, model }: Pair, label: string): Promise<string[]> {
  const statements = (await statementsOf(database, label)).map(fieldsOf);
  const lines = (await linesOf(database, label)).map(lineText);
  return [
    ...differences(
      `statements ${label}`,
      count(model.statements(label).map(fieldsOf)),
      count(statements),
    ),
    ...differences(`lines ${label}`, count(model.lines(label).map(lineText)), count(lines)),
  ];
}

async function compareOutcomes({ database, model }: Pair, month: string): Promise<string[]> {
  const told = await reconcile(database, month);
  const expected = model.reconcile(month);
  const outcomes = (await outcomesOf(database, month)).map(fieldsOf);
  return [
    ...(told.balanced ? [] : [`reconcile ${month}: not balanced`]),
    ...differences(
      `outcomes ${month}`,
      count(model.outcomes(month).map(fieldsOf)),
      count(outcomes),
    ),
    ...differences(
      `reconcile ${month}`,
      count(leaves(expected)),
      count(leaves(pick(expected, { ...told }))),
    ),
  ];
}

/** Rates and amounts without the zeros at their end, which differ by scale only. */
function plain(value: unknown): string {
  const text = String(value);
  if (!/^-?\d+\.\d+$/.test(text)) return text;
  return text.replace(/0+$/, "").replace(/\.$/, "");
}

function fieldsOf(row: object): string {
  const named = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return named.map(([key, value]) => `${key} ${plain(value)}`).join(", ");
}

const firstKinds = new Set<string>(["order", "usage", "refund"]);

/**
 * What both sides say of a line: of first and further parts everything. What an adjustment keeps of the
 * facts it took back is the engine's affair.
 */
function lineText(line: LineAnswer): string {
  const { statementNo, kind, orderNo, productNo, partnerNo, rule, amount } = line;
  const known = [statementNo, kind, orderNo, productNo, partnerNo, rule, plain(amount)];
  if (!firstKinds.has(kind)) return known.join(" ");
  const { dealAmount, floorAmount, cashConsumption, shareBase, ratio, settleableRatio } = line;
  // The model writes bases as rates, which are never negative.
  const base = kind === "refund" ? "" : shareBase;
  const basis = [dealAmount, floorAmount, cashConsumption, base, ratio, settleableRatio];
  const at = line.settleableAt === null ? "" : new Date(line.settleableAt).toISOString();
  return [...known, ...basis.map(plain), at].join(" ");
}

function leaves(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    each !== null && typeof each === "object"
      ? leaves(each, `${path}${key}.`)
      : [`${path}${key} ${plain(each)}`],
  );
}

/** The part of the answer that the expectation speaks of; reasons are compared whole. */
function pick(expected: object, got: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => {
      const answer = got[key];
      const isPart = value !== null && typeof value === "object" && key !== "byReason";
      return [key, isPart ? pick(value, (answer ?? {}) as Record<string, unknown>) : answer];
    }),
  );
}

function count(texts: readonly string[] = []): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function differences(
  what: string,
  expected: ReadonlyMap<string, number>,
  got: ReadonlyMap<string, number>,
): string[] {
  const found: string[] = [];
  for (const [text, times] of expected) {
    if (got.get(text) !== times) found.push(`${what}: only model (×${times}): ${text}`);
  }
  for (const [text, times] of got) {
    if (expected.get(text) !== times) found.push(`${what}: only engine (×${times}): ${text}`);
  }
  return found;
}
