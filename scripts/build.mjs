// Builds dist/ from src and jobs: the entries, one file for each part that is loaded when it is first needed.
// Writes only what changed, so that building again costs a quarter of a second and disturbs nobody.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const outputFolder = join(root, "dist");

const { build } = await import("esbuild");
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [
    { in: "src/cli/main.ts", out: "cli/main" },
    { in: "jobs/worker.main.ts", out: "jobs/worker.main" },
    { in: "jobs/scheduler.main.ts", out: "jobs/scheduler.main" },
    { in: "jobs/runner.main.ts", out: "jobs/runner.main" },
  ],
  outdir: "dist",
  chunkNames: "parts/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  sourcemap: "linked",
  sourcesContent: false,
  charset: "utf8",
  logLevel: "warning",
  write: false,
}).catch(() => process.exit(1)); // esbuild has told why

const wanted = new Set(outputFiles.map((file) => relative(outputFolder, file.path)));
let written = 0;
for (const file of outputFiles) {
  if (readIfThere(file.path)?.equals(file.contents)) continue;
  mkdirSync(dirname(file.path), { recursive: true });
  writeFileSync(file.path, file.contents);
  written += 1;
}
for (const name of listFiles(outputFolder)) {
  if (!wanted.has(name)) rmSync(join(outputFolder, name), { force: true });
}
if (written > 0) console.log(`built dist/ (${wanted.size} files)`);

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
