import { toWallClock } from "../domain/instant.js";
import type { Role } from "../domain/lifecycle/states.js";
import type { User, UserChangeEntry } from "../lifecycle/users.js";
import type { Bilingual } from "./language.js";
import type { Output } from "./output.js";
import type { Cli } from "./session.js";
import { writeTable } from "./table.js";

interface UserTableTexts {
  readonly columns: Readonly<
    Record<
      "name" | "displayName" | "roles" | "of" | "email" | "state" | "at" | "actor" | "change",
      string
    >
  >;
  readonly changes: Readonly<Record<UserChangeEntry["kind"], string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly states: Readonly<Record<"disabled" | "temporary", string>>;
}

const texts: Bilingual<UserTableTexts> = {
  "zh-CN": {
    columns: {
      name: "用户",
      displayName: "名称",
      roles: "角色",
      of: "部门 / 结算对象",
      email: "邮箱",
      state: "状态",
      at: "时间",
      actor: "操作人",
      change: "更改",
    },
    changes: {
      added: "添加",
      changed: "更改",
      disabled: "停用",
      enabled: "启用",
      password: "一次性密码",
    },
    roles: {
      operator: "出账员",
      reviewer: "审核员",
      signer: "会签人",
      finance_preparer: "财务制单",
      finance_releaser: "财务放行",
      partner: "伙伴",
      auditor: "审计员",
      admin: "管理员",
    },
    states: { disabled: "已停用", temporary: "待修改初始密码" },
  },
  en: {
    columns: {
      name: "User",
      displayName: "Name",
      roles: "Roles",
      of: "Departments / settlee",
      email: "E-mail",
      state: "State",
      at: "At",
      actor: "By",
      change: "Change",
    },
    changes: {
      added: "added",
      changed: "changed",
      disabled: "disabled",
      enabled: "enabled",
      password: "one-time password",
    },
    roles: {
      operator: "operator",
      reviewer: "reviewer",
      signer: "signer",
      finance_preparer: "finance preparer",
      finance_releaser: "finance releaser",
      partner: "partner",
      auditor: "auditor",
      admin: "admin",
    },
    states: { disabled: "disabled", temporary: "has to change its password" },
  },
};

/** How a role is called in tables. */
export function roleWord(cli: Cli, role: Role): string {
  return cli.text(texts).roles[role];
}

export async function writeUsers(
  output: Output,
  cli: Cli,
  users: Iterable<User> | AsyncIterable<User>,
): Promise<void> {
  const { columns, states } = cli.text(texts);
  const stateOf = ({ isDisabled, hasPassword, passwordIsTemporary }: User): string => {
    if (isDisabled) return states.disabled;
    return hasPassword && passwordIsTemporary ? states.temporary : "";
  };
  await writeTable(
    output,
    [
      { title: columns.name, of: ({ userName }) => userName },
      { title: columns.displayName, of: ({ displayName }) => displayName },
      { title: columns.roles, of: ({ roles }) => roles.map((it) => roleWord(cli, it)).join(", ") },
      {
        title: columns.of,
        of: ({ departments, settleeNo }) => settleeNo ?? departments.join(", "),
      },
      { title: columns.email, of: ({ email }) => email ?? "" },
      { title: columns.state, of: stateOf },
    ],
    users,
  );
}

export async function writeUserChanges(
  output: Output,
  cli: Cli,
  changes: AsyncIterable<UserChangeEntry>,
): Promise<void> {
  const { columns, changes: words } = cli.text(texts);
  await writeTable(
    output,
    [
      { title: columns.at, of: ({ at }) => toWallClock(at) },
      { title: columns.actor, of: ({ actor }) => actor },
      { title: columns.change, of: ({ kind }) => words[kind] },
      { title: columns.name, of: ({ userName }) => userName },
      { title: columns.roles, of: ({ roles }) => roles.map((it) => roleWord(cli, it)).join(", ") },
      {
        title: columns.of,
        of: ({ departments, settleeNo }) => settleeNo ?? departments.join(", "),
      },
    ],
    changes,
  );
}
