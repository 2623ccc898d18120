import type { Role } from "../domain/lifecycle/states.js";
import type { NoticeDetails, NoticeKind, PartnerNoticeKind } from "../domain/notice.js";

type StaffNoticeKind = Exclude<NoticeKind, PartnerNoticeKind>;

/** Which users are told, beside the addresses of the settings: those whose turn it is. */
const staffAudience: Readonly<Record<StaffNoticeKind, readonly Role[]>> = {
  run_finished: ["operator", "reviewer"],
  run_parked: ["operator", "reviewer"],
  run_failed: ["operator", "admin"],
  facts_missing: ["operator"],
  run_held: ["operator"],
  calendar_missing: ["operator", "admin"],
  delivery_imported: ["operator"],
  delivery_repeated: ["operator"],
  delivery_refused: ["operator"],
  delivery_delayed: ["operator", "admin"],
  inbox_unreadable: ["operator", "admin"],
  question_raised: ["operator"],
  // Whoever holds one of the steps; where none of them is a user, those who can ask them.
  steps_due: ["operator"],
  bank_answer_conflict: ["finance_preparer", "finance_releaser"],
  export_failed: ["operator"],
};

const holders: ReadonlySet<Role> = new Set([
  ...(["operator", "reviewer", "signer", "finance_preparer", "finance_releaser"] as const),
]);

/** Roles that anything is told to. */
export const allStaff: readonly Role[] = [
  ...new Set([...Object.values(staffAudience).flat(), ...holders]),
];

/** What may be declined; everything else is a duty (R-W6). */
const reminders: ReadonlySet<NoticeKind> = new Set(["invoice_reminder", "steps_due"]);

export function isReminder(kind: NoticeKind): boolean {
  return reminders.has(kind);
}

/** The roles that are told of something, one of them at least. */
export function rolesTold(kind: NoticeKind, details: NoticeDetails[NoticeKind]): readonly Role[] {
  const usual = (staffAudience as Readonly<Record<string, readonly Role[]>>)[kind] ?? ["operator"];
  if (kind !== "steps_due") return usual;
  const { steps } = details as NoticeDetails["steps_due"];
  // A signer's holder may name the department behind the role.
  const named = steps.map(({ holder }) => holder.split(":")[0] as Role);
  const due = [...new Set(named.filter((role) => holders.has(role)))];
  return due.length === 0 ? usual : due;
}
