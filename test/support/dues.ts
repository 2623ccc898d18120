import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StatementStatus } from "../../src/domain/lifecycle/states.js";
import type { LifecycleEvent } from "../../src/domain/lifecycle/transitions.js";
import type { DueStep } from "../../src/lifecycle/due.js";
import { lockStatement } from "../../src/lifecycle/locked-statement.js";
import { move } from "../../src/lifecycle/move.js";
import { withTransaction } from "../../src/platform/database/database.js";
import type { TestDatabase } from "./database.js";
import { atDesk } from "./people.js";

/** 10:00 of a day in Shanghai. */
export const at = (day: string): string => `${day}T10:00:00+08:00`;

/** What waits on a day, as `due` tells it. */
export function dueOn(database: TestDatabase, day: string): Promise<DueStep[]> {
  return atDesk(database, at(day), (features) => features.due.list({}));
}

/** Sends the month's statements and lets both departments sign them, all on one day. */
export async function countersigned(database: TestDatabase, day: string): Promise<void> {
  await atDesk(database, at(day), async ({ lifecycle }) => {
    const selection = { period: "2026-10" };
    await lifecycle.approve({ of: selection, actor: "reviewer" });
    await lifecycle.sign({ selection, actor: "signer1", department: "业务部" });
    await lifecycle.sign({ selection, actor: "signer2", department: "财务部" });
  });
}

/** Asks for the invoices of the month's statements. */
export async function requested(database: TestDatabase, day: string): Promise<void> {
  await countersigned(database, day);
  await atDesk(database, at(day), async ({ invoices }) => {
    const { refused } = await invoices.request({
      selection: { period: "2026-10" },
      actor: "preparer",
    });
    if (refused[0] !== undefined) throw refused[0].error;
  });
}

/** Moves a statement without what the event needs and causes, where a test is about its clock only. */
export function moved(
  database: TestDatabase,
  statementNo: string,
  [event, to, day]: [LifecycleEvent, StatementStatus, string],
): Promise<void> {
  return withTransaction(database, async (connection) => {
    const statement = await lockStatement(connection, statementNo);
    await move(connection, statement, { event, to, actor: "test", now: new Date(at(day)) });
  });
}

/** The State Council's notice of 2027, as a test makes it up. */
export async function importCalendarOf2027(database: TestDatabase, day: string): Promise<void> {
  const path = join(tmpdir(), `calendar-${process.pid}-${Math.random()}.json`);
  writeFileSync(
    path,
    JSON.stringify({
      year: 2027,
      source: "国办发明电〔2026〕1号",
      daysOff: ["2027-01-01/2027-01-03", "2027-05-01/2027-05-05", "2027-10-01/2027-10-07"],
      makeUpDays: [],
    }),
  );
  const importing = atDesk(database, at(day), ({ unattended }) =>
    unattended.importCalendar({ path, actor: "operator" }),
  );
  await importing.finally(() => rmSync(path));
}
