import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PaymentEvidence, weigh } from "../../src/domain/payment-evidence.js";

const booked = (verdict: "paid" | "bounced", at: string): PaymentEvidence => ({
  ...{ verdict, isBooked: true, at },
});
const said = (verdict: "paid" | "bounced", at: string): PaymentEvidence => ({
  ...{ verdict, isBooked: false, at: `${at}:00.000Z` },
});

describe("which word counts", () => {
  test.each([
    [
      "a return after its debit",
      booked("paid", "2027-02-06"),
      booked("bounced", "2027-02-08"),
      "overturns",
    ],
    ["on the same day", booked("paid", "2027-02-06"), booked("bounced", "2027-02-06"), "overturns"],
    [
      "a debit before its return",
      booked("bounced", "2027-02-06"),
      booked("paid", "2027-02-06"),
      "outdated",
    ],
    [
      "a debit after a return",
      booked("bounced", "2027-02-06"),
      booked("paid", "2027-02-07"),
      "overturns",
    ],
    [
      "a debit, whatever was reported",
      said("bounced", "2027-02-09T01:00"),
      booked("paid", "2027-02-06"),
      "overturns",
    ],
    [
      "the same, on better ground",
      said("paid", "2027-02-09T01:00"),
      booked("paid", "2027-02-06"),
      "strengthens",
    ],
    ["the same again", booked("paid", "2027-02-06"), said("paid", "2027-02-09T01:00"), "repeats"],
    [
      "a later report",
      said("bounced", "2027-02-06T01:00"),
      said("paid", "2027-02-06T01:01"),
      "overturns",
    ],
    [
      "an earlier report that it was paid",
      said("bounced", "2027-02-06T01:00"),
      said("paid", "2027-02-06T00:59"),
      "overturns",
    ],
    [
      "a rejection after a report that it was paid",
      said("paid", "2027-02-06T01:00"),
      said("bounced", "2027-02-09T01:00"),
      "contradicts",
    ],
    [
      "a rejection before it",
      said("paid", "2027-02-06T01:00"),
      said("bounced", "2027-02-06T00:59"),
      "outdated",
    ],
    [
      "a return after a report that it was paid",
      said("paid", "2027-02-09T01:00"),
      booked("bounced", "2027-02-06"),
      "overturns",
    ],
    [
      "reports of one instant",
      said("bounced", "2027-02-06T01:00"),
      said("paid", "2027-02-06T01:00"),
      "overturns",
    ],
    [
      "the other way round",
      said("paid", "2027-02-06T01:00"),
      said("bounced", "2027-02-06T01:00"),
      "contradicts",
    ],
    [
      "a denial later than a booking",
      booked("paid", "2027-02-06"),
      said("bounced", "2027-02-07T01:00"),
      "contradicts",
    ],
    [
      "a denial of its own day",
      booked("paid", "2027-02-06"),
      said("bounced", "2027-02-06T15:59"),
      "contradicts",
    ],
    [
      "a denial of the day before, in Shanghai",
      booked("paid", "2027-02-06"),
      said("bounced", "2027-02-05T15:59"),
      "outdated",
    ],
    [
      "a denial of the next, in Shanghai",
      booked("paid", "2027-02-06"),
      said("bounced", "2027-02-06T16:00"),
      "contradicts",
    ],
  ] as const)("%s", (_, standing, next, weight) => {
    expect(weigh(standing, next)).toBe(weight);
  });

  const evidence = fc
    .record({
      verdict: fc.constantFrom("paid" as const, "bounced" as const),
      isBooked: fc.boolean(),
      day: fc.integer({ min: 10, max: 13 }),
    })
    .map(({ verdict, isBooked, day }) =>
      isBooked ? booked(verdict, `2027-02-${day}`) : said(verdict, `2027-02-${day}T01:00`),
    );
  const endOf = (words: readonly PaymentEvidence[]): PaymentEvidence | undefined =>
    words.reduce<PaymentEvidence | undefined>((standing, next) => {
      if (standing === undefined) return next;
      const weight = weigh(standing, next);
      return weight === "overturns" || weight === "strengthens" ? next : standing;
    }, undefined);

  test("no report undoes what was paid", () => {
    const paid = evidence.filter(({ verdict }) => verdict === "paid");
    const denial = evidence.filter(({ verdict, isBooked }) => verdict === "bounced" && !isBooked);
    fc.assert(
      fc.property(paid, denial, (standing, next) => {
        expect(endOf([standing, next])).toBe(standing);
      }),
    );
  });

  test("in whatever order words come, and however often, the same one stands", () => {
    const words = fc.array(evidence, { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(
        words.chain((it) =>
          fc.tuple(fc.constant(it), fc.shuffledSubarray(it, { minLength: it.length })),
        ),
        ([one, other]) => {
          expect(endOf(other)).toEqual(endOf(one));
          expect(endOf([...one, ...other])).toEqual(endOf(one));
        },
      ),
    );
  });
});
