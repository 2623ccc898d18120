// npm run docs:people: writes the table of roles in docs/people.md from the tables of transitions and duties; a test
// holds them together.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { duties } from "../src/domain/lifecycle/duties.js";
import { type Role, roles } from "../src/domain/lifecycle/states.js";
import { transitions } from "../src/domain/lifecycle/transitions.js";

export const peopleDocsPath = fileURLToPath(new URL("../docs/people.md", import.meta.url));

const words: Readonly<Record<Role, string>> = {
  operator: "出账员",
  reviewer: "审核员",
  signer: "会签人",
  finance_preparer: "财务制单",
  finance_releaser: "财务放行",
  partner: "伙伴",
  auditor: "审计员",
  admin: "管理员",
};

function row(role: Role): string {
  const isTheirs = (by: readonly string[]): boolean => by.includes(role);
  const moves = transitions
    .filter(({ by }) => isTheirs(by))
    .map(({ event, zh }) => `\`${event}\` ${zh}`);
  const others = Object.entries(duties)
    .filter(([, { by }]) => isTheirs(by))
    .map(([name, { zh }]) => `\`${name}\` ${zh}`);
  const may = (them: readonly string[]): string => them.join(", ") || "nothing";
  return `| \`${role}\` | ${words[role]} | ${may(moves)} | ${may(others)} |`;
}

/** The page with its table as the code says it. */
export function renderPeopleDocs(page: string): string {
  const table = [
    "| role | 中文 | moves of statements | else |",
    "|---|---|---|---|",
    ...roles.map(row),
  ];
  return page.replace(/^\| role \|.*\n(?:\|.*\n)*/m, `${table.join("\n")}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(peopleDocsPath, renderPeopleDocs(readFileSync(peopleDocsPath, "utf8")));
}
