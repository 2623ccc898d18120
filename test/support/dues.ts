import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StatementStatus } from "../../src/domain/lifecycle/states.js";
import type { DueStep } from "../../src/lifecycle/due.js";
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

/**
 * Puts a statement into a state that it entered on a day, as if everything before had happened: where a test is
 * about clocks only, and what the state needs is for other tests.
 */
export async function stands(
  database: TestDatabase,
  statementNo: string,
  [status, day]: [StatementStatus, string],
): Promise<void> {
  const connection = await database.pool.connect();
  try {
    await connection.query("begin; set local session_replication_role = replica");
    await connection.query(
      `update statement set status = $2, entered_at = $3,
         invoice_requested_at = case when $2 = 'invoice_requested'::statement_status
           then coalesce(invoice_requested_at, $3) else invoice_requested_at end
       where statement_no = $1`,
      [statementNo, status, at(day)],
    );
    await connection.query("commit");
  } finally {
    connection.release();
  }
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
