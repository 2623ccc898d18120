// npm run docs:lifecycle: writes docs/lifecycle.md from the table of transitions; a test holds the two together.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { effects, guards } from "../src/domain/lifecycle/conditions.js";
import { daysOfStep, daysToIssueAgain } from "../src/domain/lifecycle/deadlines.js";
import {
  type StatementStatus,
  statementStatuses,
  statusWords,
  stepOfStatus,
} from "../src/domain/lifecycle/states.js";
import type { Transition } from "../src/domain/lifecycle/transition.js";
import { transitions } from "../src/domain/lifecycle/transitions.js";

export const lifecycleDocsPath = fileURLToPath(new URL("../docs/lifecycle.md", import.meta.url));

const all: readonly Transition[] = transitions;

/** Those that do not lead anywhere of their own would only draw loops over the diagram. */
function arrows({ event, from, to }: Transition): string[] {
  if (to === "resumes") return [];
  const targets = to.filter((target) => target !== null);
  return from.flatMap((source) =>
    targets
      .filter((target) => target !== source)
      .map((target) => `  ${source ?? "[*]"} --> ${target}: ${event}`),
  );
}

function stateRow(status: StatementStatus): string {
  const { zh, en } = statusWords[status];
  const { step, holder, hasClock } = stepOfStatus[status];
  const days = step === null || !hasClock ? "" : step === 5 ? "1 month" : `${daysOfStep[step]}`;
  return `| \`${status}\` | ${zh} | ${en} | ${step ?? ""} | ${holder ?? ""} | ${days} |`;
}

function transitionRow(it: Transition): string {
  const from = it.from.map((status) => status ?? "(none)").join(", ");
  const to =
    it.to === "resumes" ? "what it was before" : it.to.map((s) => s ?? "(none)").join(", ");
  const needs = it.needs.map((guard) => `${guards[guard].en} (${guards[guard].rule})`).join("; ");
  const causes = it.causes.map((effect) => effects[effect].en).join("; ");
  const cells = [`\`${it.event}\``, it.zh, from, to, it.by.join(", "), needs, causes, it.rule];
  return `| ${cells.join(" | ")} |`;
}

export function renderLifecycleDocs(): string {
  return [
    "# From draft to paid",
    "",
    "Made from `src/domain/lifecycle/` by `npm run docs:lifecycle`; edit that, not this.",
    "",
    "## States",
    "",
    "Days are working days of China's statutory calendar, make-up days included. A step is due at 24:00",
    "Shanghai of the n-th working day after the day on which it began (R-W1). While a question is open, or the",
    "settlee's business info is not certified, its clock stands, and goes on with the days that were left",
    "(R-W4, R-W5). The invoice's month ends on the corresponding day of the next month, moved to a working",
    `day; a refused invoice has what is left of it, and at least ${daysToIssueAgain} working days (R-W8).`,
    "",
    "| state | 中文 | English | step | whose turn | days |",
    "|---|---|---|---|---|---|",
    ...statementStatuses.map(stateRow),
    "",
    "```mermaid",
    "stateDiagram-v2",
    ...new Set(all.flatMap(arrows)),
    "```",
    "",
    "A question (`question`) may be raised in the states that its row below names; until it is answered the",
    "statement is `questioned`, and then what it was before. Not drawn: drafts that a run no longer makes end.",
    "",
    "## Transitions",
    "",
    "Each is one transaction: state, record and what leaves through the outbox. The last column is the rule by",
    "whose number the event is refused in any other state.",
    "",
    "| event | 中文 | from | to | who | needs | causes | rule |",
    "|---|---|---|---|---|---|---|---|",
    ...all.map(transitionRow),
    "",
    "## The record",
    "",
    "Every transition is an entry of its statement's chain: who, when, from, to, why (R-W3). An entry's hash is",
    "made of its fields and the hash before it, by the database, which refuses to change or remove one, to skip a",
    "state, and to end a transaction that leaves a statement otherwise than its last entry says. Once a day the",
    "heads of all chains are sealed in a chain of their own. `yuejie audit verify` computes all of it once more.",
    "",
    "## Recall",
    "",
    "A sent statement can be taken back before its invoice is requested (R-R1, R-W4, R-W7), unless a sent statement",
    "rests on one of its lines. The version sent stays on record with its lines; the lines are released, and stand",
    "as drafts until the next run of the month. Where that gives the same key the number is used again; else it is",
    "`void` for ever. An order that another month's draft has a line of stays there until that month is run again;",
    "such a draft cannot be sent before.",
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(lifecycleDocsPath, renderLifecycleDocs());
}
