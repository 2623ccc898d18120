import { describe, expect, it } from "vitest";
import { lifecycleDocsPath, renderLifecycleDocs } from "../../scripts/lifecycle-docs.js";
import {
  draftStatuses,
  statementStatuses,
  stepOfStatus,
} from "../../src/domain/lifecycle/states.js";
import type { Transition } from "../../src/domain/lifecycle/transition.js";
import { transitions } from "../../src/domain/lifecycle/transitions.js";
import { listFiles, readText, repositoryFolder } from "../support/repository-files.js";

const all: readonly Transition[] = transitions;
const migrations = listFiles("sql", /^sql\/migrations\/.*\.sql$/).map(readText);
const code = listFiles("src", /^src\/lifecycle\/.*\.ts$/)
  .map(readText)
  .join("\n");
const runs = listFiles("sql", /^sql\/run\/112_record\.sql$/)
  .map(readText)
  .join("\n");

/** Where a transition may lead; `resumes`: back to where questions are raised. */
function targetsOf({ to }: Transition): readonly (string | null)[] {
  const { from } = all.find(({ event }) => event === "question") as Transition;
  return to === "resumes" ? from : to;
}

describe("the table of transitions", () => {
  it("is what docs/lifecycle.md says (npm run docs:lifecycle)", () => {
    expect(readText(lifecycleDocsPath.slice(repositoryFolder.length))).toBe(renderLifecycleDocs());
  });

  it("names every event once, and every state can be reached", () => {
    const events = all.map(({ event }) => event);
    expect(new Set(events).size).toBe(events.length);
    const reached = new Set(all.flatMap(targetsOf));
    expect(statementStatuses.filter((status) => !reached.has(status))).toEqual([]);
  });

  it("has the states of the database, in its order, and the same drafts (R-R1)", () => {
    const types = migrations.flatMap((text) => [
      ...text.matchAll(/create type statement_status as enum\s*\(([^)]*)\)/g),
    ]);
    const values = [...(types.at(-1)?.[1] ?? "").matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(values).toEqual([...statementStatuses]);
    const drafts = /function counts_as_draft.*?status in \(([^)]*)\)/s.exec(migrations.join("\n"));
    const named = [...(drafts?.[1] ?? "").matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(named.sort()).toEqual([...draftStatuses].sort());
  });

  it("has no event that nothing does, and every one that a state waits for", () => {
    const undone = all.filter(
      ({ event }) => !code.includes(`"${event}"`) && !runs.includes(`'${event}'`),
    );
    expect(undone.map(({ event }) => event)).toEqual([]);
    const waiting = statementStatuses.filter((status) => stepOfStatus[status].holder !== null);
    const stuck = waiting.filter((status) => !all.some(({ from }) => from.includes(status)));
    expect(stuck).toEqual([]);
  });

  it("pays nothing that was not reviewed, signed by all, invoiced and verified on the way", () => {
    for (const needed of ["approve", "sign", "request_invoice", "accept_invoice"]) {
      expect(pathsTo("paid", needed)).toBe(false);
    }
  });
});

/** Whether a state can be reached from nothing without an event. */
function pathsTo(goal: string, without: string): boolean {
  const seen = new Set<string | null>([null]);
  const open: (string | null)[] = [null];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const it of all) {
      if (it.event === without || !(it.from as readonly (string | null)[]).includes(at)) continue;
      // An answer leads back to where the question was raised, which has been seen.
      const targets = it.to === "resumes" ? [] : it.to;
      for (const target of targets) {
        if (target === null || seen.has(target)) continue;
        seen.add(target);
        open.push(target);
      }
    }
  }
  return seen.has(goal);
}
