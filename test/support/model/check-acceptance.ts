/**
 * Replays acceptance sets on the model and compares every answer with the stored expectation:
 *   npx tsx test/support/model/check-acceptance.ts FOLDER…
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { LineAnswer, OutcomeAnswer, StatementAnswer } from "./answers.js";
import type { FactRows, Row } from "./facts.js";
import { Model, type StatementChange } from "./model.js";

const today = "2027-02-03";

function readRows(folder: string, file: string): Row[] {
  const path = join(folder, `${file}.csv`);
  return existsSync(path) ? parse(readFileSync(path), { columns: true, bom: true }) : [];
}

function readFacts(folder: string): FactRows {
  return {
    partners: readRows(folder, "partners"),
    products: readRows(folder, "products"),
    productTerms: readRows(folder, "product_terms"),
    orders: readRows(folder, "orders"),
  };
}

const number = (value: unknown): string => {
  const text = String(value);
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
};

type Keyed = Map<string, string | number>;

const statement = (s: StatementAnswer): [string, string] => [
  s.statementNo,
  [s.settleeNo, s.type, number(s.outputTaxRate), number(s.serviceFeeRate), s.lineCount]
    .concat([number(s.amount), number(s.netAmount), number(s.taxAmount), s.status])
    .join(" "),
];
const line = (l: LineAnswer): string =>
  [l.statementNo, l.kind, l.orderNo ?? "-", l.rule ?? "-", number(l.amount)].join(" ");
const outcome = (o: OutcomeAnswer): [string, string] => [
  o.orderNo,
  [o.outcome, o.reasons.join("+") || "-", o.statementNo ?? "-"].join(" "),
];
const change = (c: StatementChange): [string, string] => [
  c.statementNo,
  `${c.before === null ? "-" : number(c.before)} → ${c.after === null ? "-" : number(c.after)}`,
];

function tally(lines: readonly LineAnswer[]): Keyed {
  const counts: Keyed = new Map();
  for (const each of lines) counts.set(line(each), Number(counts.get(line(each)) ?? 0) + 1);
  return counts;
}

function flatten(value: object, path = ""): [string, string][] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    each !== null && typeof each === "object"
      ? flatten(each, `${path}${key}.`)
      : [[path + key, number(each)] as [string, string]],
  );
}

function differences(want: Keyed, got: Keyed): string[] {
  const missing = [...want].filter(([key, value]) => got.get(key) !== value);
  const extra = [...got].filter(([key]) => !want.has(key));
  return [
    ...missing.map(([k, v]) => `${k}: expected ${v}, got ${got.get(k) ?? "nothing"}`),
    ...extra.map(([k, v]) => `${k}: unexpected ${v}`),
  ];
}

interface Expected {
  statements: StatementAnswer[];
  lines: LineAnswer[];
  outcomes?: OutcomeAnswer[];
  reconcile?: object;
}

function checkPeriod(model: Model, label: string, want: Expected): string[] {
  const found = [
    ...differences(
      new Map(want.statements.map(statement)),
      new Map(model.statements(label).map(statement)),
    ),
    ...differences(tally(want.lines), tally(model.lines(label))),
  ];
  if (!want.outcomes) return found;
  return [
    ...found,
    ...differences(
      new Map(want.outcomes.map(outcome)),
      new Map(model.outcomes(label).map(outcome)),
    ),
    ...differences(
      new Map(flatten(want.reconcile ?? {})),
      new Map(flatten(model.reconcile(label))),
    ),
  ];
}

function checkDry(model: Model, month: string, want: StatementChange[]): string[] {
  const got = model.run(month, { dryRun: true, today });
  const found = differences(new Map(want.map(change)), new Map(got.diff.map(change)));
  if (got.changed !== want.length > 0) found.push(`changed is ${got.changed}`);
  return found;
}

function checkSet(folder: string): number {
  const model = new Model();
  const readJson = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  let failures = 0;
  for (const [op, arg, file] of readJson("steps.json") as [string, string, string][]) {
    let found: string[] = [];
    if (op === "import") model.import(readFacts(join(folder, arg)));
    else if (op === "run") model.run(arg, { today });
    else if (op === "approve") model.approve(arg);
    else if (op === "dry") found = checkDry(model, arg, readJson(file));
    else if (op === "check") found = checkPeriod(model, arg, readJson(file));
    if (found.length > 0) {
      failures += 1;
      console.log(`${folder} ${op} ${arg} ${file}:\n  ${found.slice(0, 30).join("\n  ")}`);
    }
  }
  return failures;
}

let failed = 0;
for (const folder of process.argv.slice(2)) {
  const failures = checkSet(folder);
  console.log(`${folder}: ${failures === 0 ? "passed" : `${failures} steps failed`}`);
  failed += failures;
}
process.exit(failed > 0 ? 1 : 0);
