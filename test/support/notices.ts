import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Notice, StatementNotice } from "../../src/domain/notice.js";
import type { Features } from "../../src/features.js";
import { type NoticeMessage, writeNotice } from "../../src/notices/write-notice.js";
import { writeOutbox } from "../../src/outbox/message.js";
import { encryptField, hashField } from "../../src/platform/crypto/field-cipher.js";
import { type Database, withTransaction } from "../../src/platform/database/database.js";

export const noticeKey = Buffer.alloc(32, 3);
const keys = [{ id: "k", key: noticeKey }];
export const yuejieKeys = `k:${noticeKey.toString("base64")}`;

export const noticedAt = new Date("2026-11-07T02:00:00Z");

/** What a notice says of a statement of a settlee. */
export function statementOf(
  settleeNo: string,
  more: Partial<StatementNotice> = {},
): StatementNotice {
  return {
    statementNo: `202610-${settleeNo}-B1300F0600-01`,
    period: "2026-10",
    settleeNo,
    settleeName: `伙伴 ${settleeNo}`,
    amount: "12345.60",
    netAmount: "11646.79",
    taxAmount: "698.81",
    serviceFeeRate: "0.06",
    ...more,
  };
}

/** How a settlee is reached. */
export async function reachable(
  database: Database,
  settleeNo: string,
  {
    email,
    mobile,
    locale = "zh-CN",
    name = `伙伴 ${settleeNo}`,
  }: {
    readonly email?: string | null;
    readonly mobile?: string | null;
    readonly locale?: "zh-CN" | "en";
    readonly name?: string;
  },
): Promise<void> {
  const place = { field: "mobile", owner: settleeNo } as const;
  const cipher = mobile ? encryptField(keys, place, mobile) : null;
  const hash = mobile ? hashField(keys, "mobile", mobile).join(" ") : null;
  await database.pool.query(
    `insert into partner (partner_no, name, taxpayer_type, business_info, settlement_cycle, email,
       mobile_cipher, mobile_hash, locale)
     values ($1, $2, 'general', 'certified', 'monthly', $3, $4, $5, $6)
     on conflict (partner_no) do update set email = $3, mobile_cipher = $4, mobile_hash = $5, locale = $6`,
    [settleeNo, name, email ?? null, cipher, hash, locale],
  );
}

/** A user with roles; `signer` signs for 财务部. */
export async function user(
  database: Database,
  name: string,
  { email, roles, locale = "zh-CN" }: { email: string | null; roles: string[]; locale?: string },
): Promise<void> {
  await database.pool.query(
    `insert into app_user (user_name, display_name, email, locale, created_at, created_by)
     values ($1, $1, $2, $3, now(), 'test')`,
    [name, email, locale],
  );
  for (const role of roles) {
    const department = role === "signer" ? "财务部" : "";
    await database.pool.query("insert into user_role values ($1, $2, $3)", [
      name,
      role,
      department,
    ]);
  }
}

/** Writes a notice into the outbox, as whatever causes it does. */
export function tell(
  database: Database,
  notice: Notice,
  to: string | { readonly settlee: string } = "staff",
): Promise<void> {
  const addressee = {
    to: typeof to === "string" ? to : `settlee:${to.settlee}`,
    locale: "zh-CN",
  } as const;
  return withTransaction(database, (connection) =>
    writeNotice(connection, notice, writeOutbox, addressee),
  );
}

/** A notice to a settlee, about its statement. */
export function tellSent(database: Database, settleeNo: string, about = `${settleeNo}-v1`) {
  const details = { ...statementOf(settleeNo), status: "sent" as const };
  return tell(
    database,
    { kind: "statement_sent", about, at: noticedAt, details },
    { settlee: settleeNo },
  );
}

/** Settings of a test's own. */
export function settingsFile(notices: Record<string, unknown>): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "yuejie-notice-settings-"));
  const path = join(folder, "settings.json");
  writeFileSync(path, JSON.stringify({ notices }));
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

export interface CopyRecord {
  readonly delivery_id: string;
  readonly notice_key: string;
  readonly channel: string;
  readonly recipient: string;
  readonly state: string;
  readonly round: number;
  readonly attempts: number;
  readonly reason: string | null;
  readonly address_masked: string;
  readonly message_id: string | null;
}

/** The record of copies, oldest first. */
export async function copiesOf(database: Database): Promise<CopyRecord[]> {
  const { rows } = await database.pool.query<CopyRecord>(
    "select * from notice_delivery order by delivery_id",
  );
  return rows;
}

/** `channel recipient state reason` of each, in alphabetical order. */
export async function statesOf(database: Database): Promise<string[]> {
  const copies = await copiesOf(database);
  const told = copies.map(({ channel, recipient, state, reason }) =>
    [channel, recipient, state, reason].filter((it) => it !== null).join(" "),
  );
  return told.sort();
}

/** Delivers what was told, as its jobs do. */
export async function deliverAll(database: Database, { notices }: Features): Promise<void> {
  const { rows } = await database.pool.query<{ payload: NoticeMessage }>(
    "select payload from outbox where topic = 'deliver-notice' order by outbox_id",
  );
  for (const { payload } of rows) await notices.deliver(payload);
}

/** Sends what was asked for, as its jobs do: what came of each copy, or the code of what was in the way. */
export async function sendWaiting(database: Database, { notices }: Features): Promise<string[]> {
  const { rows } = await database.pool.query(
    "select payload from outbox where topic = 'send-notice' order by outbox_id",
  );
  const { signal } = new AbortController();
  const told: string[] = [];
  for (const { payload } of rows) {
    told.push(await notices.send({ ...payload, signal }).catch((error) => error.code));
  }
  return told;
}
