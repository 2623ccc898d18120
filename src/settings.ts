import { readFile } from "node:fs/promises";
import { YuejieError } from "./domain/errors.js";

/** A default service fee rate of a taxpayer type from a day on; in order of time. */
export interface DatedRate {
  /** First day it holds, `YYYY-MM-DD`; null: from the start. */
  readonly effectiveFrom: string | null;
  /** A fraction, e.g. `0.06`. */
  readonly rate: string;
}

/** When months are run by themselves (R-R6). */
export interface Schedule {
  /** Of the month after, 1 to 28. */
  readonly day: number;
  /** `HH:MM`, Shanghai. */
  readonly time: string;
  /** Where the day is not worked, start on the next that is (R-W1). */
  readonly moveToWorkingDay: boolean;
  /** The first month to run, `YYYY-MM`; null: the one before the first start of a scheduler. */
  readonly firstPeriod: string | null;
  /** Until when, counted from the day of the start, a run waits for its facts; null: it does not wait. */
  readonly waitForDelivery: { readonly daysLater: number; readonly time: string } | null;
}

/** How long what is made is kept. */
export interface Retention {
  /** Days that the file of an export task can be downloaded. */
  readonly exportDays: number;
}

/** What `YUEJIE_SETTINGS` may set; schema in `docs/settings.md`. */
export interface Settings {
  /** For partners without a rate of their own: the one that holds on the day of the run. */
  readonly serviceFeeRates: Readonly<Record<"general" | "small_scale", readonly DatedRate[]>>;
  readonly schedule: Schedule;
  readonly retention: Retention;
}

/** The law as it stands: the relief of small-scale taxpayers ends with 2027 (spec §2, partners). */
export const defaultSettings: Settings = {
  serviceFeeRates: {
    general: [{ effectiveFrom: null, rate: "0.06" }],
    small_scale: [
      { effectiveFrom: null, rate: "0.01" },
      { effectiveFrom: "2028-01-01", rate: "0.03" },
    ],
  },
  schedule: {
    day: 3,
    time: "02:00",
    moveToWorkingDay: false,
    firstPeriod: null,
    waitForDelivery: { daysLater: 0, time: "18:00" },
  },
  retention: { exportDays: 30 },
};

/**
 * Reads the settings file; what it leaves out keeps its default.
 *
 * @param path null: nothing is set, all defaults.
 * Errors: input, naming the file, the place in it and an example of what belongs there.
 */
export async function readSettings(path: string | null): Promise<Settings> {
  if (path === null) return defaultSettings;
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new YuejieError("settings_unreadable", { path, reason }, error);
  }
  const { settingsSchema } = await import("./settings-schema.js");
  const { data, error } = settingsSchema.safeParse(content);
  if (data !== undefined) {
    const schedule = { ...defaultSettings.schedule, ...data.schedule };
    const retention = { ...defaultSettings.retention, ...data.retention };
    return { ...defaultSettings, ...data, schedule, retention };
  }
  const [issue] = error.issues;
  const place = issue?.path.join(".") || "$";
  if (issue?.code === "unrecognized_keys") {
    throw new YuejieError("settings_key_unknown", { path, place: issue.keys.join(", ") });
  }
  throw new YuejieError("settings_value", { path, place, example: issue?.message ?? "{}" });
}

/** The default service fee rates that hold on a day, `YYYY-MM-DD`. */
export function serviceFeeRatesOn(
  day: string,
  { serviceFeeRates }: Settings,
): Record<"general" | "small_scale", string> {
  const rateOn = (rates: readonly DatedRate[]): string =>
    rates.findLast(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= day)?.rate ??
    "0";
  return {
    general: rateOn(serviceFeeRates.general),
    small_scale: rateOn(serviceFeeRates.small_scale),
  };
}
