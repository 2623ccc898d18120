import { describe, expect, it } from "vitest";
import type { YuejieError } from "../../src/domain/errors.js";
import { duties } from "../../src/domain/lifecycle/duties.js";
import { type Role, roles } from "../../src/domain/lifecycle/states.js";
import { transitions } from "../../src/domain/lifecycle/transitions.js";
import { changeUser, checkUser, type UserForm } from "../../src/domain/lifecycle/user-form.js";
import {
  hashPassword,
  makeOneTimePassword,
  matchesPassword,
} from "../../src/platform/crypto/password.js";
import { rehearsalUsers } from "../../src/rehearsal/users.js";
import { user } from "../support/people.js";

const known = ["业务部", "财务部"];

function refusalOf(form: UserForm): string | null {
  try {
    checkUser(form, known);
    return null;
  } catch (error) {
    return (error as YuejieError).code;
  }
}

const signer = (departments: readonly string[]) => user("zhao", ["signer"], { departments });

describe("what a user can be", () => {
  it.each<[string, UserForm, string | null]>([
    ["an operator", user("li", ["operator"]), null],
    ["several roles in one person", user("li", ["operator", "reviewer", "admin"]), null],
    ["all the characters of a name", user("A.b_c-9", ["operator"]), null],
    ["no name", user("", ["operator"]), "user_name_form"],
    ["a name with a blank", user("li na", ["operator"]), "user_name_form"],
    ["a Chinese name", user("李娜", ["operator"]), "user_name_form"],
    ["a name too long", user("x".repeat(65), ["operator"]), "user_name_form"],
    ["the scheduler's name", user("system", ["operator"]), "user_name_form"],
    ["the scheduler's name in capitals", user("SYSTEM", ["operator"]), "user_name_form"],
    ["no role", user("li", []), "user_without_role"],
    ["a role that does not exist", user("li", ["boss" as Role]), "role_unknown"],
    ["a blank display name", user("li", ["operator"], { displayName: " " }), "user_text_form"],
    [
      "a display name of two lines",
      user("li", ["operator"], { displayName: "a\nb" }),
      "user_text_form",
    ],
    ["an address", user("li", ["operator"], { email: "li@example.com" }), null],
    ["no address", user("li", ["operator"], { email: "li" }), "user_email_form"],
    ["two addresses", user("li", ["operator"], { email: "a@x.cn,b@x.cn" }), "user_email_form"],
    ["a signer of a department", signer(["财务部"]), null],
    ["a signer of two", signer(known), null],
    ["a signer of none", signer([]), "signer_without_department"],
    ["a signer of one that does not sign", signer(["法务部"]), "department_not_configured"],
    [
      "a department without a signer",
      user("li", ["operator"], { departments: ["财务部"] }),
      "department_without_signer",
    ],
    ["a partner user", user("p", ["partner"], { settleeNo: "P1" }), null],
    ["a partner user of nobody", user("p", ["partner"]), "partner_without_settlee"],
    ["staff of a settlee", user("p", ["operator"], { settleeNo: "P1" }), "settlee_without_partner"],
    [
      "a partner user with another role",
      user("p", ["partner", "operator"], { settleeNo: "P1" }),
      "role_stands_alone",
    ],
    ["an auditor", user("a", ["auditor"]), null],
    ["an auditor who reviews", user("a", ["auditor", "reviewer"]), "role_stands_alone"],
    ["an auditor who is an admin", user("a", ["admin", "auditor"]), "role_stands_alone"],
  ])("%s", (_, form, code) => {
    expect(refusalOf(form)).toBe(code);
  });

  it("keeps what is not changed, and lets go of what belonged to a role that goes", () => {
    const zhao = { ...signer(["财务部"]), email: "zhao@example.com" };
    expect(changeUser(zhao, {})).toEqual(zhao);
    expect(changeUser(zhao, { email: null, locale: "en" })).toEqual({
      ...zhao,
      email: null,
      locale: "en",
    });
    expect(changeUser(zhao, { roles: ["operator"] })).toMatchObject({
      roles: ["operator"],
      departments: [],
    });
    const p = user("p", ["partner"], { settleeNo: "P1" });
    expect(changeUser(p, { roles: ["operator"] }).settleeNo).toBeNull();
    expect(changeUser(p, { settleeNo: "P2" }).settleeNo).toBe("P2");
  });
});

describe("who may do what", () => {
  const may = (role: Role): string[] => [
    ...Object.entries(duties).flatMap(([name, { by }]) =>
      (by as readonly Role[]).includes(role) ? [name] : [],
    ),
    ...transitions.flatMap(({ event, by }) =>
      (by as readonly string[]).includes(role) ? [event] : [],
    ),
  ];

  it("an auditor changes nothing", () => {
    expect(may("auditor")).toEqual([]);
  });

  it("a partner user asks about its statements and invoices them, and that is all", () => {
    expect(may("partner")).toEqual(["question", "submit_invoice"]);
  });

  it("an admin sees to people and machines, and touches no statement", () => {
    expect(may("admin").filter((it) => !(it in duties))).toEqual([]);
  });

  it("every other role has something to do", () => {
    const idle = roles.filter((role) => may(role).length === 0);
    expect(idle).toEqual(["auditor"]);
  });
});

describe("rehearsal users", () => {
  it("have every role, and each department's signer is another person (R-W2)", () => {
    const users = rehearsalUsers({ settleeNo: "P00001", departments: known });
    for (const it of users) checkUser(it, known);
    expect(new Set(users.flatMap((it) => it.roles))).toEqual(new Set(roles));
    const signers = users.filter((it) => it.roles.includes("signer"));
    expect(signers.map((it) => it.departments)).toEqual([["业务部"], ["财务部"]]);
    expect(new Set(users.map(({ userName }) => userName)).size).toBe(users.length);
    expect(users[0]?.roles).toContain("admin");
  });
});

describe("passwords", () => {
  it("are kept as argon2id, each with a salt of its own", async () => {
    const hash = await hashPassword("correct horse");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword("correct horse")).not.toBe(hash);
    expect(await matchesPassword(hash, "correct horse")).toBe(true);
    expect(await matchesPassword(hash, "correct  horse")).toBe(false);
    expect(await matchesPassword("no hash", "correct horse")).toBe(false);
    // One character typed in two ways is one password.
    expect(await matchesPassword(await hashPassword("\u00e9"), "e\u0301")).toBe(true);
  });

  it("for one time can be read aloud, and are never the same", () => {
    const made = Array.from({ length: 200 }, makeOneTimePassword);
    expect(new Set(made).size).toBe(200);
    for (const it of made)
      expect(it).toMatch(/^([a-km-zA-HJ-NP-Z2-9]{4}-){3}[a-km-zA-HJ-NP-Z2-9]{4}$/);
  });
});
