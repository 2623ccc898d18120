/**
 * `npm run bench:export [-- --rows N] [--only WRITER,…] [--keep]`: the same rows of 20 columns
 * through each writer a user could pick, each in a process of its own, as a table.
 *
 * Writers that are no dependency are installed from the registry into a temporary folder, unless
 * `--others FOLDER` names one where they are; python3-xlsxwriter is Debian's.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { build } from "esbuild";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    only: { type: "string" },
    others: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});
/** Pinned, so that a figure can be taken again. */
const packages = [
  "hucre@1.0.0",
  "@atomictech/xlsx-write-stream@2.0.2",
  "@cj-tech-master/excelts@10.2.0",
];
const all = [
  "floor",
  "ours",
  "exceljs",
  "hucre",
  "xlsx-write-stream",
  "excelts",
  "python3-xlsxwriter",
];
const fromRegistry = new Set(["hucre", "xlsx-write-stream", "excelts"]);

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yuejie-bench-"));
const program = join(root, "node_modules", `.bench-workbook-${process.pid}.mjs`);
const rows = Number(values.rows);
const wanted = values.only?.split(",") ?? all;

interface Measured {
  readonly seconds: number;
  /** Of all threads: tells more than `seconds` where other work runs on the machine. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  /** Held after each quarter of the rows. */
  readonly memoryMb: readonly number[];
  readonly fileMb: number;
}

async function measure(writer: string, others: string): Promise<Measured> {
  const path = join(folder, `${writer}.xlsx`);
  const [command, ...parameters] =
    writer === "python3-xlsxwriter"
      ? ["/usr/bin/python3", join(root, "bench/workbook/constant-memory.py"), String(rows), path]
      : [process.execPath, program, writer, String(rows), path, others];
  const started = performance.now();
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn(command as string, parameters, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    child.on("error", reject);
    child.on("close", (code, signal) =>
      code === 0 ? resolve(text) : reject(new Error(`ended with ${code ?? signal}`)),
    );
  });
  const seconds = (performance.now() - started) / 1000;
  const fileMb = statSync(path).size / 1e6;
  if (!values.keep) rmSync(path);
  return { seconds, fileMb, ...JSON.parse(output) };
}

function installOthers(): string {
  if (values.others) return values.others;
  const others = join(folder, "others");
  mkdirSync(others);
  if (wanted.some((writer) => fromRegistry.has(writer))) {
    const parameters = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", others];
    execFileSync("npm", [...parameters, ...packages], { stdio: ["ignore", 2, 2] });
  }
  return others;
}

async function main(): Promise<void> {
  const table = new Table({
    head: ["writer", "seconds", "× floor", "CPU s", "peak MiB", "MiB at ¼ ½ ¾ 1", "file MB"],
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  await build({
    entryPoints: [join(root, "bench/write-workbook.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const others = installOthers();
  let floor: number | undefined;
  for (const writer of wanted) {
    const measured = await measure(writer, others).catch((error: Error) => error.message);
    if (typeof measured === "string") {
      table.push([writer, { content: measured, colSpan: 6 }]);
      continue;
    }
    const { seconds, cpuSeconds, peakMb, memoryMb, fileMb } = measured;
    if (writer === "floor") floor = seconds;
    console.error(`${writer}: ${seconds.toFixed(1)} s`);
    table.push([
      writer,
      seconds.toFixed(1),
      floor === undefined ? "" : (seconds / floor).toFixed(2),
      cpuSeconds.toFixed(1),
      peakMb.toFixed(0),
      memoryMb.map((each) => each.toFixed(0)).join(" "),
      fileMb.toFixed(0),
    ]);
  }
  console.log(`${rows.toLocaleString("en")} rows × 20 columns\n${table.toString()}`);
}

try {
  await main();
} finally {
  rmSync(program, { force: true });
  if (values.keep) console.log(`files: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
