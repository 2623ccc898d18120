import type { UserForm } from "../domain/lifecycle/user-form.js";

/**
 * Somebody for every part of a month (R-W2): each step has another person, each department a signer of its own.
 *
 * @param options.settleeNo whom the partner user acts for; null: there is none.
 */
export function rehearsalUsers(options: {
  readonly settleeNo: string | null;
  readonly departments: readonly string[];
}): UserForm[] {
  const { settleeNo, departments } = options;
  return [
    person("admin", "管理员", { roles: ["admin"] }),
    person("operator", "出账员", { roles: ["operator"] }),
    person("reviewer", "审核员", { roles: ["reviewer"] }),
    ...departments.map((department, index) =>
      person(`signer${index + 1}`, `${department}会签人`, {
        roles: ["signer"],
        departments: [department],
      }),
    ),
    person("preparer", "财务制单", { roles: ["finance_preparer"] }),
    person("releaser", "财务放行", { roles: ["finance_releaser"] }),
    person("auditor", "审计员", { roles: ["auditor"] }),
    ...(settleeNo === null
      ? []
      : [person("partner", `${settleeNo} 的联系人`, { roles: ["partner"], settleeNo })]),
  ];
}

function person(
  userName: string,
  displayName: string,
  may: Pick<UserForm, "roles"> & Partial<UserForm>,
): UserForm {
  const nobody = { email: null, locale: "zh-CN", departments: [], settleeNo: null } as const;
  return { ...nobody, userName, displayName, ...may };
}
