import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { type Role, roles } from "../../src/domain/lifecycle/states.js";
import { acts } from "../support/acts.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { loadFacts } from "../support/load-facts.js";
import { type Desk, openDesk, user } from "../support/people.js";
import { sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
let desk: Desk;
beforeAll(async () => {
  database = await testDatabase();
  await loadFacts(database, { ...smallWorld, orders: [sale("A", "1000.00")] });
  desk = openDesk(database);
});
afterAll(async () => {
  await desk.close();
  await database.drop();
});

/** The code of a refusal before anything was looked at; null: the person may, whatever came of it. */
async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    const code = error instanceof YuejieError ? error.code : null;
    return code === "role_missing" || code === "user_unknown" || code === "user_disabled"
      ? code
      : null;
  }
}

describe("while there are no users", () => {
  test.each(acts.filter(([name]) => !name.startsWith("users")))(
    "%s: any name may",
    async (_, __, act) => {
      expect(await refusalOf(act(desk.features, "anybody"))).toBeNull();
    },
  );
});

describe("once there are users", () => {
  beforeAll(async () => {
    const { people } = desk.features;
    const first = user("admin", ["admin"]);
    await people.add({ user: first, actor: "anybody" });
    for (const role of roles.filter((it) => it !== "admin")) {
      const departments = role === "signer" ? ["财务部"] : [];
      const settleeNo = role === "partner" ? "P1" : null;
      const form = user(role, [role], { departments, settleeNo });
      await people.add({ user: form, actor: "admin" });
    }
    const gone = user("gone", ["operator", "reviewer", "admin"]);
    await people.add({ user: gone, actor: "admin" });
    await people.setDisabled({ name: "gone", isDisabled: true, actor: "admin" });
  });

  test.each(acts)("%s: who has one of its roles may, nobody else", async (_, allowed, act) => {
    const may: string[] = [];
    for (const role of roles) {
      if ((await refusalOf(act(desk.features, role))) === null) may.push(role);
    }
    expect(may).toEqual(roles.filter((role) => allowed.includes(role)));
    expect(may).not.toContain("auditor");
    expect(await refusalOf(act(desk.features, "anybody"))).toBe("user_unknown");
    expect(await refusalOf(act(desk.features, "system"))).toBe("user_unknown");
    expect(await refusalOf(act(desk.features, "gone"))).toBe("user_disabled");
  });

  test("a refusal has the rule's number, and says which roles would do", async () => {
    const refused = desk.features.runPeriod({ period: "2026-10", actor: "reviewer" });
    await expect(refused).rejects.toMatchObject({
      kind: "refused",
      rule: "R-W2",
      message: "R-W2 'reviewer' may not do this; it takes the role operator.",
    });
  });

  test("a dry run changes nothing, so anybody may ask for one", async () => {
    const dry = { period: "2026-10", dryRun: true, actor: "anybody" };
    expect(await desk.features.runPeriod(dry)).toMatchObject({ statements: { created: 1 } });
  });

  test("the record keeps a name as its user writes it, however it was typed", async () => {
    await desk.features.runPeriod({ period: "2026-10", actor: " OPERATOR" });
    const { entries } = await desk.features.lifecycle.history("202610-P1-B1300F0600-01");
    expect(entries.map(({ actor }) => actor)).toEqual(["operator"]);
    const [run] = await desk.features.listRuns({ period: "2026-10", limit: 1 });
    expect(run?.actor).toBe("operator");
  });

  test("what nobody asks for is not asked: sweeps, seals, the schedule", async () => {
    await desk.features.exportTasks.sweep();
    await desk.features.due.sweep();
    expect(await desk.features.lifecycle.sealRecord()).toBeNull();
    expect(await desk.features.unattended.tickSchedule()).toMatchObject({ waiting: [] });
  });

  test("reading asks nobody", async () => {
    expect(await desk.features.due.list({})).toHaveLength(1);
    expect((await desk.features.lifecycle.verifyRecord()).faults).toEqual([]);
    const everybody: readonly Role[] = (await desk.features.people.list()).flatMap(
      (it) => it.roles,
    );
    expect(new Set(everybody)).toEqual(new Set(roles));
  });
});
