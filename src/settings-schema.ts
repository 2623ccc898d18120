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

const time = z
  .string({ error: '"02:00"' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: '"02:00"' });

const month = z
  .string({ error: '"2026-10"' })
  .regex(/^(20|21)\d{2}-(0[1-9]|1[0-2])$/, { error: '"2026-10"' });

const whole = (first: number, last: number) => {
  const error = `${first} … ${last}`;
  return z.int({ error }).min(first, { error }).max(last, { error });
};

const schedule = z
  .strictObject(
    {
      // Every month has a 28th.
      day: whole(1, 28).exactOptional(),
      time: time.exactOptional(),
      moveToWorkingDay: z.boolean({ error: "false" }).exactOptional(),
      firstPeriod: month.nullable().exactOptional(),
      waitForDelivery: z
        .strictObject(
          { daysLater: whole(0, 20), time },
          { error: '{"daysLater": 0, "time": "18:00"}' },
        )
        .nullable()
        .exactOptional(),
    },
    { error: '{"day": 3, "time": "02:00"}' },
  )
  .refine(waitsForward, { path: ["waitForDelivery"], error: '{"daysLater": 0, "time": "18:00"}' })
  .exactOptional();

export const settingsSchema = z.strictObject(
  {
    serviceFeeRates: z
      .strictObject({ general: datedRates, small_scale: datedRates }, { error: "docs/settings.md" })
      .exactOptional(),
    schedule,
    retention: z
      .strictObject({ exportDays: whole(1, 3650).exactOptional() }, { error: '{"exportDays": 30}' })
      .exactOptional(),
  },
  { error: "{}" },
);

/** A wait that ends before the start would be none; the default start is the one of settings.ts. */
function waitsForward({
  time = "02:00",
  waitForDelivery,
}: {
  time?: string;
  waitForDelivery?: { daysLater: number; time: string } | null;
}): boolean {
  const until = waitForDelivery ?? { daysLater: 0, time: "18:00" };
  return waitForDelivery === null || until.daysLater > 0 || until.time > time;
}

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
