import { YuejieError } from "./errors.js";
import { addDays, type CalendarYear, daysOf, isWeekend } from "./working-days.js";

const years = { first: 2008, last: 2199 };
const longestSpanDays = 31;
const longestSource = 200;

/** Off by law in every year, so a file without them was written wrongly (全国年节及纪念日放假办法). */
const alwaysOff = ["01-01", "05-01", "10-01", "10-02", "10-03"];

/**
 * Reads a year's notice as an operator wrote it down.
 *
 * Shape:  `{"year": 2027, "source": "…", "daysOff": ["2027-01-01/2027-01-03"], "makeUpDays": […]}`; days lie
 *         in the year, or in the December before it where the notice names them.
 * Errors: `calendar_value` with the place and an example; `calendar_day_not_off`.
 * Source: R-W1; form in docs/settings.md.
 */
export function parseCalendarFile(text: string, path: string): CalendarYear {
  const wrong = (place: string, example: string): YuejieError =>
    new YuejieError("calendar_value", { path, place, example });
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new YuejieError("calendar_unreadable", { path, reason }, error);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw wrong("$", '{"year": 2027}');
  }
  const { year, source, daysOff, makeUpDays, ...others } = content as Record<string, unknown>;
  const [unknownKey] = Object.keys(others);
  if (unknownKey !== undefined) {
    throw wrong(unknownKey, '{"year", "source", "daysOff", "makeUpDays"}');
  }
  if (!isYear(year)) throw wrong("year", "2027");
  if (typeof source !== "string" || source.trim() === "" || source.length > longestSource) {
    throw wrong("source", '"国办发明电〔2026〕…号"');
  }
  if (!isListOf(daysOff, (span) => isSpanOf(year, span))) {
    throw wrong("daysOff", `["${year}-01-01/${year}-01-03", "${year}-06-09"]`);
  }
  const off = new Set(daysOff.flatMap(daysOf));
  if (!isListOf(makeUpDays, (day) => isDayOf(year, day) && isWeekend(day) && !off.has(day))) {
    throw wrong("makeUpDays", `["${year}-…"] (Saturdays, Sundays / 周六、周日)`);
  }
  const worked = alwaysOff
    .map((day) => `${year}-${day}`)
    .find((day) => !off.has(day) && (!isWeekend(day) || makeUpDays.includes(day)));
  if (worked !== undefined) throw new YuejieError("calendar_day_not_off", { path, day: worked });
  return { year, source: source.trim(), daysOff, makeUpDays };
}

function isYear(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= years.first && Number(value) <= years.last;
}

function isListOf(value: unknown, isGood: (entry: string) => boolean): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string" && isGood(entry));
}

function isSpanOf(year: number, span: string): boolean {
  const [from = "", to = from, ...more] = span.split("/");
  if (more.length > 0 || !isDayOf(year, from) || !isDayOf(year, to)) return false;
  return from <= to && to < addDays(from, longestSpanDays);
}

function isDayOf(year: number, day: string): boolean {
  const exists =
    /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
  return exists && (day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`));
}
