import { YuejieError } from "../../domain/errors.js";
import type { Person } from "../person.js";

/**
 * R-W4: a partner user reads what is its own settlee's only; another's is to it as if it did not exist.
 *
 * @param settleeNo undefined: there is no such statement.
 * Errors: `statement_unknown`.
 */
export function requireMayRead(
  person: Person,
  statementNo: string,
  settleeNo: string | undefined,
): void {
  const only = onlySettlee(person);
  if (settleeNo !== undefined && (only === undefined || only === settleeNo)) return;
  throw new YuejieError("statement_unknown", { statementNo });
}

/** The one settlee whose statements somebody may see; undefined: all. */
export function onlySettlee({ roles, settleeNo }: Person): string | undefined {
  if (roles === null || !roles.includes("partner")) return undefined;
  return settleeNo ?? "";
}
