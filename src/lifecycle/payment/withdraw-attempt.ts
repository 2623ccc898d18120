import { YuejieError } from "../../domain/errors.js";
import type { Connection } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { Act } from "../move.js";

interface Withdrawal extends Act {
  readonly reason: string;
  /** Only this payment, not one that stands instead of it; undefined: whichever stands. */
  readonly endToEndId?: string;
}

/**
 * Withdraws the prepared payment of a statement that the transaction holds; without one nothing happens.
 *
 * Shape:  the id of the payment; null where there was none.
 * Errors: `payment_released`: what is with the bank cannot be taken back.
 * Source: R-W8, R-R2.
 */
export async function withdrawAttempt(
  connection: Connection,
  statementNo: string,
  { actor, now, reason, endToEndId }: Withdrawal,
): Promise<string | null> {
  const { rows } = await connection.query(sqlFile("queries/payment/lock-standing.sql"), [
    statementNo,
  ]);
  const [row] = rows;
  const isMeant = endToEndId === undefined || row?.end_to_end_id === endToEndId;
  if (row === undefined || !isMeant) return null;
  if (row.state !== "prepared") {
    throw new YuejieError("payment_released", { statementNo, batchNo: row.batch_no });
  }
  await connection.query(sqlFile("queries/payment/end-attempt.sql"), [
    ...[row.end_to_end_id, "withdrawn", now, actor, reason, null, null],
  ]);
  return row.end_to_end_id;
}
