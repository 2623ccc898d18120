// npm run docs:errors: writes docs/errors.md from the catalogue; a test holds the two together.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type ErrorEntry, type ErrorKind, errorCatalogue } from "../src/domain/errors.js";
import { rejectReasons } from "../src/intake/reject-reasons.js";

export const errorDocsPath = fileURLToPath(new URL("../docs/errors.md", import.meta.url));

interface Chapter {
  readonly kind: ErrorKind;
  readonly title: string;
  readonly about: string;
}

const chapters: readonly Chapter[] = [
  {
    kind: "usage",
    title: "The command line is wrong",
    about: "Exit code 2. Nothing was opened, nothing was done.",
  },
  {
    kind: "input",
    title: "What was given cannot be used",
    about:
      "Exit code 1: files, rows, settings and environment variables. Nothing half done was kept.",
  },
  {
    kind: "not_found",
    title: "It does not exist",
    about: "Exit code 1.",
  },
  {
    kind: "refused",
    title: "A rule refuses",
    about: "Exit code 3. The rule's number stands before the sentence.",
  },
  {
    kind: "dependency",
    title: "Something it depends on is away",
    about: "Exit code 1. The only kind for which trying again can help without changing anything.",
  },
  {
    kind: "invariant",
    title: "Something that must hold does not",
    about: "Exit code 1. Nothing was kept. It is never tried again by itself.",
  },
];

/** The whole of docs/errors.md. */
export function renderErrorDocs(): string {
  const lines = [
    "# Errors",
    "",
    "Every failure has a code, a kind that decides the exit code, and one sentence in English and Chinese. Words in",
    "braces are filled in. With `YUEJIE_DEBUG=1` the place in the code is shown too. Written by `npm run docs:errors`",
    "from `src/domain/errors/` and `src/intake/reject-reasons.ts`; do not edit by hand.",
  ];
  for (const { kind, title, about } of chapters) {
    lines.push("", `## ${title}`, "", about, "");
    lines.push("| code | rule | English | 中文 |", "|---|---|---|---|");
    for (const [code, entry] of entriesOf(kind)) {
      lines.push(row(`\`${code}\``, entry.rule ?? "", entry.en, entry.zh));
    }
  }
  lines.push("", "## A row of an import is bad", "");
  lines.push(
    "Codes of the rejects file, one a bad value. Without `--skip-invalid` one of them refuses the import",
    "(`rows_rejected`).",
    "",
    "| code | rule | English | 中文 |",
    "|---|---|---|---|",
  );
  for (const [code, reason] of Object.entries(rejectReasons)) {
    lines.push(row(`\`${code}\``, reason.rule, reason.en, reason.zh));
  }
  return `${lines.join("\n")}\n`;
}

function entriesOf(kind: ErrorKind): [string, ErrorEntry][] {
  return Object.entries(errorCatalogue).filter(([, entry]) => entry.kind === kind);
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(errorDocsPath, renderErrorDocs());
}
