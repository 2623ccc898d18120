import { YuejieError } from "../domain/errors.js";
import { toIsoInstant } from "../domain/instant.js";
import {
  changeUser,
  checkUser,
  type UserChange,
  type UserForm,
} from "../domain/lifecycle/user-form.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { authorise } from "./authorise.js";

/** A user as it stands. */
export interface User extends UserForm {
  readonly isDisabled: boolean;
  readonly hasPassword: boolean;
  /** It is to be changed at the first sign-in. */
  readonly passwordIsTemporary: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** Who changed a user, and what it could do afterwards. */
export interface UserChangeEntry {
  readonly changeNo: string;
  readonly userName: string;
  readonly kind: "added" | "changed" | "disabled" | "enabled" | "password";
  readonly roles: UserForm["roles"];
  readonly departments: readonly string[];
  readonly settleeNo: string | null;
  readonly actor: string;
  readonly at: string;
}

/** Who manages users, and when. */
export interface Managing {
  readonly actor: string;
  readonly now: Date;
  /** The departments that sign. */
  readonly departments: readonly string[];
}

/** Users by name; `name`: that one only, in whatever case. */
export async function listUsers(
  queryable: Pick<Connection, "query">,
  name: string | null = null,
): Promise<User[]> {
  const { rows } = await queryable.query(sqlFile("queries/user/list.sql"), [name]);
  return rows.map((row) => ({
    userName: row.user_name,
    displayName: row.display_name,
    email: row.email,
    locale: row.locale,
    roles: row.roles,
    departments: row.departments,
    settleeNo: row.settlee_no,
    isDisabled: row.is_disabled,
    hasPassword: row.has_password,
    passwordIsTemporary: row.password_is_temporary,
    createdAt: toIsoInstant(row.created_at) ?? "",
    createdBy: row.created_by,
  }));
}

/** Who made whom a user of which roles, oldest first. */
export async function listUserChanges(
  database: Database,
  name: string | null,
): Promise<UserChangeEntry[]> {
  const { rows } = await database.pool.query(sqlFile("queries/user/list-changes.sql"), [name]);
  return rows.map((row) => ({
    changeNo: row.change_no,
    userName: row.user_name,
    kind: row.kind,
    roles: row.roles,
    departments: row.departments,
    settleeNo: row.settlee_no,
    actor: row.actor,
    at: toIsoInstant(row.at) ?? "",
  }));
}

/**
 * Adds a user. The first of all must be an admin; from then on only admins manage users.
 *
 * @param user with the hash of its password; null: it cannot sign in with one.
 * Errors: `role_missing`, `user_unknown`, `user_exists`, `first_user_not_admin`, `settlee_unknown`,
 *         `settlee_second_tier`, and those of `checkUser`.
 */
export function addUser(
  database: Database,
  user: UserForm & { readonly passwordHash: string | null },
  options: Managing,
): Promise<User> {
  checkUser(user, options.departments);
  return manage(database, options, async (connection, actor) => {
    const { users } = await countAdmins(connection);
    if (users === 0 && !user.roles.includes("admin")) throw new YuejieError("first_user_not_admin");
    await addOne(connection, user, { actor, now: options.now });
    return findUser(connection, user.userName);
  });
}

/** Adds users, none of whom can sign in, where there is nobody yet; null: there is somebody. For rehearsals. */
export async function addFirstUsers(
  database: Database,
  users: readonly UserForm[],
  options: Managing,
): Promise<User[] | null> {
  for (const user of users) checkUser(user, options.departments);
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/user/lock.sql"));
    if ((await countAdmins(connection)).users > 0) return null;
    for (const user of users) await addOne(connection, { ...user, passwordHash: null }, options);
    return listUsers(connection);
  });
}

/**
 * Errors: `role_missing`, `user_unknown`, `user_not_found`, `last_admin`, `settlee_unknown`, `settlee_second_tier`,
 *         and those of `checkUser`.
 */
export function changeOneUser(
  database: Database,
  { name, change, ...options }: Managing & { name: string; change: UserChange },
): Promise<User> {
  return manage(database, options, async (connection, actor) => {
    const before = await findUser(connection, name);
    const user = changeUser(before, change);
    // What was right when it was written down does not keep something else from being changed.
    const kept = change.departments === undefined ? before.departments : [];
    checkUser(user, [...options.departments, ...kept]);
    if (sameUser(before, user)) return before;
    if (user.settleeNo !== before.settleeNo) await requireSettlee(connection, user);
    const { userName, displayName, email, locale, settleeNo } = user;
    const columns = [userName, displayName, email, locale, settleeNo];
    await connection.query(sqlFile("queries/user/update.sql"), columns);
    await writeRoles(connection, user);
    await requireAdmin(connection, before);
    await note(connection, { userName, kind: "changed", actor, now: options.now });
    return findUser(connection, userName);
  });
}

/**
 * Lets a user act no more, or again; one that is so already stays so. What it did stays on record.
 *
 * Errors: `role_missing`, `user_unknown`, `user_not_found`, `last_admin`.
 */
export function setUserDisabled(
  database: Database,
  { name, isDisabled, ...options }: Managing & { name: string; isDisabled: boolean },
): Promise<User> {
  return manage(database, options, async (connection, actor) => {
    const before = await findUser(connection, name);
    const { userName } = before;
    const { now } = options;
    const parameters = [userName, isDisabled ? now : null];
    const { rows } = await connection.query(sqlFile("queries/user/disable.sql"), parameters);
    if (rows.length === 0) return before;
    await requireAdmin(connection, before);
    await note(connection, { userName, kind: isDisabled ? "disabled" : "enabled", actor, now });
    return findUser(connection, userName);
  });
}

/** Errors: `role_missing`, `user_unknown`, `user_not_found`. */
export function setOneTimePassword(
  database: Database,
  { name, passwordHash, ...options }: Managing & { name: string; passwordHash: string },
): Promise<User> {
  return manage(database, options, async (connection, actor) => {
    const { userName } = await findUser(connection, name);
    await connection.query(sqlFile("queries/user/set-one-time-password.sql"), [
      userName,
      passwordHash,
    ]);
    await note(connection, { userName, kind: "password", actor, now: options.now });
    return findUser(connection, userName);
  });
}

/** One at a time, so that nobody becomes the first beside another and the last admin stays. */
function manage<T>(
  database: Database,
  { actor }: Managing,
  work: (connection: Connection, actor: string) => Promise<T>,
): Promise<T> {
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/user/lock.sql"));
    const person = await authorise(connection, actor, "manage_users");
    return work(connection, person.name);
  });
}

async function addOne(
  connection: Connection,
  user: UserForm & { readonly passwordHash: string | null },
  { actor, now }: Pick<Managing, "actor" | "now">,
): Promise<void> {
  await requireSettlee(connection, user);
  const { userName, displayName, email, locale, settleeNo, passwordHash } = user;
  const { rows } = await connection.query(sqlFile("queries/user/insert.sql"), [
    ...[userName, displayName, email, locale, settleeNo],
    ...[passwordHash, now, actor],
  ]);
  if (rows.length === 0) throw new YuejieError("user_exists", { user: userName });
  await writeRoles(connection, user);
  await note(connection, { userName, kind: "added", actor, now });
}

async function writeRoles(
  connection: Connection,
  { userName, roles, departments }: UserForm,
): Promise<void> {
  const pairs = roles.flatMap((role) =>
    role === "signer" ? departments.map((department) => [role, department]) : [[role, ""]],
  );
  await connection.query(sqlFile("queries/user/replace-roles.sql"), [
    userName,
    pairs.map(([role]) => role),
    pairs.map(([, department]) => department),
  ]);
}

async function note(
  connection: Connection,
  of: { userName: string; kind: UserChangeEntry["kind"]; actor: string; now: Date },
): Promise<void> {
  const { userName, kind, actor, now } = of;
  await connection.query(sqlFile("queries/user/note-change.sql"), [userName, kind, actor, now]);
}

async function findUser(connection: Connection, name: string): Promise<User> {
  const [user] = await listUsers(connection, name);
  if (user === undefined) throw new YuejieError("user_not_found", { user: name });
  return user;
}

/** A second-tier partner's share is settled to its distributor, so nothing would ever be its user's to see. */
async function requireSettlee(connection: Connection, { settleeNo }: UserForm): Promise<void> {
  if (settleeNo === null) return;
  const { rows } = await connection.query(sqlFile("queries/user/find-settlee.sql"), [settleeNo]);
  if (rows[0] === undefined) throw new YuejieError("settlee_unknown", { settleeNo });
  const parentNo: string | null = rows[0].parent_partner_no;
  if (parentNo !== null) throw new YuejieError("settlee_second_tier", { settleeNo, parentNo });
}

async function countAdmins(connection: Connection): Promise<{ users: number; admins: number }> {
  const { rows } = await connection.query(sqlFile("queries/user/count-admins.sql"));
  return { users: Number(rows[0].users), admins: Number(rows[0].admins) };
}

async function requireAdmin(connection: Connection, { userName }: User): Promise<void> {
  const { admins } = await countAdmins(connection);
  if (admins === 0) throw new YuejieError("last_admin", { user: userName });
}

function sameUser(before: UserForm, after: UserForm): boolean {
  const key = (user: UserForm) => [
    ...[user.displayName, user.email, user.locale, user.settleeNo],
    ...[[...new Set(user.roles)].sort(), [...new Set(user.departments)].sort()],
  ];
  return JSON.stringify(key(before)) === JSON.stringify(key(after));
}
