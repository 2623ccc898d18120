import { YuejieError } from "../domain/errors.js";
import { Decimal } from "../domain/money.js";
import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { LockedStatement } from "./locked-statement.js";
import type { Person } from "./person.js";

/**
 * R-W5: from the submission of a change of business info until it is certified nothing passes a step. Where there
 * is no business info at all, what the settlee owes is told all the same: a deficit that comes forward is not
 * stopped by that either (R-S4).
 *
 * Errors: `settlee_not_certified`.
 */
export function requireCertified(statement: LockedStatement): void {
  const { statementNo, settleeNo, businessInfo, amount } = statement;
  if (businessInfo === "certified") return;
  if (businessInfo === "missing" && new Decimal(amount).lte(0)) return;
  throw new YuejieError("settlee_not_certified", { statementNo, settleeNo });
}

/**
 * R-W8: nothing is asked of somebody who cannot be told.
 *
 * Errors: `settlee_unreachable`.
 */
export function requireReachable({ statementNo, settleeNo, isReachable }: LockedStatement): void {
  if (!isReachable) throw new YuejieError("settlee_unreachable", { statementNo, settleeNo });
}

/**
 * R-W3: what is refused, returned or taken back says why.
 *
 * Errors: `reason_missing`, `text_too_long`.
 */
export function requireReason(reason: string | null | undefined): string {
  const text = reason?.trim() ?? "";
  if (text === "") throw new YuejieError("reason_missing");
  if (text.length > longestReason) {
    throw new YuejieError("text_too_long", { length: text.length, most: longestReason });
  }
  return text;
}

const longestReason = 2_000;

/**
 * R-W4: a partner user sees and acts for its own settlee only; another's statement is to it as if it did not exist.
 *
 * Errors: `statement_unknown`.
 */
export function requireOwn(
  { statementNo, settleeNo }: LockedStatement,
  { roles, settleeNo: own }: Person,
): void {
  if (roles === null || !roles.includes("partner") || own === settleeNo) return;
  throw new YuejieError("statement_unknown", { statementNo });
}

/**
 * R-W2: who ran a period cannot review it. R-R5, R-E14: what did not balance or was parked is run again first.
 *
 * Errors: `run_did_not_balance`, `settlee_parked`, `runner_reviews`.
 */
export async function requireOtherRunner(
  connection: Connection,
  { statementNo, settleeNo, runPeriod: period }: LockedStatement,
  actor: string,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/approve/runners.sql"), [
    period,
    settleeNo,
    actor,
  ]);
  const { is_failed: isFailed, parked_failure: failure, is_runner: isRunner } = rows[0];
  if (isFailed) throw new YuejieError("run_did_not_balance", { period });
  if (failure !== null) {
    throw new YuejieError("settlee_parked", { statementNo, settleeNo, period, failure });
  }
  if (isRunner) throw new YuejieError("runner_reviews", { actor, period });
}
