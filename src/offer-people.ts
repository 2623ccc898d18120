import type { Parts } from "./compose.js";
import type { Duty } from "./domain/lifecycle/duties.js";
import type { UserChange, UserForm } from "./domain/lifecycle/user-form.js";
import type { Managing, User, UserChangeEntry } from "./lifecycle/users.js";

/** A user whose password is told now, and never again. */
export interface UserWithPassword {
  readonly user: User;
  readonly oneTimePassword: string;
}

/** Users and what they may do (spec §7, R-W2). */
export interface PeopleFeatures {
  list(): Promise<User[]>;
  /** Who changed which user, oldest first. */
  listChanges(name: string | null): Promise<UserChangeEntry[]>;
  add(options: { user: UserForm; actor: string }): Promise<UserWithPassword>;
  change(options: { name: string; change: UserChange; actor: string }): Promise<User>;
  setDisabled(options: { name: string; isDisabled: boolean; actor: string }): Promise<User>;
  /** A new one-time password; the old one is worth nothing from then on. */
  renewPassword(options: { name: string; actor: string }): Promise<UserWithPassword>;
  /** Somebody for every part of a month, where there is nobody yet; null: there is somebody. */
  addRehearsalUsers(options: { settleeNo: string | null }): Promise<User[] | null>;
}

/**
 * Asks whether somebody may do something, before it is done; work that nobody asks for is not asked.
 *
 * Shape:  the name that the record keeps.
 * Errors: `user_unknown`, `user_disabled`, `user_name_blank`, `role_missing` (R-W2).
 */
export async function actorFor(parts: Parts, actor: string, duty: Duty): Promise<string> {
  const { authorise } = await import("./lifecycle/authorise.js");
  return (await authorise((await parts.database()).pool, actor, duty)).name;
}

export function offerPeople(parts: Parts): PeopleFeatures {
  const managing = async (actor: string): Promise<Managing> => ({
    actor,
    now: parts.clock.now(),
    departments: (await parts.settings()).departments,
  });
  return {
    list: async () => {
      const { listUsers } = await import("./lifecycle/users.js");
      return listUsers((await parts.database()).pool);
    },
    listChanges: async (name) => {
      const { listUserChanges } = await import("./lifecycle/users.js");
      return listUserChanges(await parts.database(), name);
    },
    add: async ({ user, actor }) => {
      const { hashPassword, makeOneTimePassword } = await import("./platform/crypto/password.js");
      const oneTimePassword = makeOneTimePassword();
      const { addUser } = await import("./lifecycle/users.js");
      const withHash = { ...user, passwordHash: await hashPassword(oneTimePassword) };
      const added = await addUser(await parts.database(), withHash, await managing(actor));
      return { user: added, oneTimePassword };
    },
    change: async ({ name, change, actor }) => {
      const { changeOneUser } = await import("./lifecycle/users.js");
      return changeOneUser(await parts.database(), { ...(await managing(actor)), name, change });
    },
    setDisabled: async ({ name, isDisabled, actor }) => {
      const { setUserDisabled } = await import("./lifecycle/users.js");
      const options = { ...(await managing(actor)), name, isDisabled };
      return setUserDisabled(await parts.database(), options);
    },
    renewPassword: async ({ name, actor }) => {
      const { hashPassword, makeOneTimePassword } = await import("./platform/crypto/password.js");
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hashPassword(oneTimePassword);
      const { setOneTimePassword } = await import("./lifecycle/users.js");
      const options = { ...(await managing(actor)), name, passwordHash };
      return { user: await setOneTimePassword(await parts.database(), options), oneTimePassword };
    },
    addRehearsalUsers: async ({ settleeNo }) => {
      const [{ addFirstUsers }, { rehearsalUsers }] = await Promise.all([
        import("./lifecycle/users.js"),
        import("./rehearsal/users.js"),
      ]);
      // Nobody asked for them.
      const options = await managing("system");
      const wanted = rehearsalUsers({ settleeNo, departments: options.departments });
      return addFirstUsers(await parts.database(), wanted, options);
    },
  };
}
