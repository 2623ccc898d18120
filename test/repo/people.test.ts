import { expect, it } from "vitest";
import { renderPeopleDocs } from "../../scripts/people-docs.js";
import { roles } from "../../src/domain/lifecycle/states.js";
import { readText } from "../support/repository-files.js";

const page = readText("docs/people.md");

it("docs/people.md says of every role what it may do (npm run docs:people)", () => {
  expect(page).toBe(renderPeopleDocs(page));
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, role]) => role);
  expect(rows).toEqual([...roles]);
});
