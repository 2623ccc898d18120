import { YuejieError } from "../errors.js";
import { type Role, roles } from "./states.js";

/** What an admin writes down of a user. */
export interface UserForm {
  /** Letters, digits, dots, underscores and lines; told apart without regard to case. */
  readonly userName: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly locale: "zh-CN" | "en";
  readonly roles: readonly Role[];
  /** A signer's, whose signature is this person's to give. */
  readonly departments: readonly string[];
  /** A partner user's. */
  readonly settleeNo: string | null;
}

/** What may be changed of a user; what is left out stays. Null takes the address away. */
export interface UserChange {
  readonly displayName?: string | undefined;
  readonly email?: string | null | undefined;
  readonly locale?: UserForm["locale"] | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly departments?: readonly string[] | undefined;
  readonly settleeNo?: string | undefined;
}

/** Who does what nobody asked for (interface, `--as`); nobody can be called that. */
export const systemActor = "system";

const nameForm = /^[A-Za-z0-9._-]{1,64}$/;
const emailForm = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/;
const longestText = 100;

/** Roles that nothing else goes together with: a partner user is outside, an auditor changes nothing. */
const lonelyRoles: readonly Role[] = ["partner", "auditor"];

/**
 * Takes over what changes. A role that goes takes what belongs to it along: a signer's departments, a partner
 * user's settlee.
 */
export function changeUser(user: UserForm, change: UserChange): UserForm {
  const kept = change.roles ?? user.roles;
  const departments = kept.includes("signer") ? user.departments : [];
  const settleeNo = kept.includes("partner") ? user.settleeNo : null;
  return {
    userName: user.userName,
    displayName: change.displayName ?? user.displayName,
    email: change.email === undefined ? user.email : change.email,
    locale: change.locale ?? user.locale,
    roles: kept,
    departments: change.departments ?? departments,
    settleeNo: change.settleeNo ?? settleeNo,
  };
}

/**
 * Refuses what no user can be.
 *
 * @param known the departments that sign.
 * Errors: `user_name_form`, `user_text_form`, `user_email_form`, `role_unknown`, `user_without_role`,
 *         `role_stands_alone`, `signer_without_department`, `department_without_signer`, `department_not_configured`,
 *         `partner_without_settlee`, `settlee_without_partner`.
 * Source: R-W2, R-W4.
 */
export function checkUser(user: UserForm, known: readonly string[]): void {
  const { userName, displayName, email } = user;
  if (!nameForm.test(userName) || userName.toLowerCase() === systemActor) {
    throw new YuejieError("user_name_form", { user: userName });
  }
  if (!isLine(displayName)) throw new YuejieError("user_text_form", { value: displayName });
  if (email !== null && (!emailForm.test(email) || email.length > longestText)) {
    throw new YuejieError("user_email_form", { email });
  }
  checkRoles(user);
  checkDepartments(user, known);
  const isPartner = user.roles.includes("partner");
  if (isPartner && user.settleeNo === null) {
    throw new YuejieError("partner_without_settlee", { user: userName });
  }
  if (!isPartner && user.settleeNo !== null) {
    throw new YuejieError("settlee_without_partner", { user: userName });
  }
}

function isLine(text: string): boolean {
  return text.trim() !== "" && text.length <= longestText && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

function checkRoles({ userName: user, roles: wanted }: UserForm): void {
  const unknown = wanted.find((role) => !roles.includes(role));
  if (unknown !== undefined) throw new YuejieError("role_unknown", { role: unknown, roles });
  if (wanted.length === 0) throw new YuejieError("user_without_role", { user, roles });
  const lonely = lonelyRoles.find((role) => wanted.includes(role));
  if (lonely !== undefined && wanted.some((role) => role !== lonely)) {
    throw new YuejieError("role_stands_alone", { user, role: lonely });
  }
}

function checkDepartments(
  { userName: user, roles: wanted, departments }: UserForm,
  known: readonly string[],
): void {
  const isSigner = wanted.includes("signer");
  if (isSigner && departments.length === 0) {
    throw new YuejieError("signer_without_department", { user, departments: known });
  }
  if (!isSigner && departments.length > 0) {
    throw new YuejieError("department_without_signer", { user });
  }
  const unknown = departments.find((department) => !known.includes(department));
  if (unknown !== undefined) {
    throw new YuejieError("department_not_configured", { department: unknown, departments: known });
  }
}
