import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { processStart } from "../../src/platform/database/embedded/process-start.js";
import { runningServer, stopServer } from "../../src/platform/database/embedded/server-process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const script = fileURLToPath(new URL("./embedded-user.ts", import.meta.url));

/** Another process that is connected to the embedded database of a home. */
export interface EmbeddedUser {
  readonly process: ChildProcess;
  readonly port: number;
  readonly applied: readonly string[];
  /** Lets it close its database and end; the exit code. */
  leave(): Promise<number | null>;
  /** Sends a signal and waits for its end; the exit code. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const children = new Set<ChildProcess>();

/** Ends what a test that failed left. */
export function endUsers(): void {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
}

/** Starts a process that uses `home`. `through`: a command that runs it, e.g. without namespaces. */
export async function embeddedUser(
  home: string,
  options: { mode?: "busy"; through?: readonly string[] } = {},
): Promise<EmbeddedUser> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const node = [process.execPath, "--import", loader, script, home];
  const [command = "", ...args] = [...(options.through ?? []), ...node];
  const child = spawn(command, options.mode ? [...args, options.mode] : args, {
    cwd: root,
    // A session of its own, as from another terminal.
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.add(child);
  const ended = once(child, "exit").then(([code]) => {
    children.delete(child);
    return code as number | null;
  });
  const line = await firstLine(child);
  const told = JSON.parse(line) as { port: number; applied: string[]; error?: string };
  if (told.error !== undefined) throw new Error(told.error);
  const leave = (): Promise<number | null> => {
    child.stdin?.end();
    return ended;
  };
  const kill = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return { process: child, port: told.port, applied: told.applied, leave, kill };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.setEncoding("utf8");
  for await (const chunk of child.stdout ?? []) {
    text += chunk;
    if (text.includes("\n")) return text;
  }
  throw new Error(`no answer from the other process: ${text}`);
}

/** A home in a folder that a careless program would stumble over. */
export function temporaryHome(): string {
  return join(mkdtempSync(join(tmpdir(), "yuejie-home-")), "月 结");
}

/** Where the things of a home's server are. */
export function serverFolder(home: string): string {
  const location = join(home, "postgres", "location");
  return existsSync(location) ? readFileSync(location, "utf8").trim() : join(home, "postgres");
}

/** The process number of a home's server; null where none runs. */
export function serverPid(home: string): number | null {
  return runningServer(join(serverFolder(home), "data"))?.pid ?? null;
}

export function isAlive(pid: number): boolean {
  return processStart(pid) !== null;
}

export function removeTemporaryHome(home: string): void {
  const folder = serverFolder(home);
  stopServer(join(folder, "data"), 10_000);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(home, ".."), { recursive: true, force: true });
}
