import { YuejieError } from "../../domain/errors.js";
import { type Database, withTransaction } from "../../platform/database/database.js";
import { lockAsPartOfRun } from "../../platform/database/lock.js";
import { authorise } from "../authorise.js";
import { type BulkResult, forEachStatement } from "../bulk.js";
import { requireReason } from "../guards.js";
import { lockStatement } from "../locked-statement.js";
import type { Act } from "../move.js";
import { attemptsOf, lockBatch } from "./batch.js";
import type { PaymentOfStatement } from "./prepare-payment.js";
import { withdrawAttempt } from "./withdraw-attempt.js";

/**
 * Takes payments out of a batch before it is released: all of them, or those of the statements named. The statements
 * can be prepared again.
 *
 * Errors: `role_missing`, `user_unknown`, `reason_missing`, `payment_batch_unknown`, `payment_released`; in the result
 *         `payment_not_in_batch`.
 * Source: R-W2, R-W3.
 */
export async function withdrawPayment(
  database: Database,
  options: Act & { readonly batchNo: string; readonly statementNos: readonly string[] },
): Promise<BulkResult<PaymentOfStatement>> {
  const { batchNo, now } = options;
  const reason = requireReason(options.reason);
  const { name: actor } = await authorise(database.pool, options.actor, "withdraw_payment");
  return withTransaction(database, async (connection) => {
    await lockAsPartOfRun(connection);
    const { release } = await lockBatch(connection, batchNo);
    const named = [...new Set(options.statementNos)].sort();
    if (release !== null) {
      const statementNo = named[0] ?? batchNo;
      throw new YuejieError("payment_released", { statementNo, batchNo });
    }
    const prepared = await attemptsOf(connection, batchNo, ["prepared"]);
    const byStatement = new Map(prepared.map((attempt) => [attempt.statementNo, attempt]));
    const chosen = named.length > 0 ? named : [...byStatement.keys()];
    return forEachStatement(chosen, async (statementNo) => {
      await lockStatement(connection, statementNo);
      const { endToEndId, amount = "" } = byStatement.get(statementNo) ?? {};
      const withdrawn =
        endToEndId === undefined
          ? null
          : await withdrawAttempt(connection, statementNo, { actor, now, reason, endToEndId });
      if (withdrawn === null) {
        throw new YuejieError("payment_not_in_batch", { batchNo, statementNo });
      }
      return { statementNo, endToEndId: withdrawn, amount };
    });
  });
}
