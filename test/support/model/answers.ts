import { type Line, type Outcome, type Statement, statementAmount } from "./books.js";
import {
  add,
  amountText,
  divide,
  one,
  type Rational,
  rateText,
  roundToCent,
  subtract,
  sum,
} from "./rational.js";
import { excludingReasons } from "./routing.js";

export interface StatementAnswer {
  statementNo: string;
  period: string;
  settleeNo: string;
  type: "base";
  outputTaxRate: string;
  serviceFeeRate: string;
  lineCount: number;
  amount: string;
  netAmount: string;
  taxAmount: string;
  status: string;
}

/** R-S3: net of tax at s, the tax is the rest. */
export function statementAnswer(statement: Statement): StatementAnswer {
  const amount = statementAmount(statement);
  const net = roundToCent(divide(amount, add(one, statement.serviceFeeRate)));
  return {
    statementNo: statement.no,
    period: statement.label,
    settleeNo: statement.settleeNo,
    type: "base",
    outputTaxRate: rateText(statement.outputTaxRate),
    serviceFeeRate: rateText(statement.serviceFeeRate),
    lineCount: statement.lines.length,
    amount: amountText(amount),
    netAmount: amountText(net),
    taxAmount: amountText(subtract(amount, net)),
    status: statement.status,
  };
}

export interface LineAnswer {
  statementNo: string;
  lineNo: number;
  kind: Line["kind"];
  orderNo: string | null;
  productNo: string | null;
  partnerNo: string | null;
  rule: string | null;
  dealAmount: string | null;
  cashConsumption: string | null;
  shareBase: string | null;
  ratio: string | null;
  outputTaxRate: string;
  serviceFeeRate: string;
  settleableRatio: string | null;
  floorAmount: string | null;
  amount: string;
  settleableAt: string | null;
}

const optional = (value: Rational | null | undefined, text: (value: Rational) => string) =>
  value === null || value === undefined ? null : text(value);

export function lineAnswer(line: Line, lineNo: number): LineAnswer {
  const { basis } = line;
  return {
    statementNo: line.statement?.no ?? "",
    lineNo,
    kind: line.kind,
    orderNo: line.orderNo,
    productNo: line.productNo,
    partnerNo: line.partnerNo,
    rule: basis?.rule ?? null,
    dealAmount: optional(basis?.deal, amountText),
    cashConsumption: optional(basis?.cash, amountText),
    shareBase: optional(basis?.base, (base) => rateText(base)),
    ratio: optional(basis?.ratio, rateText),
    outputTaxRate: rateText(line.outputTaxRate),
    serviceFeeRate: rateText(line.serviceFeeRate),
    settleableRatio: optional(basis?.settleableRatio, rateText),
    floorAmount: optional(basis?.floor, amountText),
    amount: amountText(line.amount),
    settleableAt: line.settleableAt === null ? null : new Date(line.settleableAt).toISOString(),
  };
}

export interface OutcomeAnswer {
  orderNo: string;
  outcome: Outcome["outcome"];
  reasons: string[];
  statementNo: string | null;
}

export function outcomeAnswer(outcome: Outcome): OutcomeAnswer {
  return {
    orderNo: outcome.orderNo,
    outcome: outcome.outcome,
    reasons: [...outcome.reasons],
    statementNo: outcome.line?.statement?.no ?? null,
  };
}

interface Count {
  orders: number;
  cash: string;
}

export interface Reconciliation {
  settled: Count;
  carried: Count & { byReason: Record<string, Count> };
  excluded: Count & { byReason: Record<string, Count> };
  statements: { count: number; amount: string };
  lines: { count: number; amount: string };
}

function counted(outcomes: readonly Outcome[]): Count {
  return { orders: outcomes.length, cash: amountText(sum(outcomes.map(({ cash }) => cash))) };
}

/** Carried orders under their first reason, excluded ones under their first excluding reason. */
function byReason(outcomes: readonly Outcome[]): Record<string, Count> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const { reasons } = outcome;
    const excluding = reasons.find((reason) => excludingReasons.has(reason));
    const reason = (outcome.outcome === "excluded" ? excluding : reasons[0]) ?? "none";
    groups.set(reason, [...(groups.get(reason) ?? []), outcome]);
  }
  return Object.fromEntries([...groups].map(([reason, group]) => [reason, counted(group)]));
}

/** R-R5: the outcomes of a month's last run, and all statements that runs of the month made. */
export function reconciliation(
  outcomes: readonly Outcome[],
  statements: readonly Statement[],
): Reconciliation {
  const of = (outcome: Outcome["outcome"]) => outcomes.filter((each) => each.outcome === outcome);
  const lines = statements.flatMap((statement) => statement.lines);
  const amount = amountText(sum(statements.map(statementAmount)));
  return {
    settled: counted(of("settled")),
    carried: { ...counted(of("carried")), byReason: byReason(of("carried")) },
    excluded: { ...counted(of("excluded")), byReason: byReason(of("excluded")) },
    statements: { count: statements.length, amount },
    lines: { count: lines.length, amount: amountText(sum(lines.map((line) => line.amount))) },
  };
}
