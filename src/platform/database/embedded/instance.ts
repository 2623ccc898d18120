import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { YuejieError } from "../../../domain/errors.js";
import { makeFolder } from "../../files/make-folder.js";
import * as accounts from "./account.js";
import { type Binaries, copyBinaries, programOf } from "./binaries.js";

/** Books are kept here where root's own folders cannot be used; never a temporary folder. */
const sharedFolder = "/var/lib/yuejie";

/** One embedded server: where its things are, as whom it runs, what runs it. */
export interface Instance {
  /** Holds `data`, `password`, `server.log`, and the claims of users. */
  readonly folder: string;
  readonly data: string;
  readonly users: string;
  readonly locks: string;
  readonly log: string;
  readonly account: accounts.Account;
  readonly binaries: Binaries;
}

/**
 * The instance of a home, its folders made where they are missing.
 *
 * Its folder is `<home>/postgres`, or the one that `<home>/postgres/location` names.
 * Errors: embedded_folder, embedded_gone, embedded_copied.
 */
export function instanceOf(home: string, binaries: Binaries): Instance {
  const base = join(home, "postgres");
  try {
    makeFolder(base, 0o700);
    const location = join(base, "location");
    const account = existsSync(location) ? undefined : accountFor(base, binaries);
    const folder = account === undefined ? locatedFolder(base, location) : base;
    return prepare(folder, account ?? ownerOf(folder), binaries);
  } catch (error) {
    if (error instanceof YuejieError) throw error;
    throw new YuejieError("embedded_folder", { folder: base, reason: reasonOf(error) }, error);
  }
}

/** `EACCES: permission denied`, without the call and the path that follow. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(",")[0] ?? error.name) : String(error);
}

/** Who runs a server with its data in `base`; undefined: it has to be elsewhere. */
function accountFor(base: string, binaries: Binaries): accounts.Account | undefined {
  if (process.getuid?.() !== 0) return accounts.ownAccount;
  const { namespaceAccount } = accounts;
  // No try of the namespace here: it costs time at every start, and what fails is told all the same.
  if (existsSync(join(base, "data"))) return ownerOf(base);
  const fits =
    accounts.canRun(namespaceAccount, programOf(binaries, "postgres")) &&
    accounts.canWrite(namespaceAccount, base);
  return fits ? namespaceAccount : undefined;
}

/** Data that exists is served as the one it belongs to. */
function ownerOf(folder: string): accounts.Account {
  if (process.getuid?.() !== 0) return accounts.ownAccount;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? accounts.namespaceAccount : { prefix: [], uid, gid };
}

/** The folder elsewhere: the one that was noted, or a new one that is noted before anything is in it. */
function locatedFolder(base: string, location: string): string {
  if (!existsSync(location)) noteNewFolder(base, location);
  const folder = readFileSync(location, "utf8").trim();
  if (!existsSync(folder)) throw new YuejieError("embedded_gone", { folder, location });
  refuseCopy(base, folder);
  return folder;
}

/** A home that is copied takes its note along: without this two homes would write one set of books. */
function refuseCopy(base: string, folder: string): void {
  const mark = join(folder, "home");
  const other = existsSync(mark) ? readFileSync(mark, "utf8").trim() : base;
  const note = join(other, "location");
  if (other !== base && existsSync(note) && readFileSync(note, "utf8").trim() === folder) {
    throw new YuejieError("embedded_copied", { folder: base, other, shared: folder });
  }
  writeFileSync(mark, `${base}\n`);
}

function noteNewFolder(base: string, location: string): void {
  const name = randomBytes(8).toString("hex");
  const folder = join(sharedFolder, name);
  makeSharedFolder();
  mkdirSync(folder, { mode: 0o700 });
  accounts.giveTo(accounts.nobodyAccount, folder);
  const note = join(base, `location.${name}`);
  writeFileSync(note, `${folder}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(note, location);
  } catch (error) {
    rmSync(folder, { recursive: true });
    // Another process may have noted its folder first.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(note);
  }
}

function makeSharedFolder(): void {
  makeFolder(sharedFolder, 0o755);
  chmodSync(sharedFolder, 0o755);
}

function prepare(folder: string, account: accounts.Account, binaries: Binaries): Instance {
  const users = join(folder, "users");
  const locks = join(folder, "locks");
  for (const path of [users, locks]) {
    if (!existsSync(path)) {
      makeFolder(path, 0o700);
      accounts.giveTo(account, path);
    }
  }
  const data = join(folder, "data");
  const log = join(folder, "server.log");
  return { folder, data, users, locks, log, account, binaries: reachable(account, binaries) };
}

/** The binaries, copied to where the account can run them if it cannot where they are. */
function reachable(account: accounts.Account, binaries: Binaries): Binaries {
  if (account.uid === undefined) return binaries;
  if (accounts.canRun(account, programOf(binaries, "postgres"))) return binaries;
  makeSharedFolder();
  return copyBinaries(binaries, join(sharedFolder, `native-${binaries.version}`));
}
