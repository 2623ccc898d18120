// npm start: a rehearsal. Settles the month that comes with the project, on an embedded database of its own.
import { build, ensurePackages, runNode } from "./packages.mjs";

ensurePackages({ development: false });
build();

// The fixtures' clock: their month is over, as R-R4 wants it. A rehearsal never touches a real database.
const { DATABASE_URL: _, NODE_ENV: __, ...environment } = process.env;
process.exitCode = await runNode(["bin/yuejie.mjs", "rehearse", ...process.argv.slice(2)], {
  ...environment,
  YUEJIE_CLOCK: environment.YUEJIE_CLOCK || "2026-11-03T10:00:00+08:00",
});
