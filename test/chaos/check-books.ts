import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderNotice } from "../../src/notices/deliver-notice.js";
import type { NoticeMessage } from "../../src/notices/write-notice.js";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { dumpBooks } from "../support/books-dump.js";
import { period } from "./months.js";
import { type Round, within } from "./round.js";

/** Holds what a round left against what an undisturbed run leaves. */
export async function checkRound(round: Round, openedBy: "schedule" | "hand"): Promise<void> {
  for (const { name, code, told } of round.processes.fallen()) {
    round.find(`${name} ended by itself with ${code}: ${told.trimEnd().split("\n").at(-1)}`);
  }
  for (const oddity of round.processes.oddities()) round.find(oddity);
  await checkBooks(round);
  await checkRuns(round, openedBy);
  await checkMessages(round);
  await checkNotices(round);
  await checkLocks(round);
}

/** Every order settled once, carried or excluded as it is to be; what was sent is as it was. */
async function checkBooks(round: Round): Promise<void> {
  const expected = new Set(round.ground.months.books[round.month]);
  const found = await dumpBooks(round.database);
  const foundOnce = new Set(found);
  const missing = [...expected].filter((line) => !foundOnce.has(line));
  const extra = found.filter((line) => !expected.has(line));
  if (missing.length > 0) round.find(`${missing.length} rows are missing, e.g. ${missing[0]}`);
  if (extra.length > 0) round.find(`${extra.length} rows are too many, e.g. ${extra[0]}`);
  if (found.length !== foundOnce.size) round.find("rows stand twice in the books");
  const reconciliation = await reconcile(round.database, period);
  if (!reconciliation.balanced) round.find(`unbalanced: ${JSON.stringify(reconciliation)}`);
  const { mismatches } = await verifyPeriod(round.database, period);
  if (mismatches.length > 0) round.find(`${mismatches.length} lines do not verify`);
}

/** The schedule starts one run, whatever happens; by hand it may take several, the last of which ends well. */
async function checkRuns({ database, firstRunId, find }: Round, openedBy: string): Promise<void> {
  const { rows } = await database.pool.query(
    "select run_id, mode, state, failure from run where run_id > $1 order by run_id",
    [firstRunId],
  );
  const states = rows.map(({ mode, state }) => `${mode} ${state}`).join(", ");
  if (rows.at(-1)?.state !== "completed") find(`the last run is not completed: ${states}`);
  if (rows.some(({ state }) => state === "running")) find(`a run is left running: ${states}`);
  if (openedBy === "schedule" && rows.length !== 1) find(`not one run: ${states}`);
}

async function checkMessages({ database, find }: Round): Promise<void> {
  const { rows } = await database.pool.query(
    "select topic, key, state, failure from outbox where state <> 'done' order by outbox_id",
  );
  for (const { topic, key, state, failure } of rows) {
    find(`message ${topic}:${key} is ${state} ${JSON.stringify(failure)}`);
  }
}

const usual: ReadonlySet<string> = new Set([
  "run_finished",
  "delivery_imported",
  "delivery_repeated",
  // The daily sweep tells them, by whatever clock its worker has.
  "calendar_missing",
  "steps_due",
]);

/** Of each run that the queue ended there is one notice, of each notice one file, and nothing else. */
async function checkNotices({ database, firstRunId, home, find }: Round): Promise<void> {
  const { rows } = await database.pool.query<{ payload: NoticeMessage }>(
    "select payload from outbox where topic = 'deliver-notice' order by outbox_id",
  );
  const notices = rows.map(({ payload }) => payload);
  for (const { kind, key } of notices) if (!usual.has(kind)) find(`an unexpected notice: ${key}`);
  const runs = await database.pool.query(
    "select run_id from run where run_id > $1 and mode = 'queue' and state = 'completed'",
    [firstRunId],
  );
  for (const { run_id } of runs.rows) {
    const count = notices.filter(({ details }) => "runId" in details && details.runId === run_id);
    if (count.length !== 1) find(`${count.length} notices of run ${run_id}`);
  }
  const folder = join(home, "outbox");
  // What a killed process had not finished begins with a dot; nobody takes it for a notice.
  const files = existsSync(folder) ? readdirSync(folder).filter((it) => !it.startsWith(".")) : [];
  const expected = new Map(notices.map((notice) => [`${notice.key}.md`, renderNotice(notice)]));
  for (const [name, text] of expected) {
    if (!files.includes(name)) find(`the notice ${name} was not delivered`);
    else if (readFileSync(join(folder, name), "utf8") !== text) find(`${name} reads otherwise`);
  }
  for (const name of files) if (!expected.has(name)) find(`nobody wrote the notice ${name}`);
}

/** Sessions of killed processes end within seconds. */
async function checkLocks({ database, find }: Round): Promise<void> {
  const query = `select coalesce(string_agg(a.application_name, ', '), '') as holders
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.pid <> pg_backend_pid()
      and l.database = (select oid from pg_database where datname = current_database())`;
  const holders = async (): Promise<string> => (await database.pool.query(query)).rows[0].holders;
  if (!(await within(5_000, async () => (await holders()) === ""))) {
    find(`locks are still held: ${await holders()}`);
  }
}
