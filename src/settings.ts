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

/** Who we are on invoices and to banks. */
export interface Company {
  /** 发票抬头. */
  readonly title: string;
  readonly taxNo: string;
  readonly address: string;
  readonly phone: string;
  readonly bankName: string;
  readonly bankAccount: string;
  /** Where paper invoices are posted to. */
  readonly invoiceMail: {
    readonly recipient: string;
    readonly phone: string;
    readonly address: string;
  };
  /** What invoices are for, with the code's short name before it. */
  readonly invoiceItem: string;
}

/** The account that payments leave from. */
export interface DebtorAccount {
  readonly name: string;
  readonly account: string;
  /** 12-digit CNAPS code of its bank. */
  readonly bankCode: string;
  readonly bankName: string;
}

/** How people are told. */
export interface NoticeSettings {
  /** Where notices to staff go beside the users whose turn it is. */
  readonly staffEmails: readonly string[];
  /** To one recipient within an hour; more wait. */
  readonly mostPerHour: number;
  /** The console, for links: `https://…`; null: no links. */
  readonly consoleUrl: string | null;
}

/** What `YUEJIE_SETTINGS` may set; schema in `docs/settings.md`. */
export interface Settings {
  /** For partners without a rate of their own: the one that holds on the day of the run. */
  readonly serviceFeeRates: Readonly<Record<"general" | "small_scale", readonly DatedRate[]>>;
  readonly schedule: Schedule;
  readonly retention: Retention;
  readonly company: Company;
  readonly debtorAccount: DebtorAccount;
  /** Each of them signs every statement (step 3), in any order. */
  readonly departments: readonly string[];
  readonly notices: NoticeSettings;
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
  // A company that does not exist, for rehearsals; `doctor` says so while it is there.
  company: {
    title: "月结演练有限公司",
    taxNo: "91440300MA5YJ00001",
    address: "深圳市演练区月结路1号",
    phone: "0755-00000000",
    bankName: "演练银行深圳分行",
    bankAccount: "4000000000000000001",
    invoiceMail: {
      recipient: "结算组",
      phone: "0755-00000001",
      address: "深圳市演练区月结路1号 结算组收",
    },
    invoiceItem: "*现代服务*服务费",
  },
  debtorAccount: {
    name: "月结演练有限公司",
    account: "4000000000000000001",
    bankCode: "102584000002",
    bankName: "演练银行深圳分行",
  },
  departments: ["业务部", "财务部"],
  notices: { staffEmails: [], mostPerHour: 60, consoleUrl: null },
};

/** Whether the company is still the one that came with the project. */
export function isRehearsalCompany({ company }: Settings): boolean {
  return company.taxNo === defaultSettings.company.taxNo;
}

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
    const notices = { ...defaultSettings.notices, ...data.notices };
    return { ...defaultSettings, ...data, schedule, retention, notices };
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
