// Holds the imports against .dependency-cruiser.cjs, and what was read against what is there:
// dependency-cruiser reads nothing, and reports success, where it does not know the TypeScript it finds.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { root } from "./packages.mjs";

process.chdir(root);
const folders = ["src", "jobs"].filter((folder) => existsSync(folder));
const there = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts")),
);
const options = await extractConfig("./.dependency-cruiser.cjs");
const { output } = await cruise(folders, options, undefined, {
  tsConfig: extractTsConfig("tsconfig.json"),
});
const read = new Set(output.modules.map(({ source }) => source));
const unread = there.filter((path) => !read.has(path));
for (const { rule, from, to, comment } of output.summary.violations) {
  console.error(`${rule.name}: ${from} → ${to}${comment ? `\n  ${comment}` : ""}`);
}
for (const path of unread) console.error(`not read: ${path}`);
console.log(`imports: ${there.length - unread.length} of ${there.length} modules read`);
if (output.summary.error > 0 || unread.length > 0) process.exitCode = 1;
