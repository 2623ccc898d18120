import { z } from "zod";

/**
 * The form of the settings file. Loaded only where a file is named: zod costs a fifth of the time a
 * command may take to start. A field's message is an example of it, so that errors need no language.
 */
const day = z.iso.date({ error: '"2028-01-01"' });

/** Four decimals at most, since it stands in statement numbers (R-IN4, R-S2). */
const rate = z.string({ error: '"0.06"' }).regex(/^0(\.\d{1,4})?$/, { error: '"0.06"' });

const datedRate = z.strictObject(
  { effectiveFrom: day.nullable().default(null), rate },
  { error: '{"effectiveFrom": "2028-01-01", "rate": "0.03"}' },
);

const datedRates = z.array(datedRate, { error: '[{"rate": "0.06"}]' }).refine(startsOnceAndRises, {
  error: '[{"rate": "0.01"}, {"effectiveFrom": "2028-01-01", "rate": "0.03"}]',
});

export const settingsSchema = z.strictObject(
  {
    serviceFeeRates: z
      .strictObject({ general: datedRates, small_scale: datedRates }, { error: "docs/settings.md" })
      .exactOptional(),
  },
  { error: "{}" },
);

/** Exactly one rate holds on every day: the first from the start, each later one from a later day. */
function startsOnceAndRises(rates: readonly { effectiveFrom: string | null }[]): boolean {
  return (
    rates[0]?.effectiveFrom === null &&
    rates.every(
      ({ effectiveFrom }, index) =>
        index === 0 || (effectiveFrom ?? "") > (rates[index - 1]?.effectiveFrom ?? ""),
    )
  );
}
