import { bookErrors } from "./errors/books.js";
import { commandLineErrors } from "./errors/command-line.js";
import type { ErrorEntry, ErrorKind } from "./errors/entry.js";
import { environmentErrors } from "./errors/environment.js";
import { exportErrors } from "./errors/exports.js";
import { incomingFileErrors } from "./errors/incoming-files.js";
import { invoiceErrors } from "./errors/invoices.js";
import { lifecycleErrors } from "./errors/lifecycle.js";
import { noticeErrors } from "./errors/notices.js";
import { paymentErrors } from "./errors/payments.js";
import { peopleErrors } from "./errors/people.js";
import { queueErrors } from "./errors/queue.js";
import { rehearsalErrors } from "./errors/rehearsal.js";
import { runErrors } from "./errors/runs.js";
import { surroundingErrors } from "./errors/surroundings.js";
import { unattendedErrors } from "./errors/unattended.js";

export type { ErrorEntry, ErrorKind } from "./errors/entry.js";

export type Language = "zh-CN" | "en";

/** A list is one of several, told with the word for "or". */
export type ErrorDetails = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * Every failure that a user can meet, in one catalogue.
 *
 * An error is a code and its details; its sentence is rendered from the catalogue, in Chinese or English:
 * what happened, the value, what to do. `docs/errors.md` is held against it by a test.
 */
const entries = {
  ...runErrors,
  ...incomingFileErrors,
  ...exportErrors,
  ...environmentErrors,
  ...commandLineErrors,
  ...unattendedErrors,
  ...surroundingErrors,
  ...queueErrors,
  ...bookErrors,
  ...lifecycleErrors,
  ...invoiceErrors,
  ...noticeErrors,
  ...paymentErrors,
  ...peopleErrors,
  ...rehearsalErrors,
  // A defect: nothing that the catalogue knows.
  internal: {
    kind: "invariant",
    en: "Something is wrong inside yuejie ({message}). Nothing half done was kept; YUEJIE_DEBUG=1 shows where.",
    zh: "yuejie 内部出错（{message}）。没有保留未完成的结果；设置 YUEJIE_DEBUG=1 可查看位置。",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof entries;

export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = entries;

/** The one error class of the project; anything else that is thrown is a defect. */
export class YuejieError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(renderError(code, details, "en"), cause === undefined ? undefined : { cause });
    this.name = "YuejieError";
    this.code = code;
    this.details = details;
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code].kind;
  }

  /** Where several rules refuse with one sentence, `details.rule` says which. */
  get rule(): string | undefined {
    return ruleOf(this.code, this.details);
  }

  /** Only what depends on something that is away can succeed when tried again. */
  get retryable(): boolean {
    return this.kind === "dependency";
  }
}

/** The sentence of an error; where a rule refuses, its number stands before it. */
export function renderError(code: ErrorCode, details: ErrorDetails, language: Language): string {
  const entry: ErrorEntry = errorCatalogue[code];
  const template = language === "en" ? entry.en : entry.zh;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? "";
    return typeof detail === "object"
      ? detail.join(language === "en" ? " or " : " 或 ")
      : String(detail);
  });
  const rule = ruleOf(code, details);
  return rule === undefined ? text : `${rule} ${text}`;
}

function ruleOf(code: ErrorCode, { rule }: ErrorDetails): string | undefined {
  const entry: ErrorEntry = errorCatalogue[code];
  return typeof rule === "string" ? rule : entry.rule;
}
