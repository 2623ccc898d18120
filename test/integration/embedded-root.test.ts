import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/platform/database/open-database.js";
import {
  embeddedUser,
  endUsers,
  isAlive,
  removeTemporaryHome,
  serverFolder,
  serverPid,
  temporaryHome,
} from "../support/embedded-process.js";

// Inside a changed root Linux refuses user namespaces to everybody, which is what many containers do.
const withoutNamespaces = (bind: string): string[] => {
  const script = `mkdir -p "$0" && mount --rbind / "$0" && exec chroot "$0" "$@"`;
  return ["unshare", "--mount", "sh", "-c", script, bind];
};

function succeeds([command = "", ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const hasNamespaces = isRoot && succeeds(["unshare", "--user", "--map-user=65534", "true"]);
const canRefuse = isRoot && succeeds([...withoutNamespaces("/tmp/yuejie-root"), "true"]);
if (isRoot) rmSync("/tmp/yuejie-root", { recursive: true, force: true });

const homes: string[] = [];

/** Under a folder that only root can enter. */
function closedHome(): string {
  const home = temporaryHome();
  chmodSync(join(home, ".."), 0o700);
  homes.push(home);
  return home;
}

afterEach(() => {
  endUsers();
  for (const home of homes.splice(0)) removeTemporaryHome(home);
});

describe.skipIf(!isRoot)("the embedded database of root", () => {
  it.skipIf(!hasNamespaces)("keeps its data in the home, as root's", async () => {
    const home = closedHome();
    const database = await openDatabase({ home });
    const pid = serverPid(home) ?? 0;
    expect(statSync(join(home, "postgres", "data")).uid).toBe(0);
    await database.close();
    expect(isAlive(pid)).toBe(false);
  });

  it.skipIf(!canRefuse)("keeps it under /var/lib where namespaces are refused", async () => {
    const home = closedHome();
    const through = withoutNamespaces(join(home, "..", "root"));
    const users = await Promise.all([1, 2].map(() => embeddedUser(home, { through })));
    const folder = readFileSync(join(home, "postgres", "location"), "utf8").trim();
    expect(folder).toMatch(/^\/var\/lib\/yuejie\/[0-9a-f]{16}$/);
    expect(statSync(join(folder, "data")).uid).toBe(65534);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(users[0]?.port).toBe(users[1]?.port);
    for (const user of users) expect(await user.leave()).toBe(0);
    expect(serverPid(home)).toBeNull();
    // Found again where namespaces are allowed.
    const database = await openDatabase({ home });
    expect(database.applied).toEqual([]);
    await database.close();
  });

  it.skipIf(!canRefuse)(
    "refuses a copy of such a home, and serves it where it was moved",
    async () => {
      const home = closedHome();
      const through = withoutNamespaces(join(home, "..", "root"));
      await (await embeddedUser(home, { through })).leave();
      const copy = `${home} copy`;
      cpSync(home, copy, { recursive: true });
      await expect(openDatabase({ home: copy })).rejects.toMatchObject({
        code: "embedded_copied",
        details: { shared: serverFolder(home) },
      });
      rmSync(home, { recursive: true });
      await (await openDatabase({ home: copy })).close();
      cpSync(copy, home, { recursive: true });
      rmSync(copy, { recursive: true });
    },
  );

  it.skipIf(!canRefuse || !hasNamespaces)(
    "says so where namespaces are refused later",
    async () => {
      const home = closedHome();
      await (await openDatabase({ home })).close();
      const user = embeddedUser(home, { through: withoutNamespaces(join(home, "..", "root")) });
      await expect(user).rejects.toThrow("refuses the user namespace");
    },
  );

  it.skipIf(!hasNamespaces)("runs as the one to whom the home belongs", async () => {
    const home = closedHome();
    chmodSync(join(home, ".."), 0o755);
    mkdirSync(join(home, "postgres"), { recursive: true, mode: 0o700 });
    // A uid without a name, as containers are given, is nothing to initdb.
    spawnSync("chown", ["-R", "12345:12345", home]);
    const as = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"];
    const owner = await embeddedUser(home, { through: as });
    const pid = serverPid(home) ?? 0;
    const database = await openDatabase({ home });
    expect(serverPid(home)).toBe(pid);
    await owner.leave();
    await database.close();
    expect(isAlive(pid)).toBe(false);
    await (await openDatabase({ home })).close();
    expect(await (await embeddedUser(home, { through: as })).leave()).toBe(0);
    expect(existsSync(join(home, "postgres", "location"))).toBe(false);
  });
});
