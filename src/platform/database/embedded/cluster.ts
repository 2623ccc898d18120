import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { YuejieError } from "../../../domain/errors.js";
import { type Account, commandOf, giveTo, namedAccount } from "./account.js";
import { programOf } from "./binaries.js";
import { saysUserUnknown, troubleOf } from "./diagnosis.js";
import type { Instance } from "./instance.js";
import { release, underWay } from "./under-way.js";

const halfMade = "data.new-";

/** The owner of everything in the embedded database. */
export const superuser = "yuejie";

const passwordFile = (instance: Instance): string => join(instance.folder, "password");

/** The password of the embedded server; trust on loopback would let every local user write statements. */
export function passwordOf(instance: Instance): string {
  return readFileSync(passwordFile(instance), "utf8").trim();
}

/**
 * Makes the data folder where there is none, and looks whether the one there is can be served. One that
 * is damaged is never made anew: it is the books. Call it under the lock.
 *
 * Errors: embedded_version, embedded_damaged, embedded_disk_full, embedded_not_started.
 */
export async function ensureCluster(instance: Instance): Promise<void> {
  const { data, binaries } = instance;
  removeHalfMade(instance.folder);
  if (!existsSync(data)) return createCluster(instance);
  const versionFile = join(data, "PG_VERSION");
  if (!existsSync(versionFile)) throw damaged(data, versionFile);
  const found = readFileSync(versionFile, "utf8").trim();
  if (found !== binaries.major) {
    throw new YuejieError("embedded_version", { folder: data, found, needed: binaries.major });
  }
  if (!existsSync(passwordFile(instance))) throw damaged(data, passwordFile(instance));
}

function damaged(folder: string, missing: string): YuejieError {
  return new YuejieError("embedded_damaged", { folder, reason: `no file ${missing}` });
}

/** What a process that was killed while it made a cluster left. */
function removeHalfMade(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(halfMade)) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Its initdb still writes there; the next start removes it.
    }
  }
}

/** Made beside and renamed when it is whole, so that a death on the way leaves no half cluster. */
async function createCluster(instance: Instance): Promise<void> {
  const { folder, data } = instance;
  const password = passwordFile(instance);
  writeFileSync(password, randomBytes(24).toString("hex"), { mode: 0o600, flush: true });
  giveTo(instance.account, password);
  const fresh = join(folder, `${halfMade}${randomBytes(4).toString("hex")}`);
  try {
    await runInitdb(instance, fresh, password);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  renameSync(fresh, data);
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}

async function runInitdb(instance: Instance, fresh: string, password: string): Promise<void> {
  const { account, folder } = instance;
  let problem = await initdb(instance, account, { fresh, password });
  if (problem !== null && saysUserUnknown(problem)) {
    problem = await initdb(instance, namedAccount(account), { fresh, password });
  }
  if (problem !== null) throw troubleOf(problem, { folder, log: folder });
}

/** Null, or what it said when it failed. */
async function initdb(
  { binaries, folder }: Instance,
  account: Account,
  { fresh, password }: { fresh: string; password: string },
): Promise<string | null> {
  // The built-in locale orders by bytes (R-ORDER), knows Unicode's letters, and is the same on every
  // machine, whatever locales its system has.
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale"];
  const access = ["-A", "scram-sha-256", `--pwfile=${password}`, "-U", superuser];
  const { command, args, options } = commandOf(account, programOf(binaries, "initdb"), [
    ...["-D", fresh, "-E", "UTF8", "--no-instructions"],
    ...locale,
    ...access,
  ]);
  // Its own process group, as initdb runs programs of its own that must end with it.
  const child = spawn(command, args, {
    ...options,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  underWay(child, folder, () => rmSync(fresh, { recursive: true, force: true }));
  let output = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-10_000);
  });
  const problem = await new Promise<string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code === 0 ? null : output));
  });
  release(child);
  return problem;
}
