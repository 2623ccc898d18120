import type { Line, Statement } from "./books.js";
import { statementAmount } from "./books.js";
import { endsQuarter, firstPeriodAfter, quarterOf } from "./periods.js";
import { basisPoints, compare, isZero, negate, type Rational, subtract, zero } from "./rational.js";
import { makeLine, type RunState } from "./run-state.js";

/** The label of the statements that this run makes for a settlee: its month or the quarter's. */
function labelFor(run: RunState, settleeNo: string): string {
  const { quarterly } = run.facts.partner(settleeNo);
  return quarterly && endsQuarter(run.month) ? quarterOf(run.month) : run.month;
}

/** R-S2 without the running number. */
function keyOf(label: string, settleeNo: string, tax: Rational, fee: Rational): string {
  return `${label.replace("-", "")}-${settleeNo}-B${basisPoints(tax)}F${basisPoints(fee)}`;
}

/**
 * Groups the lines of the run into statements, brings deficits forward and sets them off.
 * `kept` are the statements that the run does not replace. R-S1, R-S2, R-S4.
 */
export function makeStatements(run: RunState, kept: readonly Statement[]): Statement[] {
  bringForward(run, kept);
  const drafts = new Map<string, Statement>();
  for (const line of run.made) {
    const label = labelFor(run, line.settleeNo);
    const key = keyOf(label, line.settleeNo, line.outputTaxRate, line.serviceFeeRate);
    const taken = kept.filter(({ no }) => no.startsWith(`${key}-`)).length;
    const draft: Statement = drafts.get(key) ?? {
      no: `${key}-${String(taken + 1).padStart(2, "0")}`,
      month: run.month,
      label,
      settleeNo: line.settleeNo,
      outputTaxRate: line.outputTaxRate,
      serviceFeeRate: line.serviceFeeRate,
      lines: [],
      status: "draft",
    };
    drafts.set(key, draft);
    place(draft, line);
  }
  const sorted = [...drafts.values()].sort((a, b) => (a.no < b.no ? -1 : 1));
  for (const draft of sorted) {
    if (draft.lines.some(({ kind }) => kind === "brought_forward")) setOff(run, draft, sorted);
  }
  return sorted;
}

function place(statement: Statement, line: Line): void {
  line.statement = statement;
  statement.lines.push(line);
}

/** R-S4: each deficit once, in the first period of the settlee's present cycle after its own. */
function bringForward(run: RunState, kept: readonly Statement[]): void {
  const brought = new Set(kept.flatMap(({ lines }) => lines.map(({ deficitNo }) => deficitNo)));
  const deficits = kept
    .filter(({ no, status }) => status === "deficit" && !brought.has(no))
    .filter(({ settleeNo }) => run.settlees?.has(settleeNo) ?? true)
    .sort((a, b) => (a.no < b.no ? -1 : 1));
  for (const deficit of deficits) {
    const { quarterly } = run.facts.partner(deficit.settleeNo);
    if (quarterly && !endsQuarter(run.month)) continue;
    const due = firstPeriodAfter(deficit.label, quarterly);
    if (due !== labelFor(run, deficit.settleeNo)) continue;
    makeLine(run, {
      kind: "brought_forward",
      settleeNo: deficit.settleeNo,
      outputTaxRate: deficit.outputTaxRate,
      serviceFeeRate: deficit.serviceFeeRate,
      amount: statementAmount(deficit),
      deficitNo: deficit.no,
    });
  }
}

/** R-S4: what is missing comes from positive drafts of the same settlee, period, type and s. */
function setOff(run: RunState, deficit: Statement, drafts: readonly Statement[]): void {
  const fee = deficit.serviceFeeRate;
  const givers = drafts
    .filter(({ settleeNo, label }) => settleeNo === deficit.settleeNo && label === deficit.label)
    .filter((draft) => compare(draft.serviceFeeRate, fee) === 0)
    .filter((draft) => compare(statementAmount(draft), zero) > 0)
    .sort((a, b) => compare(statementAmount(b), statementAmount(a)) || (a.no < b.no ? -1 : 1));
  for (const giver of givers) {
    const missing = negate(statementAmount(deficit));
    if (compare(missing, zero) <= 0) return;
    const left = statementAmount(giver);
    const amount = compare(missing, left) < 0 ? missing : left;
    if (isZero(amount)) continue;
    for (const [statement, signed] of [
      [giver, subtract(zero, amount)],
      [deficit, amount],
    ] as const) {
      const { settleeNo, outputTaxRate } = statement;
      const seed = { kind: "set_off", settleeNo, outputTaxRate, serviceFeeRate: fee } as const;
      place(statement, makeLine(run, { ...seed, amount: signed }));
    }
  }
}
