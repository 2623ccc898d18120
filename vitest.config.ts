import { defineConfig } from "vitest/config";

/** Many fast, few slow; `npm test -- --project unit` runs one kind. */
const kinds = ["unit", "golden", "integration", "scenario", "e2e", "repo"];

export default defineConfig({
  test: {
    projects: kinds.map((name) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        // A database is started and migrated before the first test of a file.
        testTimeout: name === "unit" || name === "repo" ? 20_000 : 120_000,
        hookTimeout: 120_000,
      },
    })),
  },
});
