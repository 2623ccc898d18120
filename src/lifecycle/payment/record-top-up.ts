import { YuejieError } from "../../domain/errors.js";
import type { StatementStatus } from "../../domain/lifecycle/states.js";
import { transitionOf } from "../../domain/lifecycle/transitions.js";
import { Decimal, formatAmount } from "../../domain/money.js";
import { shanghaiDay } from "../../domain/period.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { lockStatement } from "../locked-statement.js";
import { type Act, move, requireState } from "../move.js";
import { findPerson, requireRole } from "../person.js";

export interface TopUp extends Act {
  readonly statementNo: string;
  /** CNY, at most 2 places. */
  readonly amount: string;
  /** The bank's, for this receipt. */
  readonly reference: string;
  /** When it came, `YYYY-MM-DD`. */
  readonly receivedOn: string;
}

export interface TopUpResult {
  readonly statementNo: string;
  readonly status: StatementStatus;
  readonly owed: string;
  readonly received: string;
  readonly left: string;
}

/**
 * Records money that a settlee paid back on a deficit; when all of it has come, the statement is over.
 *
 * Errors: `role_missing`, `user_unknown`, `statement_unknown`, `transition_impossible`, `top_up_value`,
 *         `top_up_reference_used`, `top_up_too_much`.
 * Source: R-S4.
 */
export async function recordTopUp(database: Database, topUp: TopUp): Promise<TopUpResult> {
  const person = await findPerson(database.pool, topUp.actor);
  requireRole(person, transitionOf("receive_top_up").by);
  const { amount, reference } = checked(topUp);
  const { statementNo, receivedOn, now } = topUp;
  return withTransaction(database, async (connection) => {
    const statement = await lockStatement(connection, statementNo);
    await refuseUsedReference(connection, reference);
    requireState(statement, "receive_top_up");
    const { version } = statement;
    const owed = new Decimal(statement.amount).negated();
    const before = await receivedFor(connection, statementNo, version);
    if (before.plus(amount).gt(owed)) {
      const left = formatAmount(owed.minus(before));
      throw new YuejieError("top_up_too_much", { statementNo, amount: formatAmount(amount), left });
    }
    const { rows } = await connection.query(sqlFile("queries/payment/insert-top-up.sql"), [
      ...[reference, statementNo, version, formatAmount(amount), receivedOn, person.name, now],
    ]);
    // Somebody else records it at the same moment, for another statement.
    if (rows.length === 0) await refuseUsedReference(connection, reference);
    const received = before.plus(amount);
    const left = owed.minus(received);
    const moved = await move(connection, statement, {
      event: "receive_top_up",
      to: left.isZero() ? "top_up_received" : "top_up_due",
      ...{ actor: person.name, now },
      details: { amount: formatAmount(amount), reference, receivedOn, left: formatAmount(left) },
    });
    const told = { owed: formatAmount(owed), received: formatAmount(received) };
    return { statementNo, status: moved.status, ...told, left: formatAmount(left) };
  });
}

function checked({ amount, reference, receivedOn, now }: TopUp) {
  if (!/^\d{1,15}(\.\d{1,2})?$/.test(amount) || new Decimal(amount).isZero()) {
    throw new YuejieError("top_up_value", {
      ...{ option: "--amount", value: amount, expected: "1234.56" },
    });
  }
  const trimmed = reference.trim();
  // The same characters as the table's own check.
  if (!/^\P{Cc}{1,70}$/u.test(trimmed)) {
    throw new YuejieError("top_up_value", {
      ...{ option: "--reference", value: reference.slice(0, 80), expected: "1 … 70 characters" },
    });
  }
  if (receivedOn > shanghaiDay(now)) {
    throw new YuejieError("top_up_value", {
      ...{ option: "--date", value: receivedOn, expected: `≤ ${shanghaiDay(now)}` },
    });
  }
  return { amount: new Decimal(amount), reference: trimmed };
}

async function receivedFor(
  connection: Connection,
  statementNo: string,
  version: number,
): Promise<Decimal> {
  const { rows } = await connection.query(sqlFile("queries/payment/received.sql"), [
    ...[statementNo, version],
  ]);
  return new Decimal(rows[0].received);
}

async function refuseUsedReference(connection: Connection, reference: string): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/payment/top-up.sql"), [reference]);
  const [row] = rows;
  if (row === undefined) return;
  const { statement_no: statementNo, amount, received_on: day } = row;
  throw new YuejieError("top_up_reference_used", { reference, statementNo, amount, day });
}
