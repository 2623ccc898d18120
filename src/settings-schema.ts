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

/** A text on one line; `length` characters at most. */
const line = (length: number, example: string) => {
  const error = JSON.stringify(example);
  return z
    .string({ error })
    .regex(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, { error })
    .max(length, { error });
};

const company = z
  .strictObject(
    {
      title: line(100, "月结演练有限公司"),
      taxNo: z
        .string({ error: '"91440300MA5YJ00001"' })
        .regex(/^[0-9A-Z]{15,20}$/, { error: '"91440300MA5YJ00001"' }),
      address: line(100, "深圳市演练区月结路1号"),
      phone: line(40, "0755-00000000"),
      bankName: line(100, "演练银行深圳分行"),
      bankAccount: z
        .string({ error: '"4000000000000000001"' })
        .regex(/^[0-9-]{5,34}$/, { error: '"4000000000000000001"' }),
      invoiceMail: z.strictObject(
        {
          recipient: line(60, "结算组"),
          phone: line(40, "0755-00000001"),
          address: line(200, "深圳市演练区月结路1号"),
        },
        { error: "docs/settings.md" },
      ),
      invoiceItem: line(100, "*现代服务*服务费"),
    },
    { error: "docs/settings.md" },
  )
  .exactOptional();

const debtorAccount = z
  .strictObject(
    {
      name: line(70, "月结演练有限公司"),
      account: z
        .string({ error: '"4000000000000000001"' })
        .regex(/^[0-9A-Za-z-]{5,34}$/, { error: '"4000000000000000001"' }),
      bankCode: z
        .string({ error: '"102584000002"' })
        .regex(/^\d{12}$/, { error: '"102584000002"' }),
      bankName: line(100, "演练银行深圳分行"),
    },
    { error: "docs/settings.md" },
  )
  .exactOptional();

const departments = z
  .array(line(40, "财务部"), { error: '["业务部", "财务部"]' })
  .min(1, { error: '["业务部", "财务部"]' })
  .max(20, { error: '["业务部", "财务部"]' })
  .refine((names) => new Set(names).size === names.length, { error: '["业务部", "财务部"]' })
  .exactOptional();

const notices = z
  .strictObject(
    {
      staffEmails: z
        .array(z.email({ error: '"settlement@example.com"' }), {
          error: '["settlement@example.com"]',
        })
        .exactOptional(),
      mostPerHour: whole(1, 100_000).exactOptional(),
      consoleUrl: z
        .url({ protocol: /^https?$/, error: '"https://yuejie.example.com"' })
        .nullable()
        .exactOptional(),
    },
    { error: '{"staffEmails": ["settlement@example.com"]}' },
  )
  .exactOptional();

export const settingsSchema = z.strictObject(
  {
    company,
    debtorAccount,
    departments,
    notices,
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
