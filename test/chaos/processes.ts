import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repositoryFolder } from "../support/repository-files.js";
import type { Place } from "./place.js";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the built command line. */
export interface Yuejie {
  /** `worker 2`. */
  readonly name: string;
  readonly command: string;
  readonly ended: Promise<Ended>;
  isAlive(): boolean;
  /** What it has told on stderr. */
  told(): string;
  /** At once, without a word. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Asks it to end; null where it did not within the time. */
  stop(timeoutMs: number): Promise<Ended | null>;
}

/** The processes of a round. */
export interface Processes {
  start(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    /** Files that it writes may not grow beyond so many bytes, as on a disk that is full. */
    options?: { readonly fileBytes?: number },
  ): Yuejie;
  /** Those that go on until they are stopped, and still do. */
  living(): Yuejie[];
  /** Those that should go on and ended by themselves, with what they told. */
  fallen(): { readonly name: string; readonly code: number | null; readonly told: string }[];
  /** What each told that no process should ever tell. */
  oddities(): string[];
  killAll(): Promise<void>;
}

const lasting = new Set(["worker", "schedule", "start"]);

export function openProcesses(place: Place): Processes {
  const started: { process: Yuejie; child: ChildProcess; wasEnded: () => boolean }[] = [];
  const counts = new Map<string, number>();
  return {
    start: (args, environment, { fileBytes } = {}) => {
      const command = args[0] ?? "";
      const number = (counts.get(command) ?? 0) + 1;
      counts.set(command, number);
      const child = spawnYuejie(args, environment, fileBytes);
      if (child.pid !== undefined) place.note(child.pid);
      const { process, wasEnded } = watch(child, `${command} ${number}`, command);
      started.push({ process, child, wasEnded });
      return process;
    },
    living: () =>
      started.map((it) => it.process).filter((it) => lasting.has(it.command) && it.isAlive()),
    fallen: () =>
      started.flatMap(({ process, child, wasEnded }) =>
        lasting.has(process.command) && !process.isAlive() && !wasEnded()
          ? [{ name: process.name, code: child.exitCode, told: process.told() }]
          : [],
      ),
    oddities: () =>
      started.flatMap(({ process: { name, told } }) =>
        told()
          .split("\n")
          .filter((line) => odd.test(line))
          .map((line) => `${name} told: ${line}`),
      ),
    killAll: async () => {
      await Promise.all(started.map(({ process }) => process.kill()));
    },
  };
}

/** Defects have no sentence in the catalogue of errors. */
const odd =
  /"code":"internal"|(Type|Reference|Range|Syntax)Error|[Uu]nhandled|^\s+at |程序内部错误/;

function spawnYuejie(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  fileBytes: number | undefined,
): ChildProcess {
  const node = [process.execPath, join(repositoryFolder, "bin/yuejie.mjs"), ...args];
  const limit = `ulimit -f ${Math.ceil((fileBytes ?? 0) / 512)}; exec "$0" "$@"`;
  const [program = "", ...rest] = fileBytes === undefined ? node : ["sh", "-c", limit, ...node];
  return spawn(program, rest, {
    env: { PATH: process.env.PATH, LANG: "en_US.UTF-8", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

function watch(child: ChildProcess, name: string, command: string) {
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      texts[stream] += text;
    });
  }
  let isAlive = true;
  let isToEnd = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      isAlive = false;
      resolve({ code, ...texts });
    });
  });
  const process: Yuejie = {
    name,
    command,
    ended,
    isAlive: () => isAlive,
    told: () => texts.stderr,
    kill: async () => {
      isToEnd = true;
      child.kill("SIGKILL");
      await ended;
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    stop: async (timeoutMs) => {
      isToEnd = true;
      child.kill("SIGTERM");
      return Promise.race([ended, sleep(timeoutMs, null, { ref: false })]);
    },
  };
  return { process, wasEnded: () => isToEnd };
}
