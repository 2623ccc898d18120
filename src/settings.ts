import { readFile } from "node:fs/promises";
import { YuejieError } from "./domain/errors.js";

/** A default service fee rate of a taxpayer type from a day on; in order of time. */
export interface DatedRate {
  /** First day it holds, `YYYY-MM-DD`; null: from the start. */
  readonly effectiveFrom: string | null;
  /** A fraction, e.g. `0.06`. */
  readonly rate: string;
}

/** What `YUEJIE_SETTINGS` may set; schema in `docs/settings.md`. */
export interface Settings {
  /** For partners without a rate of their own: the one that holds on the day of the run. */
  readonly serviceFeeRates: Readonly<Record<"general" | "small_scale", readonly DatedRate[]>>;
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
  if (data !== undefined) return { ...defaultSettings, ...data };
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
