#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

// Of packages below us; nobody who settles a month can do anything about them.
process.noDeprecation = true;

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  // Node 22 and later keep compiled code between calls; Node 20 has no such thing.
  module.enableCompileCache?.();
  const { runCommandLine } = await import(main.href);
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    worker: async () => (await import("../dist/jobs/worker.main.js")).runWorker,
    runner: async () => (await import("../dist/jobs/runner.main.js")).settleThroughQueue,
    scheduler: async () => (await import("../dist/jobs/scheduler.main.js")).runScheduler,
  });
  // All is closed and told by now; what holds the process still waits for a server that is gone.
  setTimeout(() => process.exit(), 2_000).unref();
} else {
  console.error("yuejie is not built yet; run: npm ci");
  process.exitCode = 1;
}
