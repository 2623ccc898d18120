import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import type { Cli } from "../session.js";
import { writeTable } from "../table.js";

interface CalendarTexts {
  readonly summary: string;
  readonly importing: string;
  readonly file: string;
  readonly columns: Readonly<
    Record<"year" | "daysOff" | "makeUpDays" | "source" | "importedBy", string>
  >;
  readonly builtIn: string;
  readonly stored: (year: number) => string;
  readonly unchanged: (year: number) => string;
}

const texts: Bilingual<CalendarTexts> = {
  "zh-CN": {
    summary: "工作日历：列出已知的年份，或导入一年的节假日安排",
    importing: "导入一年的节假日安排（国务院办公厅通知），已有的年份会被替换",
    file: "JSON 文件，格式见 docs/settings.md",
    columns: {
      year: "年份",
      daysOff: "放假",
      makeUpDays: "调休上班",
      source: "依据",
      importedBy: "导入人",
    },
    builtIn: "（程序自带）",
    stored: (year) => `已导入 ${year} 年的工作日安排。`,
    unchanged: (year) => `${year} 年的工作日安排没有变化。`,
  },
  en: {
    summary: "working days: list the years that are known, or import the notice of one",
    importing:
      "import a year's holidays (the State Council's notice); a year that is there is replaced",
    file: "JSON file, as docs/settings.md shows",
    columns: {
      year: "Year",
      daysOff: "Off",
      makeUpDays: "Worked weekends",
      source: "Source",
      importedBy: "Imported by",
    },
    builtIn: "(came with yuejie)",
    stored: (year) => `The working days of ${year} are stored.`,
    unchanged: (year) => `The working days of ${year} did not change.`,
  },
};

export function addCalendarCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const calendar = program
    .command("calendar")
    .description(text.summary)
    .action(() =>
      cli.perform("calendar", async ({ features, output, answer }) => {
        const years = await features.unattended.listCalendar();
        const { columns } = text;
        return answer({ years }, () =>
          writeTable(
            output,
            [
              { title: columns.year, of: ({ year }) => String(year) },
              { title: columns.daysOff, of: ({ daysOff }) => daysOff.map(shorten).join("\n") },
              {
                title: columns.makeUpDays,
                of: ({ makeUpDays }) => makeUpDays.map(shorten).join("\n"),
              },
              { title: columns.source, of: ({ source }) => source },
              { title: columns.importedBy, of: (it) => it.importedBy ?? text.builtIn },
            ],
            years,
          ),
        );
      }),
    );
  calendar
    .command("import")
    .description(text.importing)
    .argument("<file>", text.file)
    .action((path: string) =>
      cli.perform("calendar", async ({ features, output, answer, actor }) => {
        const { year, changed } = await features.unattended.importCalendar({ path, actor });
        return answer({ year, changed }, () =>
          output.write(`${changed ? text.stored(year) : text.unchanged(year)}\n`),
        );
      }),
    );
}

/** `2026-10-01/2026-10-07` under its year. */
function shorten(span: string): string {
  return span.replace(/\d{4}-(\d{2}-\d{2})/g, "$1").replace("/", " – ");
}
