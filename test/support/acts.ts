import { type Duty, duties } from "../../src/domain/lifecycle/duties.js";
import { type LifecycleEvent, transitionOf } from "../../src/domain/lifecycle/transitions.js";
import type { Features } from "../../src/features.js";
import { user } from "./people.js";

/** Something that a command does and that changes something, as somebody. */
type Act = (features: Features, actor: string) => Promise<unknown>;

const nothing = { statementNos: ["202601-P9-B1300F0600-01"] };
const by = (actor: string) => ({ selection: nothing, actor, reason: "why" });
const handedIn = {
  entries: ["26440000000000000001,2026-11-03,88.50,5.31,93.81,0.06"],
  trackingNo: "SF0001",
};

const duty = (name: Duty): readonly string[] => duties[name].by;
const event = (name: LifecycleEvent): readonly string[] => transitionOf(name).by;

/** All of them, with the roles that may by the tables of transitions and duties. What they name is not there. */
export const acts: readonly (readonly [name: string, by: readonly string[], act: Act])[] = [
  [
    "import",
    duty("import_facts"),
    (it, actor) => it.importFolder({ folder: "/nowhere", skipInvalid: false, actor }),
  ],
  ["run", duty("run_period"), (it, actor) => it.runPeriod({ period: "2026-09", actor })],
  ["runs --give-up", duty("give_up_run"), (it, actor) => it.giveUpRun("999", actor)],
  ["jobs --retry", duty("retry_jobs"), (it, actor) => it.jobs.retryJobs("all", actor)],
  [
    "export-tasks ask",
    duty("ask_for_export"),
    (it, actor) =>
      it.exportTasks.ask({ request: { kind: "period", period: "2026-01" } as never, actor }),
  ],
  ["export-tasks retry", duty("ask_for_export"), (it, actor) => it.exportTasks.retry("9", actor)],
  [
    "export-tasks make",
    duty("ask_for_export"),
    (it, actor) => it.exportTasks.make({ taskId: "9", actor }),
  ],
  ["export-tasks sweep", duty("sweep_exports"), (it, actor) => it.exportTasks.sweep(actor)],
  [
    "calendar import",
    duty("import_calendar"),
    (it, actor) => it.unattended.importCalendar({ path: "/nowhere", actor }),
  ],
  ["audit seal", duty("seal_record"), (it, actor) => it.lifecycle.sealRecord(actor)],
  [
    "notices --resend",
    duty("resend_notices"),
    (it, actor) => it.notices.resend({ key: "X" }, actor),
  ],
  [
    "users add",
    duty("manage_users"),
    (it, actor) => it.people.add({ user: user("admin", ["admin"]), actor }),
  ],
  [
    "users change",
    duty("manage_users"),
    (it, actor) => it.people.change({ name: "nobody", change: {}, actor }),
  ],
  [
    "users disable",
    duty("manage_users"),
    (it, actor) => it.people.setDisabled({ name: "nobody", isDisabled: true, actor }),
  ],
  [
    "users password",
    duty("manage_users"),
    (it, actor) => it.people.renewPassword({ name: "nobody", actor }),
  ],
  ["approve", event("approve"), (it, actor) => it.lifecycle.approve({ of: nothing, actor })],
  ["review", event("review"), (it, actor) => it.lifecycle.review(by(actor))],
  [
    "return",
    [...event("send_back"), ...event("refuse")],
    (it, actor) => it.lifecycle.giveBack(by(actor)),
  ],
  ["sign", event("sign"), (it, actor) => it.lifecycle.sign(by(actor))],
  ["resend", event("resend"), (it, actor) => it.lifecycle.resend(by(actor))],
  ["recall", event("recall"), (it, actor) => it.lifecycle.recall(by(actor))],
  [
    "question",
    event("question"),
    (it, actor) => it.lifecycle.ask({ statementNo: "X", lineNo: null, text: "why", actor }),
  ],
  [
    "answer",
    event("answer"),
    (it, actor) => it.lifecycle.answer({ questionId: "9", outcome: "stands", answer: "so", actor }),
  ],
  ["request-invoice", event("request_invoice"), (it, actor) => it.invoices.request(by(actor))],
  [
    "submit-invoice",
    event("submit_invoice"),
    (it, actor) => it.invoices.submit({ statementNo: "X", handedIn, actor }),
  ],
  ["receive-invoice", event("receive_invoice"), (it, actor) => it.invoices.receive(by(actor))],
  [
    "verify-invoice --accept",
    event("accept_invoice"),
    (it, actor) => it.invoices.accept({ ...by(actor), checked: true }),
  ],
  [
    "verify-invoice --refuse",
    event("refuse_invoice"),
    (it, actor) => it.invoices.refuse(by(actor)),
  ],
  ["return-invoice", event("return_invoice"), (it, actor) => it.invoices.giveBack(by(actor))],
  [
    "prepare-payment",
    duty("prepare_payment"),
    (it, actor) => it.payments.prepare({ selection: nothing, on: null, actor }),
  ],
  [
    "withdraw-payment",
    duty("withdraw_payment"),
    (it, actor) => it.payments.withdraw({ batchNo: "X", statementNos: [], actor, reason: "why" }),
  ],
  [
    "release-payment",
    event("release_payment"),
    (it, actor) => it.payments.release({ batchNo: "X", actor }),
  ],
  [
    "import-bank",
    duty("import_bank_answers"),
    (it, actor) => it.payments.importBank({ path: "/nowhere", actor }),
  ],
];
