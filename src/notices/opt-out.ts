import { YuejieError } from "../domain/errors.js";
import type { Database, Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

export interface OptOptions {
  /** `settlee:<number>` or `user:<name>`. */
  readonly recipient: string;
  readonly optedOut: boolean;
  readonly actor: string;
  readonly now: Date;
}

/**
 * Finds whom a name means: a settlee or a user; `settlee:` or `user:` before it says which.
 *
 * Errors: `notice_recipient_unknown`, `notice_recipient_unclear`.
 */
export async function findRecipient(queryable: Queryable, text: string): Promise<string> {
  const [, said, bare] = /^(settlee|user):(.+)$/s.exec(text) ?? [];
  const name = bare ?? text;
  const { rows } = await queryable.query(sqlFile("queries/notice/known-as.sql"), [name]);
  const { is_settlee, user_name } = rows[0];
  const isSettlee = is_settlee && said !== "user";
  const isUser = user_name !== null && said !== "settlee";
  if (isSettlee && isUser) throw new YuejieError("notice_recipient_unclear", { name });
  if (isSettlee) return `settlee:${name}`;
  if (isUser) return `user:${user_name}`;
  throw new YuejieError("notice_recipient_unknown", { name: text });
}

/** Notes whether somebody wants reminders; duties are told in any case (R-W6). Shape: whether that is a change. */
export async function chooseReminders(
  database: Database,
  { recipient, optedOut, actor, now }: OptOptions,
): Promise<{ changed: boolean }> {
  const parameters = [recipient, optedOut, now, actor];
  const { rows } = await database.pool.query(sqlFile("queries/notice/opt.sql"), parameters);
  return { changed: rows.length > 0 };
}
