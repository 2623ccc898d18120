import { defineConfig } from "vitest/config";

/** Kinds of tests, the fast ones first; `npm test -- --project unit` runs one. */
const withoutDatabase = ["repo", "unit"];
const withDatabase = ["golden", "integration", "scenario", "e2e"];

export default defineConfig({
  test: {
    projects: [
      ...withoutDatabase.map((name) => ({
        test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000 },
      })),
      ...withDatabase.map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          globalSetup: ["test/support/global-setup.ts", "test/support/build.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      })),
    ],
  },
});
