import type { FactRows, Row } from "./model/facts.js";
import type { Scenario, ScenarioStep } from "./scenario-generator.js";

const tables = ["partners", "products", "productTerms", "orders"] as const;

/**
 * Takes away steps and rows as long as the story still fails, and puts values of later imports back to
 * what they were: what is left is what matters.
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
    for (const candidates of [withoutSteps, withoutOrders, withoutRows, withoutChanges]) {
      smallest = await shrinkBy(smallest, candidates, fails);
    }
    if (JSON.stringify(smallest) === before) break;
  }
  return smallest;
}

/** One thing less each; a candidate that fails becomes the story that the next ones are made from. */
type Candidates = (scenario: Scenario) => ((of: Scenario) => Scenario | null)[];

async function shrinkBy(
  scenario: Scenario,
  candidates: Candidates,
  fails: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let smallest = scenario;
  for (const reduce of candidates(scenario)) {
    const smaller = reduce(smallest);
    if (smaller !== null && (await fails(smaller))) smallest = smaller;
  }
  return smallest;
}

/** Steps from the last to the first, so that the places of the others stay true. */
const withoutSteps: Candidates = ({ steps }) =>
  [...steps.keys()]
    .reverse()
    .map((index) => (of) => ({ steps: of.steps.filter((_, each) => each !== index) }));

function mapImports(of: Scenario, change: (facts: FactRows, index: number) => FactRows): Scenario {
  const steps = of.steps.map((step, index): ScenarioStep =>
    step[0] === "import" ? ["import", change(step[1], index)] : step,
  );
  return { steps };
}

/** An order with its refunds, everywhere. */
const withoutOrders: Candidates = (scenario) => {
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

const withoutRows: Candidates = ({ steps }) =>
  steps.flatMap((step, stepIndex) =>
    step[0] !== "import"
      ? []
      : tables.flatMap((table) =>
          [...(step[1][table] ?? []).keys()].reverse().map(
            (rowIndex) => (of: Scenario) =>
              mapImports(of, (facts, index) =>
                index === stepIndex
                  ? { ...facts, [table]: (facts[table] ?? []).filter((_, i) => i !== rowIndex) }
                  : facts,
              ),
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
const withoutChanges: Candidates = (scenario) =>
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
