import { type SpawnOptions, spawnSync } from "node:child_process";
import { chownSync, readFileSync } from "node:fs";

// Postgres refuses to run as root. Where root starts us there are two ways out, neither makes a user:
// a user namespace in which root looks like somebody else (files stay root's own, so folders that only
// root can read are no obstacle), or another uid that owns the data.

/** As whom the programs of Postgres run. */
export interface Account {
  /** What stands before the program, to enter a namespace. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const nobody = 65534;

const namespaceAs = (id: number): string[] => [
  ...["unshare", "--user", `--map-user=${id}`, `--map-group=${id}`],
];

export const ownAccount: Account = { prefix: [] };
export const namespaceAccount: Account = { prefix: namespaceAs(nobody) };
export const nobodyAccount: Account = { prefix: [], uid: nobody, gid: nobody };

/**
 * The account under a name that the system knows: initdb refuses a uid that has none, as containers
 * often run with. The server itself does not ask.
 */
export function namedAccount(account: Account): Account {
  const ids = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => Number(line.split(":")[2]))
    .filter((id) => id > 0);
  return { ...account, prefix: namespaceAs(ids.find((id) => id === nobody) ?? ids[0] ?? nobody) };
}

/**
 * How to start a program as the account. The environment is ours alone: PGPORT, LD_LIBRARY_PATH and
 * their like in a user's shell must not change what the server does.
 */
export function commandOf(account: Account, program: string, args: readonly string[]) {
  const [command = program, ...rest] = [...account.prefix, program, ...args];
  const options: SpawnOptions = {
    cwd: "/",
    env: { LC_ALL: "C", PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
    ...(account.uid === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
  return { command, args: rest, options };
}

function succeeds(account: Account, program: string, args: readonly string[]): boolean {
  const { command, args: all, options } = commandOf(account, program, args);
  return spawnSync(command, all, { ...options, stdio: "ignore" }).status === 0;
}

/** Whether the account can run this program where it lies. */
export function canRun(account: Account, program: string): boolean {
  return succeeds(account, program, ["--version"]);
}

/** Whether the account can make files in the folder. */
export function canWrite(account: Account, folder: string): boolean {
  return succeeds(account, "/bin/sh", ["-c", 'test -w "$0" && test -x "$0"', folder]);
}

/** Gives a new file or folder to the account, where that is another than ours. */
export function giveTo(account: Account, path: string): void {
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(path, account.uid, account.gid);
  }
}
