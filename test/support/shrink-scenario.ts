import type { FactRows, Row } from "./model/facts.js";
import type { Scenario, ScenarioStep } from "./scenario-generator.js";

const tables = ["partners", "products", "productTerms", "orders"] as const;

/** One thing less; the places of steps and the identity of rows stay. Null: there is nothing to take. */
type Reduction = (of: Scenario) => Scenario | null;
type Reductions = (scenario: Scenario) => Reduction[];

/**
 * Takes away steps and rows as long as the story still fails, many at a time and then one by one, and
 * puts values of later imports back to what they were: what is left is what matters.
 *
 * @param fails whether a smaller story fails in the same way; one that is not valid does not.
 */
export async function shrinkScenario(
  scenario: Scenario,
  fails: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let smallest = scenario;
  for (let round = 0; round < 4; round += 1) {
    const before = JSON.stringify(smallest);
    for (const reductions of [withoutSteps, withoutOrders, withoutRows, withoutChanges]) {
      smallest = await shrinkBy(smallest, reductions(smallest), fails);
    }
    if (JSON.stringify(smallest) === before) break;
  }
  return { steps: smallest.steps.filter((step) => !isEmpty(step)) };
}

async function shrinkBy(
  scenario: Scenario,
  reductions: readonly Reduction[],
  fails: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let smallest = scenario;
  let left = [...reductions];
  for (let size = Math.ceil(left.length / 2); size >= 1; size = Math.floor(size / 2)) {
    const next: Reduction[] = [];
    for (let start = 0; start < left.length; start += size) {
      const chunk = left.slice(start, start + size);
      const smaller = chunk.reduce((of, reduce) => reduce(of) ?? of, smallest);
      if (smaller === smallest) continue;
      if (await fails(smaller)) smallest = smaller;
      else next.push(...chunk);
    }
    left = next;
  }
  return smallest;
}

const nothing: ScenarioStep = ["import", {}];

function isEmpty(step: ScenarioStep): boolean {
  return step[0] === "import" && tables.every((table) => (step[1][table] ?? []).length === 0);
}

const withoutSteps: Reductions = ({ steps }) =>
  [...steps.keys()].map(
    (index) => (of) =>
      isEmpty(of.steps[index] ?? nothing) ? null : { steps: of.steps.with(index, nothing) },
  );

function mapImports(of: Scenario, change: (facts: FactRows, index: number) => FactRows): Scenario {
  const steps = of.steps.map(
    (step, index): ScenarioStep =>
      step[0] === "import" ? ["import", change(step[1], index)] : step,
  );
  return { steps };
}

/** An order with its refunds, everywhere. */
const withoutOrders: Reductions = (scenario) => {
  const imports = scenario.steps.flatMap((step) => (step[0] === "import" ? [step[1]] : []));
  const nos = new Set(imports.flatMap(({ orders }) => (orders ?? []).map((row) => row.order_no)));
  return [...nos].map(
    (no) => (of) =>
      mapImports(of, (facts) => ({
        ...facts,
        orders: (facts.orders ?? []).filter(
          (row) => row.order_no !== no && row.original_order_no !== no,
        ),
      })),
  );
};

const withoutRows: Reductions = ({ steps }) =>
  steps.flatMap((step) =>
    step[0] !== "import"
      ? []
      : tables.flatMap((table) =>
          (step[1][table] ?? []).map(
            (row) => (of: Scenario) =>
              mapImports(of, (facts) => ({
                ...facts,
                ...(facts[table] && { [table]: facts[table].filter((each) => each !== row) }),
              })),
          ),
        ),
  );

const keyColumns = {
  partners: ["partner_no"],
  products: ["product_no"],
  productTerms: ["product_no", "effective_from"],
  orders: ["order_no"],
} as const;

/** The same row as an earlier import brought it. */
function earlierRow(of: Scenario, stepIndex: number, table: keyof FactRows, row: Row): Row | null {
  for (let index = stepIndex - 1; index >= 0; index -= 1) {
    const step = of.steps[index];
    if (step?.[0] !== "import") continue;
    const isSame = (other: Row): boolean =>
      keyColumns[table].every((column) => other[column] === row[column]);
    const found = (step[1][table] ?? []).find(isSame);
    if (found !== undefined) return found;
  }
  return null;
}

/** One column of a changed row as it was before. */
const withoutChanges: Reductions = (scenario) =>
  scenario.steps.flatMap((step, stepIndex) =>
    step[0] !== "import"
      ? []
      : tables.flatMap((table) =>
          (step[1][table] ?? []).flatMap((row, rowIndex) =>
            Object.keys(row).map((column) => (of: Scenario) => {
              const earlier = earlierRow(of, stepIndex, table, row);
              if (earlier === null || earlier[column] === row[column]) return null;
              return mapImports(of, (facts, index) =>
                index === stepIndex
                  ? {
                      ...facts,
                      [table]: (facts[table] ?? []).map((each, i) =>
                        i === rowIndex ? { ...each, [column]: earlier[column] ?? "" } : each,
                      ),
                    }
                  : facts,
              );
            }),
          ),
        ),
  );
