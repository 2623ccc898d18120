import type { Role } from "../domain/lifecycle/states.js";
import type { NoticeDetails, NoticeKind, PartnerNoticeKind } from "../domain/notice.js";

type StaffNoticeKind = Exclude<NoticeKind, PartnerNoticeKind>;

/** Which users are told, beside the addresses of the settings: those whose turn it is. */
const staffAudience: Readonly<Record<StaffNoticeKind, readonly Role[]>> = {
  run_finished: ["operator", "reviewer"],
  run_parked: ["operator", "reviewer"],
  run_failed: ["operator", "admin"],
  run_does_not_verify: ["operator", "reviewer", "admin"],
  facts_missing: ["operator"],
  run_held: ["operator"],
  calendar_missing: ["operator", "admin"],
  delivery_imported: ["operator"],
  delivery_repeated: ["operator"],
  delivery_refused: ["operator"],
  delivery_delayed: ["operator", "admin"],
  inbox_unreadable: ["operator", "admin"],
  question_raised: ["operator"],
  // Whoever holds the steps; of those that are nobody's among staff, who can ask for them.
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

/** Who among staff is told of something. */
export interface Audience {
  readonly roles: readonly Role[];
  /** Only those who sign for it; null: whoever has one of the roles. */
  readonly department: string | null;
  /** The addresses of the settings are told too. */
  readonly hasAddresses: boolean;
}

/** Each holder of steps is told of its own, the addresses of the settings of all of them. */
export function audienceOf(kind: NoticeKind, details: NoticeDetails[NoticeKind]): Audience {
  const usual = (staffAudience as Readonly<Record<string, readonly Role[]>>)[kind] ?? ["operator"];
  if (kind !== "steps_due") return { roles: usual, department: null, hasAddresses: true };
  const { holder } = details as NoticeDetails["steps_due"];
  if (holder === null) return { roles: [], department: null, hasAddresses: true };
  const [role, ...department] = holder.split(":");
  const named = holders.has(role as Role) ? [role as Role] : usual;
  return { roles: named, department: department.join(":") || null, hasAddresses: false };
}
