// Whether the packages are installed, and installing them where they are not. Uses nothing but Node, since
// on a fresh clone there is nothing else.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Installs what package-lock.json says, unless it is there. Asks npm only then, so that nothing here
 * needs a network once packages are installed.
 */
export function ensurePackages({ development }) {
  if (isInstalled(development)) return;
  console.log("Installing packages (npm ci) …");
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  if (development) flags.push("--include=dev");
  // Under `npm start` npm says where it is; npm.cmd on Windows cannot be started without a shell.
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith("js")
    ? [process.execPath, [npm, ...flags]]
    : ["npm", flags];
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) return;
  process.stderr.write(stdout ?? "");
  process.stderr.write(stderr ?? "");
  console.error(`The packages could not be installed${error ? ` (${error.message})` : ""}.`);
  process.exit(1);
}

/** npm writes node_modules/.package-lock.json last: it tells what a whole install left there. */
function isInstalled(development) {
  const wanted = readPackages("package-lock.json");
  const present = readPackages(join("node_modules", ".package-lock.json"));
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(
    ([path, { version, dev, optional, devOptional }]) =>
      path === "" ||
      optional || // made for other machines, mostly; npm has chosen
      ((dev || devOptional) && !development) ||
      (present[path]?.version === version && existsSync(join(root, path, "package.json"))),
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  } catch {
    return null;
  }
}

/** Builds dist/ from the sources as they are now. */
export function build() {
  const { status } = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a Node program to its end and gives its exit code. */
export function runNode(args, environment = process.env) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env: environment });
  // A terminal sends Ctrl-C to the child too; a second one from here would mean "at once".
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
