import {
  type LineAnswer,
  lineAnswer,
  type OutcomeAnswer,
  outcomeAnswer,
  type Reconciliation,
  reconciliation,
  type StatementAnswer,
  statementAnswer,
} from "./answers.js";
import { linesByOrder, type Outcome, type Statement, statementAmount } from "./books.js";
import { type FactRows, Facts, type Order } from "./facts.js";
import { makeStatements } from "./make-statements.js";
import { endOfMonth } from "./periods.js";
import { amountText, compare, zero } from "./rational.js";
import { type RunState, settleeOf, timing } from "./run-state.js";
import { settleOrder } from "./settle-orders.js";
import { settleUsage } from "./settle-usage.js";

export interface RunOptions {
  dryRun?: boolean;
  /** Settlees; a second-tier partner means its distributor. */
  partners?: readonly string[];
  /** The run's Shanghai date, `YYYY-MM-DD`: it decides default service fee rates. */
  today: string;
}

export interface StatementChange {
  statementNo: string;
  before: string | null;
  after: string | null;
}

export interface RunResult {
  /** True where lines or outcomes of the period are others than before (the cash of R-R5 too). */
  changed: boolean;
  /** Statements new, with another amount, or gone, by number (R-R3). */
  diff: StatementChange[];
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The rules of settlement, read naively: everything in memory, every order looked at in every run,
 * exact fractions. It is slow and short on purpose, and shares nothing with the engine it checks.
 */
export class Model {
  private readonly facts = new Facts();
  private books: Statement[] = [];
  private readonly outcomesByMonth = new Map<string, Map<string, Outcome>>();
  private nextSequence = 1;

  import(rows: FactRows): void {
    this.facts.import(rows);
  }

  /** Settles a month `2026-10`. Drafts of the month are replaced, locked statements stand (R-R1). */
  run(month: string, options: RunOptions): RunResult {
    const settlees = options.partners
      ? new Set(options.partners.map((no) => this.facts.settleeNo(no)))
      : null;
    const isReplaced = (statement: Statement): boolean =>
      statement.status === "draft" &&
      statement.month === month &&
      (settlees?.has(statement.settleeNo) ?? true);
    const kept = this.books.filter((statement) => !isReplaced(statement));
    const replaced = this.books.filter(isReplaced);
    const run = this.openRun(month, options.today, settlees, kept);
    this.settle(run);
    const drafts = makeStatements(run, kept);
    const outcomes = this.mergedOutcomes(run);
    const known = this.outcomesByMonth.get(month);
    const changed =
      contents(replaced, known ?? new Map()) !== contents(drafts, outcomes) || known === undefined;
    if (!options.dryRun) {
      this.books = [...kept, ...drafts];
      this.outcomesByMonth.set(month, outcomes);
      this.nextSequence = run.nextSequence;
    }
    return { changed, diff: difference(replaced, drafts) };
  }

  private openRun(
    month: string,
    today: string,
    settlees: ReadonlySet<string> | null,
    kept: readonly Statement[],
  ): RunState {
    const toldBefore = new Set<string>();
    for (const [earlier, outcomes] of this.outcomesByMonth) {
      if (earlier >= month) continue;
      for (const { orderNo, outcome } of outcomes.values()) {
        if (outcome === "excluded") toldBefore.add(orderNo);
      }
    }
    return {
      facts: this.facts,
      month,
      end: endOfMonth(month),
      today,
      settlees,
      standing: linesByOrder(kept),
      toldBefore,
      made: [],
      outcomes: [],
      nextSequence: this.nextSequence,
    };
  }

  /** Sales before their refunds, refunds in the order they settle (R-A9), then usage. */
  private settle(run: RunState): void {
    const isTaken = (order: Order): boolean => {
      if (run.settlees === null) return true;
      const settleeNo = settleeOf(run, order);
      return settleeNo !== null && run.settlees.has(settleeNo);
    };
    const orders = [...this.facts.orders.values()].filter(isTaken);
    const byNo = (a: Order, b: Order): number => byBytes(a.no, b.no);
    const at = (order: Order): number => timing(run, order).at ?? Number.POSITIVE_INFINITY;
    const sales = orders.filter(({ type }) => type === "new" || type === "renewal").sort(byNo);
    const refunds = orders.filter(({ type }) => type === "refund");
    refunds.sort((a, b) => (at(a) === at(b) ? byNo(a, b) : at(a) - at(b)));
    for (const order of [...sales, ...refunds]) settleOrder(run, order);
    settleUsage(run, orders.filter(({ type }) => type === "usage").sort(byNo));
  }

  /** A run of some settlees leaves the others' outcomes as they were. */
  private mergedOutcomes(run: RunState): Map<string, Outcome> {
    const merged = new Map<string, Outcome>();
    for (const outcome of this.outcomesByMonth.get(run.month)?.values() ?? []) {
      if (run.settlees === null || run.settlees.has(outcome.settleeNo ?? "")) continue;
      merged.set(outcome.orderNo, outcome);
    }
    for (const outcome of run.outcomes) merged.set(outcome.orderNo, outcome);
    return merged;
  }

  /** Step 2 passed for every draft with the label, a month or a quarter (R-S4: status by amount). */
  approve(label: string): { statementNo: string; status: string }[] {
    const drafts = this.labelled(label).filter(({ status }) => status === "draft");
    for (const draft of drafts) {
      const sign = compare(statementAmount(draft), zero);
      const isBrought = draft.lines.some(({ kind }) => kind === "brought_forward");
      if (sign < 0) draft.status = isBrought ? "top_up_due" : "deficit";
      else draft.status = sign === 0 ? "closed" : "sent";
    }
    return drafts.map(({ no, status }) => ({ statementNo: no, status }));
  }

  private labelled(label: string): Statement[] {
    return this.books
      .filter((statement) => statement.label === label)
      .sort((a, b) => byBytes(a.no, b.no));
  }

  statements(label: string): StatementAnswer[] {
    return this.labelled(label).map(statementAnswer);
  }

  lines(label: string): LineAnswer[] {
    return this.labelled(label).flatMap(({ lines }) =>
      lines.map((line, index) => lineAnswer(line, index + 1)),
    );
  }

  outcomes(month: string): OutcomeAnswer[] {
    const outcomes = [...(this.outcomesByMonth.get(month)?.values() ?? [])];
    return outcomes.map(outcomeAnswer).sort((a, b) => byBytes(a.orderNo, b.orderNo));
  }

  reconcile(month: string): Reconciliation {
    const outcomes = [...(this.outcomesByMonth.get(month)?.values() ?? [])];
    return reconciliation(
      outcomes,
      this.books.filter((statement) => statement.month === month),
    );
  }
}

/** Lines of drafts, and what is told of orders, as one text to compare. */
function contents(drafts: readonly Statement[], outcomes: ReadonlyMap<string, Outcome>): string {
  const lines = drafts.flatMap((draft) => draft.lines.map((line) => lineAnswer(line, 0)));
  const told = [...outcomes.values()].map((outcome) => ({
    ...outcomeAnswer(outcome),
    cash: amountText(outcome.cash),
  }));
  return [...lines, ...told]
    .map((each) => JSON.stringify(each))
    .sort()
    .join("\n");
}

function difference(before: readonly Statement[], after: readonly Statement[]): StatementChange[] {
  const amounts = (statements: readonly Statement[]): Map<string, string> =>
    new Map(statements.map((each) => [each.no, amountText(statementAmount(each))]));
  const old = amounts(before);
  const now = amounts(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort(byBytes)
    .map((no) => ({ statementNo: no, before: old.get(no) ?? null, after: now.get(no) ?? null }))
    .filter((change) => change.before !== change.after);
}
