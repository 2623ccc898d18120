import { YuejieError } from "../domain/errors.js";
import type { Role } from "../domain/lifecycle/states.js";
import type { Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** Somebody who acts. */
export interface Person {
  readonly name: string;
  /** Null: there are no users yet, and any name may do anything. */
  readonly roles: readonly Role[] | null;
  /** Departments whose signature is this person's to give. */
  readonly departments: readonly string[];
  /** The settlee a partner user acts for; null: none, or any while there are no users. */
  readonly settleeNo: string | null;
}

/**
 * Finds who a name is. While there are no users any name is accepted, as it is written; once there are, the name
 * must be one of them.
 *
 * Errors: `user_unknown`, `user_disabled`, `user_name_blank`.
 */
export async function findPerson(queryable: Queryable, name: string): Promise<Person> {
  if (name.trim() === "") throw new YuejieError("user_name_blank");
  const { rows } = await queryable.query(sqlFile("queries/user/person.sql"), [name]);
  const [row] = rows;
  if (!row.has_users) return { name, roles: null, departments: [], settleeNo: null };
  if (row.user_name === null) throw new YuejieError("user_unknown", { user: name });
  if (row.is_disabled) throw new YuejieError("user_disabled", { user: row.user_name });
  const { user_name, roles, departments, settlee_no: settleeNo } = row;
  return { name: user_name, roles, departments, settleeNo };
}

/**
 * Refuses who has none of the roles that may do something.
 *
 * Errors: `role_missing`.
 */
export function requireRole(person: Person, allowed: readonly (Role | "system")[]): void {
  if (person.roles === null || person.roles.some((role) => allowed.includes(role))) return;
  const needed = allowed.filter((role) => role !== "system");
  throw new YuejieError("role_missing", { user: person.name, roles: needed });
}

/** R-W2: names that differ only in case or in the space around them are one person, here as in `same_person`. */
export function isSamePerson(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
