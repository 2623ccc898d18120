/**
 * A plain model of a statement's way from draft to paid, written from the rules and not from the table of
 * transitions: what an action does is said here a second time, so that the two can be held against each other.
 */

export type BankWord = "paid" | "returned";

export type Action =
  | { readonly kind: "run" | "lapse" | "certify"; readonly of: number }
  | { readonly kind: "review" | "approve" | "resend" | "recall"; readonly of: number }
  | { readonly kind: "sign" | "refuse"; readonly of: number; readonly by: 0 | 1 | 2 }
  | { readonly kind: "ask"; readonly of: number }
  | { readonly kind: "answer"; readonly of: number; readonly recalls: boolean }
  | { readonly kind: "request" | "receive" | "accept" | "return"; readonly of: number }
  | { readonly kind: "submit"; readonly of: number; readonly isRight: boolean }
  | { readonly kind: "refuseInvoice"; readonly of: number }
  | { readonly kind: "prepare"; readonly of: number }
  | { readonly kind: "release"; readonly of: number; readonly byPreparer: boolean }
  | { readonly kind: "bank"; readonly of: number; readonly word: BankWord; readonly which: number };

type Attempt = "prepared" | "released" | "paid" | "bounced" | "withdrawn";

export interface ModelStatement {
  /** Null: there is none. */
  status: string | null;
  /** The last two digits of its number. */
  sequence: number;
  wasSent: boolean;
  isCertified: boolean;
  /** It was certified after its last payment bounced. */
  isCertifiedAnew: boolean;
  /** Departments that signed in this round, by the person who did. */
  signed: (number | null)[];
  resumes: string | null;
  openQuestions: number;
  /** Questions end with the first invoice, whatever becomes of it. */
  wasInvoiced: boolean;
  isInvoiceRight: boolean;
  attempts: Attempt[];
}

export const departmentCount = 2;

export function newStatement(): ModelStatement {
  return {
    status: "draft",
    sequence: 1,
    wasSent: false,
    isCertified: true,
    isCertifiedAnew: true,
    signed: Array(departmentCount).fill(null),
    resumes: null,
    openQuestions: 0,
    wasInvoiced: false,
    isInvoiceRight: false,
    attempts: [],
  };
}

const recallable = ["sent", "countersigning", "countersigned", "returned"];
const questionable = [...recallable, "invoice_requested"];

/** Changes the model by an action; false where the rules refuse it, and then nothing changed. */
export function play(it: ModelStatement, action: Action): boolean {
  switch (action.kind) {
    case "run":
      return run(it);
    case "lapse":
      it.isCertified = false;
      return true;
    case "certify":
      if (!it.isCertified) it.isCertifiedAnew = true;
      it.isCertified = true;
      return true;
    case "review":
      return step(it, ["draft"], "in_review", it.isCertified);
    case "approve":
      if (!step(it, ["draft", "in_review"], "sent", it.isCertified)) return false;
      it.wasSent = true;
      return beginRound(it);
    case "resend":
      return step(it, ["returned"], "sent", it.isCertified) && beginRound(it);
    case "sign":
    case "refuse":
      return sign(it, action);
    case "recall":
      return recallable.includes(it.status ?? "") && recall(it);
    case "ask":
      return ask(it);
    case "answer":
      return answer(it, action.recalls);
    case "request":
      return step(it, ["countersigned"], "invoice_requested", it.isCertified);
    case "submit":
      if (!step(it, ["invoice_requested"], "invoice_submitted", it.isCertified)) return false;
      it.wasInvoiced = true;
      it.isInvoiceRight = action.isRight;
      return true;
    case "receive":
      return step(it, ["invoice_submitted"], "invoice_received", it.isCertified);
    case "accept":
      return step(
        it,
        ["invoice_received"],
        "invoice_verified",
        it.isCertified && it.isInvoiceRight,
      );
    case "refuseInvoice":
      return step(
        it,
        ["invoice_submitted", "invoice_received"],
        "invoice_requested",
        it.isCertified,
      );
    case "return":
      if (!step(it, ["invoice_verified"], "invoice_requested", it.isCertified)) return false;
      withdraw(it);
      return true;
    default:
      return pay(it, action);
  }
}

function step(it: ModelStatement, from: readonly string[], to: string, holds: boolean): boolean {
  if (it.status === null || !from.includes(it.status) || !holds) return false;
  it.status = to;
  return true;
}

/** R-R1, R-E9: what is not certified has no draft; a number that was sent once is not used for another. */
function run(it: ModelStatement): boolean {
  const isDraft = ["draft", "in_review", "recalled"].includes(it.status ?? "");
  if (isDraft && it.isCertified) it.status = "draft";
  else if (isDraft) {
    it.status = null;
    if (it.wasSent) it.sequence += 1;
    it.wasSent = false;
  } else if (it.status === null && it.isCertified) it.status = "draft";
  return true;
}

function beginRound(it: ModelStatement): boolean {
  it.signed = Array(departmentCount).fill(null);
  return true;
}

/** R-W2: a person signs once a round; here one signs for the first department that has not. */
function sign(it: ModelStatement, { kind, by }: { kind: "sign" | "refuse"; by: number }): boolean {
  if (!["sent", "countersigning"].includes(it.status ?? "") || !it.isCertified) return false;
  if (it.signed.includes(by)) return false;
  const department = it.signed.indexOf(null);
  if (department < 0) return false;
  it.signed[department] = by;
  if (kind === "refuse") it.status = "returned";
  else it.status = it.signed.includes(null) ? "countersigning" : "countersigned";
  return true;
}

function recall(it: ModelStatement): boolean {
  it.status = "recalled";
  it.resumes = null;
  return true;
}

function ask(it: ModelStatement): boolean {
  if (it.status === "questioned") {
    it.openQuestions += 1;
    return true;
  }
  if (!questionable.includes(it.status ?? "") || it.wasInvoiced) return false;
  it.resumes = it.status;
  it.status = "questioned";
  it.openQuestions = 1;
  return true;
}

/** The oldest question is answered. */
function answer(it: ModelStatement, recalls: boolean): boolean {
  if (it.status !== "questioned") return false;
  if (recalls) {
    if (!recallable.includes(it.resumes ?? "")) return false;
    it.openQuestions = 0;
    return recall(it);
  }
  it.openQuestions -= 1;
  if (it.openQuestions > 0) return true;
  it.status = it.resumes;
  it.resumes = null;
  return true;
}

function withdraw(it: ModelStatement): void {
  it.attempts = it.attempts.map((state) => (state === "prepared" ? "withdrawn" : state));
}

function pay(it: ModelStatement, action: Action): boolean {
  switch (action.kind) {
    case "prepare": {
      const isLive = it.attempts.some((state) => !["bounced", "withdrawn"].includes(state));
      const isPayable =
        it.status === "invoice_verified" || (it.status === "payment_bounced" && it.isCertifiedAnew);
      if (isLive || !isPayable || !it.isCertified) return false;
      it.attempts.push("prepared");
      return true;
    }
    case "release": {
      const index = it.attempts.lastIndexOf("prepared");
      if (index < 0 || action.byPreparer) return false;
      if (!it.isCertified) {
        it.attempts[index] = "withdrawn";
        return false;
      }
      it.attempts[index] = "released";
      it.status = "paying";
      return true;
    }
    case "bank":
      return hearBank(it, action);
    default:
      return false;
  }
}

/** Every word is a booking, each on a later day than the one before. */
function hearBank(it: ModelStatement, { word, which }: { word: BankWord; which: number }): boolean {
  const index = which % Math.max(it.attempts.length, 1);
  const state = it.attempts[index];
  if (state === undefined || state === "prepared" || state === "withdrawn") return false;
  const others = it.attempts.filter((_, at) => at !== index);
  if (word === "paid") {
    if (state === "paid") return false;
    // Whatever the bank says late: while another payment is on its way or made, this one is no second.
    if (others.some((other) => other === "released" || other === "paid")) return false;
    withdraw(it);
    it.attempts[index] = "paid";
    it.status = "paid";
    return true;
  }
  if (state === "bounced") return false;
  it.attempts[index] = "bounced";
  it.status = "payment_bounced";
  it.isCertifiedAnew = false;
  return true;
}

/** The action that takes a statement on from where it is. */
export function forward(it: ModelStatement, of: number, word: BankWord): Action {
  const stateless = { returned: "resend", countersigned: "request", recalled: "run" } as const;
  const plain = { draft: "approve", in_review: "approve", invoice_submitted: "receive" } as const;
  const isPrepared = it.attempts.includes("prepared");
  const status = it.status ?? "";
  if (!it.isCertified) return { kind: "certify", of };
  if (status === "") return { kind: "run", of };
  if (status in stateless) return { kind: stateless[status as keyof typeof stateless], of };
  if (status in plain) return { kind: plain[status as keyof typeof plain], of };
  switch (status) {
    case "sent":
    case "countersigning":
      return { kind: "sign", of, by: it.signed.includes(0) ? 1 : 0 };
    case "questioned":
      return { kind: "answer", of, recalls: false };
    case "invoice_requested":
      return { kind: "submit", of, isRight: true };
    case "invoice_received":
      return { kind: it.isInvoiceRight ? "accept" : "refuseInvoice", of };
    case "payment_bounced":
      if (!it.isCertifiedAnew) return { kind: "lapse", of };
      return isPrepared ? { kind: "release", of, byPreparer: false } : { kind: "prepare", of };
    case "invoice_verified":
      return isPrepared ? { kind: "release", of, byPreparer: false } : { kind: "prepare", of };
    default:
      return { kind: "bank", of, word, which: it.attempts.length - 1 };
  }
}
