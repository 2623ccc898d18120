import type { FactRows } from "./model/facts.js";
import { endsQuarter, nextMonth, quarterOf } from "./model/periods.js";
import { Random } from "./model/random.js";
import {
  changeAmounts,
  changeCycle,
  changeOrderedAt,
  changePartner,
  changeProduct,
  changeRoute,
  changeSettleableRatio,
  changeStatus,
  changeTerms,
  changeTermsAndTax,
  changeTermsOfSale,
  changeUsage,
} from "./model/scenario-changes.js";
import { addOrder, addPartners, addProducts } from "./model/scenario-facts.js";
import { addRefund, changeRefund } from "./model/scenario-refunds.js";
import { makeWorld, takeTouched, type World } from "./model/scenario-world.js";

export type ScenarioStep =
  | ["import", FactRows]
  | ["run", string]
  | ["run-partner", string, string[]]
  | ["dry", string]
  | ["approve", string];

export interface Scenario {
  steps: ScenarioStep[];
}

export interface ScenarioOptions {
  /** Orders of the first import; later imports bring some more. */
  orders?: number;
  /** Steps between the first import and the closing runs. */
  steps?: number;
  months?: number;
  /** Runs of single settlees; the acceptance format has none. */
  partnerRuns?: boolean;
}

type Change = readonly [number, (world: World) => unknown];

const changes: readonly Change[] = [
  [2, (world) => addOrder(world, world.random.pick(["new", "renewal"]))],
  [2, (world) => addOrder(world, "usage")],
  [6, addRefund],
  [2, changeRefund],
  [5, changeAmounts],
  [2, changeUsage],
  [5, changeSettleableRatio],
  [3, changeTermsOfSale],
  [1, changeTermsAndTax],
  [4, changeStatus],
  [2, changeRoute],
  [3, changeProduct],
  [2, changeTerms],
  [3, changePartner],
  [1, changeCycle],
  [0.5, changeOrderedAt],
];

/** Every story dwells on a few kinds of change, so that rare combinations meet. */
function emphasised(random: Random): Change[] {
  return changes.map(([weight, change]) => [random.chance(0.2) ? weight * 6 : weight, change]);
}

function addFirstFacts(world: World, orders: number): void {
  addPartners(world);
  addProducts(world);
  addOrder(world, "new");
  for (let index = 1; index < orders; index += 1) {
    addOrder(world, world.random.pick(["new", "new", "new", "renewal", "renewal", "usage"]));
  }
  for (let index = 0; index < orders / 5; index += 1) addRefund(world);
  if (world.random.chance(0.4)) changeTerms(world);
}

/** Where the story stands in time, and what it could approve. */
interface Plan {
  readonly world: World;
  readonly options: Required<ScenarioOptions>;
  readonly steps: ScenarioStep[];
  readonly changes: readonly Change[];
  readonly labels: Set<string>;
  cursor: number;
}

function addRun(plan: Plan, month: string): void {
  const { world, options, steps, labels } = plan;
  const { random } = world;
  if (options.partnerRuns && random.chance(0.15)) {
    steps.push(["run-partner", month, [random.pick([...world.partners.keys()])]]);
  } else {
    steps.push(["run", month]);
  }
  const made = endsQuarter(month) ? [month, quarterOf(month)] : [month];
  for (const label of made) labels.add(label);
  if (!random.chance(0.5)) return;
  for (const label of made) steps.push(["approve", label]);
  if (random.chance(0.6)) plan.cursor += 1;
}

/** The month the story has come to, or (one time in three) any other. */
function someMonth(plan: Plan): string {
  const { random, months } = plan.world;
  if (random.chance(0.3)) return random.pick(months);
  return months[Math.min(plan.cursor, months.length - 1)] as string;
}

function addImport(plan: Plan): void {
  const { world, steps } = plan;
  const count = world.random.between(1, 8);
  for (let index = 0; index < count; index += 1) world.random.weigh(plan.changes)(world);
  const facts = takeTouched(world);
  if (Object.keys(facts).length > 0) steps.push(["import", facts]);
}

function approveSome(plan: Plan): void {
  const { world, steps, labels } = plan;
  if (labels.size === 0) return;
  const all = [...labels];
  const label = world.random.chance(0.5) ? (all.at(-1) as string) : world.random.pick(all);
  steps.push(["approve", label]);
  if (world.random.chance(0.6)) plan.cursor += 1;
}

function addStep(plan: Plan): void {
  const kind = plan.world.random.weigh([
    [30, "import"],
    [32, "run"],
    [24, "approve"],
    [5, "dry"],
  ]);
  if (kind === "import") addImport(plan);
  if (kind === "run") addRun(plan, someMonth(plan));
  if (kind === "approve") approveSome(plan);
  if (kind === "dry") plan.steps.push(["dry", someMonth(plan)]);
}

/** Runs and sends what is left, month by month, so that what waited comes to its end. */
function closeStory(plan: Plan): void {
  const { world, steps } = plan;
  const months = [...world.months, nextMonth(world.months.at(-1) as string)];
  for (const month of months.slice(Math.min(plan.cursor, months.length - 2))) {
    steps.push(["run", month]);
    if (world.random.chance(0.8)) steps.push(["approve", month]);
    if (endsQuarter(month)) steps.push(["approve", quarterOf(month)]);
  }
}

/**
 * A story of some months: valid facts (R-IN…) that arrive and change, runs in and out of order,
 * some of them sent. The same seed and options give the same story.
 */
export function generateScenario(seed: number, options: ScenarioOptions = {}): Scenario {
  const random = new Random(seed);
  const full: Required<ScenarioOptions> = {
    orders: random.between(3, 20),
    steps: random.between(6, 24),
    months: random.between(2, 5),
    partnerRuns: true,
    ...options,
  };
  const world = makeWorld(random, random.pick(["2026-05", "2026-06", "2026-07"]), full.months);
  addFirstFacts(world, full.orders);
  const plan: Plan = {
    world,
    options: full,
    steps: [["import", takeTouched(world)]],
    changes: emphasised(random),
    labels: new Set(),
    cursor: 0,
  };
  for (let index = 0; index < full.steps; index += 1) addStep(plan);
  closeStory(plan);
  return { steps: plan.steps };
}
