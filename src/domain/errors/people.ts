import type { ErrorEntry } from "./entry.js";

/** Users and what they may do. */
export const peopleErrors = {
  user_unknown: {
    kind: "refused",
    rule: "R-W2",
    en: "'{user}' is not a user; say who acts: --as NAME (yuejie users lists them).",
    zh: "没有用户“{user}”；请指明操作人：--as 姓名（yuejie users 可列出）。",
  },
  user_disabled: {
    kind: "refused",
    rule: "R-W2",
    en: "The user '{user}' is disabled.",
    zh: "用户“{user}”已停用。",
  },
  user_name_blank: {
    kind: "usage",
    en: "The name of who acts is blank; give one: --as NAME",
    zh: "操作人为空；请指明：--as 姓名",
  },
  role_missing: {
    kind: "refused",
    rule: "R-W2",
    en: "'{user}' may not do this; it takes the role {roles}.",
    zh: "“{user}”无权进行此操作；需要角色 {roles}。",
  },
  user_exists: {
    kind: "refused",
    rule: "R-W2",
    en: "There is a user '{user}' already; names that differ only in case are one.",
    zh: "已有用户“{user}”；仅大小写不同的名称视为同一人。",
  },
  user_name_form: {
    kind: "input",
    en: "'{user}' cannot be the name of a user: 1 to 64 letters, digits, dots, underscores or lines, and not 'system'.",
    zh: "“{user}”不能作为用户名：1 至 64 个字母、数字、点、下划线或连字符，且不能是 system。",
  },
  user_text_form: {
    kind: "input",
    en: "'{value}' cannot be shown as a name: one line of at most 100 characters, not blank.",
    zh: "“{value}”不能作为显示名称：须为一行，不超过 100 个字符，且不为空。",
  },
  user_email_form: {
    kind: "input",
    en: "'{email}' is not an e-mail address; one looks like name@example.com.",
    zh: "“{email}”不是邮箱地址；例如 name@example.com。",
  },
  user_without_role: {
    kind: "input",
    en: "'{user}' needs a role: --role {roles}.",
    zh: "用户“{user}”须有角色：--role {roles}。",
  },
  role_unknown: {
    kind: "input",
    en: "There is no role '{role}'; these are: {roles}.",
    zh: "没有角色“{role}”；可用：{roles}。",
  },
  role_stands_alone: {
    kind: "refused",
    rule: "R-W2",
    en: "The role {role} goes together with no other; '{user}' cannot have both.",
    zh: "角色 {role} 不能与其他角色并存；用户“{user}”不能同时拥有。",
  },
  signer_without_department: {
    kind: "refused",
    rule: "R-W2",
    en: "A signer signs for a department; say for which '{user}' does: --department {departments}.",
    zh: "会签人须属于某个部门；请指明“{user}”的部门：--department {departments}。",
  },
  department_without_signer: {
    kind: "refused",
    rule: "R-W2",
    en: "Only signers have a department, and '{user}' is none; add --role signer or leave --department out.",
    zh: "只有会签人才有部门，“{user}”不是会签人；请加上 --role signer，或去掉 --department。",
  },
  department_not_configured: {
    kind: "refused",
    rule: "R-W2",
    en: "No department '{department}' signs; these do: {departments} (settings, departments).",
    zh: "没有会签部门“{department}”；现有：{departments}（设置项 departments）。",
  },
  partner_without_settlee: {
    kind: "refused",
    rule: "R-W4",
    en: "A partner user acts for one settlee; say for which '{user}' does: --settlee NO.",
    zh: "伙伴用户只代表一个结算对象；请指明“{user}”代表谁：--settlee 编号。",
  },
  settlee_without_partner: {
    kind: "refused",
    rule: "R-W4",
    en: "Only partner users act for a settlee, and '{user}' is none; use --role partner or leave --settlee out.",
    zh: "只有伙伴用户才代表结算对象，“{user}”不是；请使用 --role partner，或去掉 --settlee。",
  },
  settlee_unknown: {
    kind: "not_found",
    en: "There is no partner '{settleeNo}'.",
    zh: "没有伙伴“{settleeNo}”。",
  },
  settlee_second_tier: {
    kind: "refused",
    rule: "R-W4",
    en: "'{settleeNo}' sells under {parentNo}, which its share is settled to: --settlee {parentNo}.",
    zh: "“{settleeNo}”是二级经销商，其分成结算给 {parentNo}：--settlee {parentNo}。",
  },
  first_user_not_admin: {
    kind: "refused",
    rule: "R-W2",
    en: "The first user must be an admin, or nobody could add the others: --role admin.",
    zh: "第一个用户必须是管理员，否则无人可以添加其他用户：--role admin。",
  },
  last_admin: {
    kind: "refused",
    rule: "R-W2",
    en: "'{user}' is the last admin; make another one first.",
    zh: "“{user}”是最后一名管理员；请先添加另一名管理员。",
  },
  user_not_found: {
    kind: "not_found",
    en: "There is no user '{user}'; yuejie users lists them.",
    zh: "没有用户“{user}”；yuejie users 可列出全部用户。",
  },
} as const satisfies Record<string, ErrorEntry>;
