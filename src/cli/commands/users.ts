import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import { type Role, roles } from "../../domain/lifecycle/states.js";
import type { UserChange } from "../../domain/lifecycle/user-form.js";
import type { User } from "../../lifecycle/users.js";
import type { UserWithPassword } from "../../offer-people.js";
import { type Bilingual, languages } from "../language.js";
import { collectOption } from "../options.js";
import type { Cli, ExitCode, Session } from "../session.js";
import { writeUserChanges, writeUsers } from "../user-table.js";

interface UsersTexts {
  readonly summary: string;
  readonly none: string;
  readonly subcommands: Readonly<
    Record<"add" | "change" | "disable" | "enable" | "password" | "changes", string>
  >;
  readonly options: Readonly<
    Record<"user" | "role" | "department" | "settlee" | "email" | "name" | "locale", string>
  >;
  readonly password: (userName: string, password: string) => string;
}

const texts: Bilingual<UsersTexts> = {
  "zh-CN": {
    summary: "用户与角色：列出全部用户（NDJSON）",
    none: "还没有用户：任何姓名均可操作。第一个用户须为管理员：yuejie users add 用户名 --role admin",
    subcommands: {
      add: "添加用户，并给出一次性密码（只显示一次）",
      change: "更改用户；未指明的保持不变",
      disable: "停用用户",
      enable: "重新启用用户",
      password: "给出新的一次性密码（只显示一次）",
      changes: "列出何人何时更改了哪个用户（NDJSON）",
    },
    options: {
      user: "用户名：字母、数字、点、下划线、连字符",
      role: `角色，可用逗号分隔或重复：${roles.join(", ")}`,
      department: "会签人的部门（可重复）",
      settlee: "伙伴用户代表的结算对象",
      email: "邮箱；留空则去掉",
      name: "显示名称（缺省为用户名）",
      locale: "通知的语言：zh-CN 或 en",
    },
    password: (userName, password) =>
      `${userName} 的一次性密码（只显示这一次，首次登录须修改）：${password}`,
  },
  en: {
    summary: "users and their roles: list them (NDJSON)",
    none: "There are no users: any name may act. The first has to be an admin: yuejie users add NAME --role admin",
    subcommands: {
      add: "add a user, with a one-time password that is shown once",
      change: "change a user; what is not said stays",
      disable: "disable a user",
      enable: "let a disabled user act again",
      password: "a new one-time password, shown once",
      changes: "list who changed which user, and when (NDJSON)",
    },
    options: {
      user: "name: letters, digits, dots, underscores, lines",
      role: `role, several by comma or repeated: ${roles.join(", ")}`,
      department: "a signer's department (repeatable)",
      settlee: "the settlee that a partner user acts for",
      email: "e-mail address; empty takes it away",
      name: "name as it is shown (default: the user's name)",
      locale: "language of notices: zh-CN or en",
    },
    password: (userName, password) =>
      `One-time password of ${userName}, shown now only and to be changed at the first sign-in: ${password}`,
  },
};

interface Flags {
  readonly role?: readonly Role[];
  readonly department?: readonly string[];
  readonly settlee?: string;
  readonly email?: string;
  readonly name?: string;
  readonly locale?: "zh-CN" | "en";
}

export function addUsersCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const users = program
    .command("users")
    .description(text.summary)
    .action(() =>
      cli.perform("users", async ({ features, output, answerRecords }) => {
        const all = await features.people.list();
        return answerRecords(each(all), async (records) => {
          if (all.length === 0) await output.write(`${text.none}\n`);
          else await writeUsers(output, cli, records);
        });
      }),
    );
  const named = (name: keyof UsersTexts["subcommands"]) =>
    users.command(name).description(text.subcommands[name]).argument("<user>", text.options.user);
  addForm(named("add"), cli).action((userName: string, flags: Flags) =>
    cli.perform("users add", async (session) => {
      const { features, actor, language } = session;
      const { displayName, email, locale, roles: wanted, departments, settleeNo } = changeOf(flags);
      const user = {
        userName,
        displayName: displayName ?? userName,
        email: email ?? null,
        locale: locale ?? language,
        roles: wanted ?? [],
        departments: departments ?? [],
        settleeNo: settleeNo ?? null,
      };
      return tellPassword(cli, session, await features.people.add({ user, actor }));
    }),
  );
  addForm(named("change"), cli).action((name: string, flags: Flags) =>
    cli.perform("users change", async (session) => {
      const { features, actor } = session;
      const change = changeOf(flags);
      return tellUser(cli, session, await features.people.change({ name, change, actor }));
    }),
  );
  for (const command of ["disable", "enable"] as const) {
    named(command).action((name: string) =>
      cli.perform(`users ${command}`, async (session) => {
        const { features, actor } = session;
        const of = { name, isDisabled: command === "disable", actor };
        return tellUser(cli, session, await features.people.setDisabled(of));
      }),
    );
  }
  named("password").action((name: string) =>
    cli.perform("users password", async (session) => {
      const { features, actor } = session;
      return tellPassword(cli, session, await features.people.renewPassword({ name, actor }));
    }),
  );
  users
    .command("changes")
    .description(text.subcommands.changes)
    .argument("[user]", text.options.user)
    .action((name: string | undefined) =>
      cli.perform("users changes", async ({ features, output, answerRecords }) => {
        const changes = await features.people.listChanges(name ?? null);
        return answerRecords(each(changes), (records) => writeUserChanges(output, cli, records));
      }),
    );
}

function addForm(command: Command, cli: Cli): Command {
  const { options } = cli.text(texts);
  return command
    .option("--role <roles>", options.role, roleOption)
    .option("--department <name>", options.department, collectOption)
    .option("--settlee <no>", options.settlee)
    .option("--email <address>", options.email)
    .option("--name <name>", options.name)
    .option("--locale <language>", options.locale, localeOption);
}

function changeOf({ role, department, settlee, email, name, locale }: Flags): UserChange {
  return {
    roles: role,
    departments: department,
    settleeNo: settlee,
    displayName: name,
    email: email === "" ? null : email,
    locale,
  };
}

function roleOption(value: string, earlier: readonly Role[] = []): readonly Role[] {
  const named = value.split(",").map((it) => it.trim());
  for (const it of named) requireOneOf("--role", it, roles);
  return [...new Set([...earlier, ...(named as Role[])])];
}

function localeOption(value: string): string {
  requireOneOf("--locale", value, languages);
  return value;
}

function requireOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  const told = allowed.join(", ");
  throw new YuejieError("option_value_refused", { value, option, allowed: told });
}

async function tellUser(cli: Cli, { output, answer }: Session, user: User): Promise<ExitCode> {
  return answer(user, () => writeUsers(output, cli, [user]));
}

/** On stdout and nowhere else: neither logs nor the record know it. */
async function tellPassword(
  cli: Cli,
  { output, answer }: Session,
  { user, oneTimePassword }: UserWithPassword,
): Promise<ExitCode> {
  return answer({ ...user, oneTimePassword }, async () => {
    await writeUsers(output, cli, [user]);
    await output.write(`\n${cli.text(texts).password(user.userName, oneTimePassword)}\n`);
  });
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
