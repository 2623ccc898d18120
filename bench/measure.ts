import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory of the Node process, MiB. */
  readonly memoryMb: number;
  readonly stdout: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs one command of the built program as its own process and measures it as a whole. */
export async function measureCommand(
  arguments_: readonly string[],
  environment: Record<string, string>,
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "yuejie-bench-"));
  const memoryFile = join(folder, "memory");
  const started = performance.now();
  const stdout = await new Promise<string>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        "--import",
        join(root, "bench/peak-memory.mjs"),
        join(root, "bin/yuejie.mjs"),
        ...arguments_,
      ],
      {
        env: { ...process.env, ...environment, BENCH_MEMORY_FILE: memoryFile },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${arguments_.join(" ")} exited with ${code}`)),
    );
  });
  const seconds = (performance.now() - started) / 1000;
  const memoryMb = Number(readFileSync(memoryFile, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  return { seconds, memoryMb, stdout };
}

/** Seconds that a piece of work takes. */
export async function measureSeconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
