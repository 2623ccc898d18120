import { access, constants } from "node:fs/promises";
import type { Parts } from "./compose.js";
import { YuejieError } from "./domain/errors.js";
import { shanghaiMinute } from "./domain/instant.js";
import type { Finding } from "./finding.js";

type Check = "calendar" | "schedule" | "inbox";

/** Notices for the next year appear in November: steps that begin then may be due in January (R-W1). */
const monthOfNotice = 11;

/** What runs by itself: whether it can, and what it waits for. Needs books with a schema that is current. */
export async function examineUnattended(parts: Parts): Promise<Finding[]> {
  const [{ lookAtSchedule }, { countOpenDeliveries }] = await Promise.all([
    import("./schedule/look.js"),
    import("./intake/deliveries.js"),
  ]);
  const { clock, config } = parts;
  const tell = (check: Check, work: () => Promise<Omit<Finding, "check" | "trouble">>) =>
    work().then(
      (found): Finding => ({ check, ...found, trouble: null }),
      async (error): Promise<Finding> => {
        const trouble = await parts.nameFailure(error);
        return { check, state: "trouble", facts: {}, trouble };
      },
    );
  const look = async () => {
    const { schedule } = await parts.settings();
    const of = { rule: schedule, firstPeriod: schedule.firstPeriod, now: clock.now() };
    return lookAtSchedule(await parts.database(), of);
  };
  return [
    await tell("calendar", async () => {
      const { years } = await look();
      const missing = neededYears(clock.now()).find((year) => !years.includes(year));
      const facts = { years: spanOf(years), missing: missing ?? "" };
      return { state: missing === undefined ? "fine" : "notice", facts };
    }),
    await tell("schedule", async () => {
      const { firstPeriod, next, behind } = await look();
      const facts = {
        firstPeriod: firstPeriod ?? "",
        nextPeriod: next?.period.label ?? "",
        nextAt: next === null ? "" : shanghaiMinute(next.plannedAt),
        behind: behind.map(({ period }) => period).join(" "),
      };
      const waitsInVain = behind.some(({ state }) => state !== "waiting");
      return { state: waitsInVain ? "notice" : "fine", facts };
    }),
    await tell("inbox", async () => {
      const { inbox } = config;
      if (inbox === null) return { state: "fine", facts: { folder: "", waiting: 0, delayed: 0 } };
      await access(inbox, constants.R_OK | constants.W_OK | constants.X_OK).catch(
        (error: NodeJS.ErrnoException) => {
          const reason = error.code ?? "";
          throw new YuejieError("inbox_unreadable", { path: inbox, reason }, error);
        },
      );
      const counts = await countOpenDeliveries(await parts.database());
      return {
        state: counts.delayed > 0 ? "notice" : "fine",
        facts: { folder: inbox, ...counts },
      };
    }),
  ];
}

function neededYears(now: Date): number[] {
  const shifted = new Date(now.getTime() + 8 * 3_600_000);
  const year = shifted.getUTCFullYear();
  return shifted.getUTCMonth() + 1 >= monthOfNotice ? [year, year + 1] : [year];
}

function spanOf(years: readonly number[]): string {
  const [first] = years;
  const last = years.at(-1);
  const hasAll = years.every((year, index) => year === (first ?? 0) + index);
  return hasAll ? `${first} – ${last}` : years.join(", ");
}
