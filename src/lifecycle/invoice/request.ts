import { YuejieError } from "../../domain/errors.js";
import { transitionOf } from "../../domain/lifecycle/transitions.js";
import { Decimal } from "../../domain/money.js";
import type { Calendar } from "../../domain/working-days.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import {
  type BulkResult,
  chooseStatements,
  forEachStatement,
  type Moved,
  type Refusal,
  type Selection,
} from "../bulk.js";
import { requireCertified, requireReachable } from "../guards.js";
import { keepRunsOut } from "../keep-runs-out.js";
import { type LockedStatement, lockStatement } from "../locked-statement.js";
import { type Act, move, requireState } from "../move.js";
import { findPerson, requireRole } from "../person.js";
import { recall, tellRecalled } from "../recall.js";
import type { TellPartner } from "../tell-partner.js";
import { dueOnFirstRequest } from "./due.js";

/** Default service fee rates by taxpayer type, as fractions. */
export type DefaultRates = Readonly<Record<"general" | "small_scale", string>>;

export interface RequestInvoiceOptions extends Act {
  readonly selection: Selection;
  /** Those of the day. */
  readonly serviceFeeRates: DefaultRates;
  readonly calendar: Calendar;
  readonly tell: TellPartner;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

type Request = RequestInvoiceOptions & { readonly dueOn: string };

/** Null: it has another rate than the day, and runs were not kept out yet. */
type Requested = { readonly moved: Moved } | { readonly recalled: YuejieError } | null;

/**
 * Tells settlees to invoice what every department has signed (step 4). A statement whose rate is no longer the
 * settlee's is refused and recalled at once, to be run again at the new rate.
 *
 * Errors: `role_missing`, `user_unknown`, `calendar_year_missing` before anything is done; in the result
 *         `settlee_not_certified`, `settlee_unreachable`, `rate_changed_recalled`, `rate_changed_rested_on`,
 *         `transition_impossible`, `work_under_way`.
 * Source: R-W5, R-W7, R-W8.
 */
export async function requestInvoices(
  database: Database,
  options: RequestInvoiceOptions,
): Promise<BulkResult<Moved>> {
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("request_invoice").by);
  const dueOn = dueOnFirstRequest(options.calendar, options.now);
  const request = { ...options, actor: person.name, dueOn };
  const chosen = await chooseStatements(database, options.selection, ["request_invoice"]);
  const recalled: Refusal[] = [];
  const { done, refused } = await forEachStatement(
    chosen,
    async (statementNo) => {
      const requested =
        (await requestOne(database, statementNo, request)) ??
        (await requestOne(database, statementNo, request, keepRunsOut(person.name)));
      if (requested === null) throw new YuejieError("internal", { message: "rate not settled" });
      if ("moved" in requested) return requested.moved;
      const { recalled: error } = requested;
      recalled.push({ statementNo, rule: error.rule ?? null, error });
      return null;
    },
    options.onProgress,
  );
  const all = [...refused, ...recalled];
  return {
    done: done.filter((it) => it !== null),
    refused: all.sort((a, b) => chosen.indexOf(a.statementNo) - chosen.indexOf(b.statementNo)),
  };
}

/** Runs are kept out only where a recall asks for it: requests do not wait for them. */
function requestOne(
  database: Database,
  statementNo: string,
  request: Request,
  lockRuns?: (connection: Connection, statementNo: string) => Promise<void>,
): Promise<Requested> {
  return withTransaction(database, async (connection) => {
    await lockRuns?.(connection, statementNo);
    const statement = await lockStatement(connection, statementNo);
    requireState(statement, "request_invoice");
    requireCertified(statement);
    requireReachable(statement);
    const rate = statement.settleeRate ?? request.serviceFeeRates[statement.taxpayerType];
    const isOfDay = new Decimal(rate).equals(statement.serviceFeeRate);
    if (isOfDay || !(await takesRate(connection, statement))) {
      return { moved: await ask(connection, statement, request) };
    }
    if (lockRuns === undefined) return null;
    return { recalled: await recallForRate(connection, statement, { request, rate }) };
  });
}

/**
 * Lines that correct or complete an order stay at the rate of its first (R-A8 to R-A10): running them again would
 * give the same, so they are invoiced at that rate, as what they belong to was.
 */
async function takesRate(
  connection: Connection,
  { statementId }: LockedStatement,
): Promise<boolean> {
  const { rows } = await connection.query(sqlFile("queries/invoice/takes-rate.sql"), [statementId]);
  return rows[0].takes_rate;
}

async function ask(
  connection: Connection,
  statement: LockedStatement,
  { actor, now, dueOn, tell }: Request,
): Promise<Moved> {
  const { statementId, statementNo, serviceFeeRate } = statement;
  await connection.query(sqlFile("queries/invoice/mark-requested.sql"), [statementId, now]);
  const details = { dueOn, serviceFeeRate };
  const by = { actor, now, details };
  const { status } = await move(connection, statement, {
    ...{ event: "request_invoice", to: "invoice_requested" },
    ...by,
  });
  await tell(connection, statement, { kind: "invoice_wanted", at: now, details: { dueOn } });
  return { statementNo, status };
}

/** R-W7: the refusal is told, and the recall stays. */
async function recallForRate(
  connection: Connection,
  statement: LockedStatement,
  { request, rate }: { request: Request; rate: string },
): Promise<YuejieError> {
  const { statementNo, period, serviceFeeRate: statementRate } = statement;
  const { actor, now, tell } = request;
  const reason =
    `服务费税率由 ${statementRate} 变为 ${rate}（R-W7） / ` +
    `The service fee rate changed from ${statementRate} to ${rate} (R-W7)`;
  await tellRecalled(connection, statement, { tell, now, reason });
  try {
    await recall(connection, statement, "recall_for_rate", { actor, now, reason });
  } catch (error) {
    if (!(error instanceof YuejieError) || error.code !== "recall_rested_on") throw error;
    const { first = "" } = error.details;
    const details = { statementNo, statementRate, rate, first };
    throw new YuejieError("rate_changed_rested_on", details, error);
  }
  return new YuejieError("rate_changed_recalled", { statementNo, statementRate, rate, period });
}
