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

/** What each kind of notice tells. */
export interface NoticeDetails {
  readonly run_finished: RunNotice;
  readonly run_parked: RunNotice;
  readonly run_failed: {
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
  /** Working days are asked for, and the year has no table (R-W1). */
  readonly calendar_missing: { readonly period: string; readonly year: number };
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
  readonly export_failed: {
    readonly taskId: string;
    readonly kind: string;
    readonly failure: NoticeFailure;
  };
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
