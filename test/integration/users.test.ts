import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserForm } from "../../src/domain/lifecycle/user-form.js";
import { matchesPassword } from "../../src/platform/crypto/password.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { loadFacts } from "../support/load-facts.js";
import { type Desk, openDesk, user } from "../support/people.js";
import { partner, smallWorld } from "../support/story.js";

let database: TestDatabase;
let desk: Desk;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    partners: [partner("P1"), partner("P2", { parent_partner_no: "P1" })],
  });
  desk = openDesk(database);
});
afterEach(() => desk.close());

const add = (form: UserForm, actor = "admin") => desk.features.people.add({ user: form, actor });
const change = (name: string, to: object, actor = "admin") =>
  desk.features.people.change({ name, change: to, actor });
const disable = (name: string, actor = "admin") =>
  desk.features.people.setDisabled({ name, isDisabled: true, actor });
const refused = (code: string) => expect.objectContaining({ code });

const names = async () => (await desk.features.people.list()).map(({ userName }) => userName);

describe("the first user", () => {
  test("has to be an admin, whoever adds it, and gets a password for one time", async () => {
    await expect(add(user("li", ["operator"]), "anybody")).rejects.toThrow(
      refused("first_user_not_admin"),
    );
    expect(await names()).toEqual([]);
    const { user: added, oneTimePassword } = await add(user("admin", ["admin"]), "anybody");
    expect(added).toMatchObject({
      userName: "admin",
      roles: ["admin"],
      hasPassword: true,
      passwordIsTemporary: true,
      createdBy: "anybody",
      createdAt: "2026-11-03T10:00:00+08:00",
    });
    const { rows } = await database.pool.query("select password_hash from app_user");
    expect(await matchesPassword(rows[0].password_hash, oneTimePassword)).toBe(true);
  });

  test("is one, though two are added at once", async () => {
    const both = await Promise.allSettled([
      add(user("one", ["admin"]), "one"),
      add(user("two", ["admin"]), "two"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [failed] = both.flatMap((it) => (it.status === "rejected" ? [it.reason] : []));
    expect(failed).toMatchObject({ code: "user_unknown" });
    expect(await names()).toHaveLength(1);
  });
});

describe("afterwards", () => {
  beforeEach(async () => {
    await add(user("admin", ["admin"]), "anybody");
  });

  test("only an admin manages users", async () => {
    await add(user("li", ["operator"]));
    const wang = user("wang", ["reviewer"]);
    await expect(add(wang, "li")).rejects.toThrow(refused("role_missing"));
    await expect(add(wang, "nobody")).rejects.toThrow(refused("user_unknown"));
    await expect(change("li", { roles: ["admin"] }, "li")).rejects.toThrow(refused("role_missing"));
    await expect(disable("admin", "li")).rejects.toThrow(refused("role_missing"));
    const renewed = desk.features.people.renewPassword({ name: "admin", actor: "li" });
    await expect(renewed).rejects.toThrow(refused("role_missing"));
    await add(wang, "ADMIN");
    expect(await names()).toEqual(["admin", "li", "wang"]);
  });

  test("names are one in whatever case, and stay as they were written", async () => {
    await add(user("Li", ["operator"]));
    await expect(add(user("lI", ["reviewer"]))).rejects.toThrow(refused("user_exists"));
    expect(await change("LI", { displayName: "李" })).toMatchObject({ userName: "Li" });
  });

  test("of two who add one name at once, one is refused", async () => {
    const both = await Promise.allSettled([
      add(user("li", ["operator"])),
      add(user("LI", ["reviewer"])),
    ]);
    const reasons = both.flatMap((it) => (it.status === "rejected" ? [it.reason.code] : []));
    expect(reasons).toEqual(["user_exists"]);
  });

  test("an admin stays: the last one can neither go nor lose the role, whoever asks first", async () => {
    await expect(disable("admin")).rejects.toThrow(refused("last_admin"));
    await expect(change("admin", { roles: ["operator"] })).rejects.toThrow(refused("last_admin"));
    await add(user("second", ["admin"]));
    const both = await Promise.allSettled([disable("admin", "admin"), disable("second", "second")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const able = (await desk.features.people.list()).filter(({ isDisabled }) => !isDisabled);
    expect(able).toHaveLength(1);
  });

  test("who is disabled acts no more, and does again once enabled", async () => {
    await add(user("second", ["admin"]));
    await disable("second");
    await expect(add(user("li", ["operator"]), "second")).rejects.toThrow(refused("user_disabled"));
    expect(await disable("second")).toMatchObject({ isDisabled: true });
    await desk.features.people.setDisabled({ name: "second", isDisabled: false, actor: "admin" });
    await add(user("li", ["operator"]), "second");
    const kinds = (await desk.features.people.listChanges("second")).map(({ kind }) => kind);
    // Disabled twice, it was disabled once.
    expect(kinds).toEqual(["added", "disabled", "enabled"]);
  });

  test("a partner user acts for a settlee, and no settlee is second-tier", async () => {
    const of = (settleeNo: string) => add(user("p", ["partner"], { settleeNo }));
    await expect(of("P9")).rejects.toThrow(refused("settlee_unknown"));
    await expect(of("P2")).rejects.toMatchObject({
      code: "settlee_second_tier",
      details: { settleeNo: "P2", parentNo: "P1" },
    });
    expect((await of("P1")).user).toMatchObject({ roles: ["partner"], settleeNo: "P1" });
  });

  test("a signer keeps a department that signs no more, until it is changed", async () => {
    await add(user("zhao", ["signer"], { departments: ["业务部", "财务部"] }));
    const later = openDesk(database, "2026-11-04T10:00:00+08:00", { departments: ["业务部"] });
    const changing = (to: object) =>
      later.features.people.change({ name: "zhao", change: to, actor: "admin" });
    expect(await changing({ email: "zhao@example.com" })).toMatchObject({
      departments: ["业务部", "财务部"],
    });
    await expect(changing({ departments: ["财务部"] })).rejects.toThrow(
      refused("department_not_configured"),
    );
    expect(await changing({ departments: ["业务部"] })).toMatchObject({ departments: ["业务部"] });
    await later.close();
  });

  test("a new password ends the old one", async () => {
    const { oneTimePassword: old } = await add(user("li", ["operator"]));
    const { oneTimePassword } = await desk.features.people.renewPassword({
      name: "LI",
      actor: "admin",
    });
    const { rows } = await database.pool.query(
      "select password_hash as hash from app_user where user_name = 'li'",
    );
    expect(await matchesPassword(rows[0].hash, oneTimePassword)).toBe(true);
    expect(await matchesPassword(rows[0].hash, old)).toBe(false);
  });

  test("what changed is kept, with who and what it may do since; nothing of it can be rewritten", async () => {
    await add(user("zhao", ["signer"], { departments: ["财务部"] }));
    await change("zhao", { roles: ["reviewer"] });
    await change("zhao", { roles: ["reviewer"] });
    const changes = await desk.features.people.listChanges("zhao");
    expect(
      changes.map(({ kind, roles, departments, actor }) => [kind, roles, departments, actor]),
    ).toEqual([
      ["added", ["signer"], ["财务部"], "admin"],
      ["changed", ["reviewer"], [], "admin"],
    ]);
    for (const statement of [
      "update user_change set actor = 'x'",
      "delete from user_change",
      "truncate user_change",
    ]) {
      await expect(database.pool.query(statement)).rejects.toThrow("R-W3");
    }
  });
});

describe("rehearsal users", () => {
  test("come once, and not where there is somebody", async () => {
    const { people } = desk.features;
    const added = await people.addRehearsalUsers({ settleeNo: "P1" });
    expect(added?.map(({ userName }) => userName)).toEqual([
      ...["admin", "auditor", "operator", "partner", "preparer"],
      ...["releaser", "reviewer", "signer1", "signer2"],
    ]);
    expect(added?.every(({ hasPassword }) => !hasPassword)).toBe(true);
    expect(await people.addRehearsalUsers({ settleeNo: "P1" })).toBeNull();
    expect(await names()).toHaveLength(9);
  });
});
