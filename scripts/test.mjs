// npm test: every test, on a fresh clone as well. Arguments go on to vitest: npm test -- --project unit
import { build, ensurePackages, runNode } from "./packages.mjs";

ensurePackages({ development: true });
build();
process.exitCode = await runNode([
  "node_modules/vitest/vitest.mjs",
  "run",
  ...process.argv.slice(2),
]);
