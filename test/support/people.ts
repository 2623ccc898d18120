import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compose } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import type { UserForm } from "../../src/domain/lifecycle/user-form.js";
import { type Features, offerFeatures } from "../../src/features.js";
import type { TestDatabase } from "./database.js";

/** Features as a command gets them, on a test's database, with a clock that stands. */
export interface Desk {
  readonly features: Features;
  close(): Promise<void>;
}

export function openDesk(
  database: TestDatabase,
  now = "2026-11-03T10:00:00+08:00",
  settings: object = {},
): Desk {
  const home = mkdtempSync(join(tmpdir(), "yuejie-desk-"));
  const settingsFile = join(home, "settings.json");
  writeFileSync(settingsFile, JSON.stringify(settings));
  const config = readConfig({
    DATABASE_URL: database.url,
    YUEJIE_HOME: home,
    YUEJIE_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    YUEJIE_CLOCK: now,
    YUEJIE_SETTINGS: settingsFile,
  });
  const parts = compose(config, { name: "desk", signal: new AbortController().signal });
  return {
    features: offerFeatures(parts),
    close: async () => {
      await parts.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Does something at a desk that stands at an instant. */
export async function atDesk<T>(
  database: TestDatabase,
  now: string,
  work: (features: Features) => Promise<T>,
): Promise<T> {
  const desk = openDesk(database, now);
  return work(desk.features).finally(() => desk.close());
}

/** A user with these roles; what is not said is nobody's in particular. */
export function user(
  userName: string,
  roles: UserForm["roles"],
  rest: Partial<UserForm> = {},
): UserForm {
  const nothing = { email: null, locale: "zh-CN", departments: [], settleeNo: null } as const;
  return { ...nothing, userName, displayName: userName, roles, ...rest };
}
