import { randomBytes } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Parts } from "./compose.js";
import { shanghaiInstant } from "./domain/instant.js";
import { examineNoticeServers, examineNotices } from "./examine-notices.js";
import { examineQueue } from "./examine-queue.js";
import { examineUnattended } from "./examine-unattended.js";
import type { CheckName, Finding } from "./finding.js";
import { makeFolder } from "./platform/files/make-folder.js";

type Facts = Finding["facts"];

/** Below this an import of a month's orders may not fit. */
const littleDiskMib = 1024;
const oldestNode = [20, 19] as const;

/**
 * Looks at everything a command may need and tells what is there, what is missing and what to do.
 * One trouble does not hide the next: every check is made.
 */
export async function examine(parts: Parts): Promise<Finding[]> {
  const { config } = parts;
  const look = (check: CheckName, find: () => Promise<Facts> | Facts) => tell(parts, check, find);
  const findings = [
    examineNode(),
    examineClock(parts),
    await look("home", () => tryToWrite(config.home)),
    await examineDisk(parts),
    await look("settings", async () => {
      const settings = await parts.settings();
      const { isRehearsalCompany } = await import("./settings.js");
      const company = isRehearsalCompany(settings) ? "" : settings.company.title;
      return { source: config.settingsFile ?? "defaults", company };
    }),
    await look("keys", async () => {
      const keys = await parts.encryptionKeys();
      const source = config.encryptionKeys === null ? join(config.home, "keys") : "YUEJIE_KEYS";
      return { source, encryptsWith: keys[0]?.id ?? "", count: keys.length };
    }),
  ];
  const servers = await examineNoticeServers(parts);
  const books = await examineDatabase(parts);
  const areReady = books.every(({ state }) => state === "fine");
  return [
    ...findings,
    ...books,
    ...(areReady ? [await examineQueue(parts), ...(await examineUnattended(parts))] : []),
    ...servers,
    ...(areReady ? [await examineNotices(parts)] : []),
  ];
}

async function tell(
  parts: Parts,
  check: CheckName,
  find: () => Promise<Facts> | Facts,
): Promise<Finding> {
  try {
    return { check, state: "fine", facts: await find(), trouble: null };
  } catch (error) {
    return { check, state: "trouble", facts: {}, trouble: await parts.nameFailure(error) };
  }
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  const facts = { version: process.versions.node, needed: `≥ ${oldestNode.join(".")}` };
  return { check: "node", state: isOld ? "notice" : "fine", facts, trouble: null };
}

/** A clock that is not the real one is right in a rehearsal and a surprise anywhere else. */
function examineClock({ clock, config }: Parts): Finding {
  const facts = { now: shanghaiInstant(clock.now()), kind: kindOfClock(config) };
  const state = config.clockAt === null ? "fine" : "notice";
  return { check: "clock", state, facts, trouble: null };
}

function kindOfClock({ clockAt, clockRuns }: Parts["config"]): string {
  if (clockAt === null) return "real";
  return clockRuns ? "running" : "standing";
}

async function tryToWrite(home: string): Promise<Facts> {
  makeFolder(home, 0o777);
  const probe = join(home, `probe-${randomBytes(4).toString("hex")}`);
  await writeFile(probe, "");
  await rm(probe);
  return { folder: home };
}

async function examineDisk(parts: Parts): Promise<Finding> {
  const found = await tell(parts, "disk", async () => {
    const { bavail, bsize } = await statfs(parts.config.home);
    return { freeMib: Math.floor((bavail * bsize) / 2 ** 20) };
  });
  const isLittle = Number(found.facts.freeMib) < littleDiskMib;
  return isLittle ? { ...found, state: "notice" } : found;
}

/** Another server than ours may have an old schema: that is a finding, no reason not to look further. */
async function examineDatabase(parts: Parts): Promise<Finding[]> {
  const { databaseUrl, home } = parts.config;
  const [{ connect }, { sqlFile }, { pendingMigrations }, { placeOf }] = await Promise.all([
    import("./platform/database/database.js"),
    import("./platform/database/sql-file.js"),
    import("./platform/database/migrate.js"),
    import("./platform/database/explain-failure.js"),
  ]);
  const opened = databaseUrl === null ? null : connect(databaseUrl, "doctor");
  try {
    const reached = await tell(parts, "database", async () => {
      const { pool } = opened ?? (await parts.database());
      const { rows } = await pool.query(sqlFile("queries/server/describe.sql"));
      const place = databaseUrl === null ? home : placeOf(databaseUrl);
      return { kind: databaseUrl === null ? "embedded" : "server", place, ...rows[0] };
    });
    if (reached.trouble !== null) return [reached];
    const schema = await tell(parts, "schema", async () => {
      const pending = await pendingMigrations(opened ?? (await parts.database()));
      return { pending: pending.length, next: pending[0] ?? "" };
    });
    const isOld = schema.trouble === null && schema.facts.pending !== 0;
    return [reached, isOld ? { ...schema, state: "notice" } : schema];
  } finally {
    await opened?.close();
  }
}
