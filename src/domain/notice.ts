import type { ErrorCode, ErrorDetails, Language } from "./errors.js";

/** A failure as a notice carries it: its sentence is made where the reader's language is known. */
export interface NoticeFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** What people want to know of a run that ended. */
export interface RunNotice {
  /** The month. */
  readonly period: string;
  readonly runId: string;
  readonly orders: Readonly<Record<"settled" | "carried" | "excluded", number>>;
  readonly statements: number;
  /** CNY, all statements of the month. */
  readonly amount: string;
  /** Settlees whose data could not be settled (R-E14). */
  readonly parked: readonly string[];
}

interface DeliveryNotice {
  /** Null where it could not even be noted. */
  readonly deliveryId: string | null;
  /** The folder's name. */
  readonly delivery: string;
  /** Months that it completes. */
  readonly completes: readonly string[];
}

/** Why one row of a delivery is bad, in both languages. */
export interface BadRow {
  /** `orders.csv 17 deal_amount`. */
  readonly at: string;
  readonly reason: Readonly<Record<Language, string>>;
}

/** The statement that a notice to its settlee is about; amounts CNY as decimal strings, tax included. */
export interface StatementNotice {
  readonly statementNo: string;
  readonly period: string;
  readonly settleeNo: string;
  readonly settleeName: string;
  readonly amount: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  /** A fraction. */
  readonly serviceFeeRate: string;
}

/** What settlees are told of their statements (spec §7). Days are `YYYY-MM-DD`. */
export interface PartnerNoticeDetails {
  readonly statement_sent: StatementNotice & {
    /** What it became by its amount (R-S4). */
    readonly status: "sent" | "closed" | "deficit" | "top_up_due";
  };
  readonly statement_returned: StatementNotice;
  readonly statement_recalled: StatementNotice & { readonly reason: string };
  readonly invoice_wanted: StatementNotice & { readonly dueOn: string };
  readonly invoice_reminder: StatementNotice & {
    readonly dueOn: string;
    readonly stage: "seven_days" | "one_day" | "overdue";
  };
  readonly invoice_refused: StatementNotice & {
    readonly invoiceNos: readonly string[];
    readonly reason: string;
    readonly dueOn: string;
  };
  readonly payment_made: StatementNotice & { readonly paidOn: string; readonly endToEndId: string };
  readonly payment_failed: StatementNotice & { readonly bankReason: string };
  readonly top_up_wanted: StatementNotice & { readonly owed: string };
  readonly question_answered: StatementNotice & {
    readonly questionId: string;
    readonly outcome: "stands" | "corrected" | "recalled";
    readonly answer: string;
  };
}

export type PartnerNoticeKind = keyof PartnerNoticeDetails;

/** A notice to the settlee of a statement, without what the statement itself says. */
export type PartnerNotice = {
  readonly [Kind in PartnerNoticeKind]: {
    readonly kind: Kind;
    /** Tells it from an earlier notice of its kind about the same version of the statement. */
    readonly about?: string;
    readonly at: Date;
    readonly details: Omit<PartnerNoticeDetails[Kind], keyof StatementNotice>;
  };
}[PartnerNoticeKind];

/** What each kind of notice tells. */
export interface NoticeDetails extends PartnerNoticeDetails {
  readonly run_finished: RunNotice;
  readonly run_parked: RunNotice;
  readonly run_failed: {
    readonly period: string;
    readonly runId: string;
    readonly failure: NoticeFailure;
  };
  /** Lines of a run that ended are not what their own inputs give, or could not be computed once more (R-S5). */
  readonly run_does_not_verify: {
    readonly period: string;
    readonly runId: string;
    readonly failure: NoticeFailure;
  };
  /** The scheduled run waited for the month's delivery in vain, and did not start (R-R6). */
  readonly facts_missing: {
    readonly period: string;
    readonly waitedUntil: string;
    /** A delivery that would have completed the month, had it not been refused. */
    readonly refused: string | null;
  };
  /** The scheduled run does not start before that of an earlier month is well. */
  readonly run_held: { readonly period: string; readonly earlier: string };
  /** Working days are asked for, for a month's run or (null) for due days, and the year has no table (R-W1). */
  readonly calendar_missing: { readonly period: string | null; readonly year: number };
  readonly delivery_imported: DeliveryNotice & {
    readonly files: Readonly<
      Record<
        string,
        Readonly<Record<"read" | "inserted" | "updated" | "unchanged" | "rejected", number>>
      >
    >;
  };
  /** Its files are those of an earlier delivery, so nothing was to be stored. */
  readonly delivery_repeated: DeliveryNotice & { readonly earlier: string };
  readonly delivery_refused: DeliveryNotice & {
    readonly failure: NoticeFailure;
    readonly badRows: readonly BadRow[];
  };
  /** It cannot be read at present, and is tried again. */
  readonly delivery_delayed: DeliveryNotice & { readonly failure: NoticeFailure };
  /** Nothing that arrives is seen. */
  readonly inbox_unreadable: { readonly failure: NoticeFailure };
  /** A settlee asks about a statement (R-W4). */
  readonly question_raised: StatementNotice & {
    readonly questionId: string;
    readonly lineNo: number | null;
    readonly text: string;
  };
  /** Steps that are late, or soon will be (R-W6): each holder is told of its own. */
  readonly steps_due: {
    readonly day: string;
    /** A role, of signers with their department: `signer:业务部`. Null: all steps, for whom no role is asked. */
    readonly holder: string | null;
    readonly steps: readonly StepsDue[];
  };
  /** What the bank says of payments does not go together with what is on record (R-R2). */
  readonly bank_answer_conflict: {
    readonly file: string;
    readonly endToEndId: string;
    readonly what: string;
  };
  readonly export_failed: {
    readonly taskId: string;
    readonly kind: string;
    readonly failure: NoticeFailure;
  };
}

/** How many statements wait for one holder in one step. */
export interface StepsDue {
  readonly step: number;
  /** As above; also `partner`. */
  readonly holder: string;
  readonly dueSoon: number;
  readonly overdue: number;
  /** The first of them, the latest first. */
  readonly statementNos: readonly string[];
}

export type NoticeKind = keyof NoticeDetails;

/**
 * Something that people are to be told. `about` names what it is about among notices of its kind: there is
 * one notice of a kind about one thing, however often it is written or delivered.
 */
export type Notice = {
  readonly [Kind in NoticeKind]: {
    readonly kind: Kind;
    readonly about: string;
    /** When it happened, by the clock of the business. */
    readonly at: Date;
    readonly details: NoticeDetails[Kind];
  };
}[NoticeKind];
