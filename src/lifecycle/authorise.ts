import { type Duty, duties } from "../domain/lifecycle/duties.js";
import type { Queryable } from "../platform/database/database.js";
import { findPerson, type Person, requireRole } from "./person.js";

/**
 * Whether somebody may do what is not a move of a statement; those ask by themselves. While there are no users
 * anybody may. Work that nobody asks for, by workers and schedulers, does not come here.
 *
 * Shape:  who it is; the record keeps the name as the user's entry writes it.
 * Errors: `user_unknown`, `user_disabled`, `user_name_blank`, `role_missing`.
 * Source: R-W2.
 */
export async function authorise(queryable: Queryable, actor: string, duty: Duty): Promise<Person> {
  const person = await findPerson(queryable, actor);
  requireRole(person, duties[duty].by);
  return person;
}
