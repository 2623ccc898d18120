import { describe, expect, it } from "vitest";
import { type AskFlags, requestFromFlags } from "../../src/cli/export-request-options.js";
import { renderError, YuejieError } from "../../src/domain/errors.js";
import { openContentDigest, openTally } from "../../src/exports/control-totals.js";
import {
  normalRequest,
  parametersOf,
  requestOf,
  type TransactionFilters,
} from "../../src/exports/tasks/export-request.js";

const transactions = (filters: object) =>
  normalRequest({ kind: "transactions", filters: filters as TransactionFilters });

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof YuejieError) return renderError(error.code, error.details, "en");
    throw error;
  }
  return "no refusal";
}

describe("a request", () => {
  it("has one form, whatever order its values came in", () => {
    const statuses = ["carried", "settled", "carried"];
    expect(transactions({ statuses, from: "2026-10-01" })).toEqual({
      kind: "transactions",
      filters: { statuses: ["settled", "carried"], timeOf: "ordered", from: "2026-10-01" },
    });
    expect(transactions({ repayment: ["repaid", "none", "outstanding"], timeOf: "paid" })).toEqual({
      kind: "transactions",
      filters: {},
    });
  });

  it("comes back from its record", () => {
    const requests = [
      transactions({ statuses: ["open"], period: "2026Q3", customerNo: "C1", orderNo: "1" }),
      normalRequest({ kind: "statement", statementNo: "202610-P1-B1300F0600-01" }),
      normalRequest({ kind: "period", period: "2026Q3" }),
      normalRequest({ kind: "outcomes", period: "2026-10" }),
    ];
    for (const request of requests) {
      const stored = JSON.parse(JSON.stringify(parametersOf(request)));
      expect(requestOf(request.kind, stored)).toEqual(request);
    }
  });

  it.each([
    [{ statuses: ["paid"] }, "'paid' is no value for --status; it takes settled or carried"],
    [{ from: "2026-02-30" }, "'2026-02-30' is no value for --from; it takes 2026-10-31"],
    [{ to: "2026-1-1" }, "'2026-1-1' is no value for --to"],
    [{ from: "2026-10-02", to: "2026-10-01" }, "The first day 2026-10-02 is after the last day"],
    [{ period: "2026-13" }, "'2026-13' is not a period"],
  ])("%j is refused", (filters, sentence) => {
    expect(refusal(() => transactions(filters))).toContain(sentence);
  });
});

describe("the command line", () => {
  it.each([
    ["orders", {}, "'orders' is no value for <kind>; it takes statement or period"],
    ["statement", {}, "yuejie export-tasks ask statement needs --statement"],
    ["period", {}, "yuejie export-tasks ask period needs --period"],
    ["outcomes", { period: "2026Q3" }, "'2026Q3' is not a period"],
    ["period", { period: "2026-10", status: ["open"] }, "--status and period cannot be used"],
    ["transactions", { statement: "x" }, "--statement and transactions cannot be used together"],
    ["transactions", { time: "paid" }, "needs --from or --to"],
    ["transactions", { time: "sent", to: "2026-10-01" }, "'sent' is no value for --time"],
  ])("%s %j is refused with a sentence", (kind, flags, sentence) => {
    expect(refusal(() => requestFromFlags(kind, flags as AskFlags))).toContain(sentence);
  });
});

describe("control totals", () => {
  it("sum cents exactly, below zero too", () => {
    const tally = openTally();
    expect(tally.totals()).toEqual({ rowCount: 0, controlTotal: "0.00" });
    for (const amount of ["0.05", "-0.10", null, "9999999999999999.99"]) tally.add(amount);
    expect(tally.totals()).toEqual({ rowCount: 4, controlTotal: "9999999999999999.94" });
    const small = openTally();
    small.add("-0.07");
    expect(small.totals().controlTotal).toBe("-0.07");
  });

  it("tell rows apart by their values and their order", () => {
    const digest = (rows: (string | null)[][]): string => {
      const content = openContentDigest();
      for (const row of rows) content.add(row);
      return content.hex();
    };
    const rows = [["a", "b"], ["c"]];
    expect(digest(rows)).toBe(digest([["a", "b"], ["c"]]));
    const others = [
      digest([["c"], ["a", "b"]]),
      digest([["ab"], ["c"]]),
      digest([["a", "b", null], ["c"]]),
      digest([["a"], ["b", "c"]]),
    ];
    expect(new Set([digest(rows), ...others]).size).toBe(5);
  });
});
