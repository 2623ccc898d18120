import { dueDay } from "../../domain/lifecycle/deadlines.js";
import { shanghaiDay } from "../../domain/period.js";
import type { Calendar } from "../../domain/working-days.js";
import type { Connection } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { LockedStatement } from "../locked-statement.js";

/**
 * When the invoice of a statement is due that is requested on a day.
 *
 * Errors: `calendar_year_missing`, before anything is done.
 * Source: R-W1, R-W8.
 */
export function dueOnFirstRequest(calendar: Calendar, now: Date): string {
  const enteredOn = shanghaiDay(now);
  return dueDay(calendar, { step: 5, enteredOn, invoiceRequestedOn: enteredOn, pauses: [] });
}

/**
 * When it is due where it has to be issued again from now on: within what is left of the month, at least five
 * working days.
 */
export async function dueOnIssueAgain(
  connection: Connection,
  { statementNo, invoiceRequestedAt }: LockedStatement,
  { calendar, now }: { calendar: Calendar; now: Date },
): Promise<string> {
  const { rows } = await connection.query(sqlFile("queries/invoice/pauses.sql"), [statementNo]);
  const pauses = rows.map((row) => ({
    from: row.from_day as string,
    until: row.until_day as string | null,
  }));
  return dueDay(calendar, {
    step: 5,
    enteredOn: shanghaiDay(now),
    invoiceRequestedOn:
      invoiceRequestedAt === null ? null : shanghaiDay(new Date(invoiceRequestedAt)),
    pauses: pauses.filter(({ until }) => until !== null),
  });
}
