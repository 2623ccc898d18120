import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../src/cli/program.js";
import type { Cli } from "../../src/cli/session.js";
import { readText } from "../support/repository-files.js";

const page = readText("docs/cli.md");
const chapter = /^## Commands\n([\s\S]*?)^## /m.exec(page)?.[1] ?? "";
/** What stands in the first column, as code: `users add NAME --role R`. */
const rows = [...chapter.matchAll(/^\| (`.*?) \| /gm)].map(([, cell]) =>
  [...(cell ?? "").replaceAll("\\|", "/").matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? ""),
);

/** Nothing runs: the program is only looked at. */
const cli: Cli = {
  language: "en",
  text: (texts) => texts.en,
  perform: () => Promise.resolve(),
  exitCode: () => 0,
};
const program = buildProgram(cli);

/** Every command with what is below it: `users`, `users add`. */
function pathsOf(command: Command, above = ""): string[] {
  return command.commands.flatMap((it) => {
    const path = `${above}${it.name()}`;
    return [path, ...pathsOf(it, `${path} `)];
  });
}

/** The command that a line of the page begins with, and the words that name it. */
function findCommand(code: string): { command: Command; path: string } {
  let command = program;
  const path: string[] = [];
  for (const word of code.split(" ")) {
    const next = command.commands.find((it) => it.name() === word);
    if (next === undefined) break;
    command = next;
    path.push(word);
  }
  return { command, path: path.join(" ") };
}

const documented = rows.flatMap((codes) =>
  codes
    .map(findCommand)
    .filter(({ path }) => path !== "")
    .map(({ path }) => path),
);
const paths = pathsOf(program);
/** A command that only holds others has nothing to say of its own. */
const groups = paths.filter(
  (path) => !documented.includes(path) && paths.some((it) => it.startsWith(`${path} `)),
);

describe("docs/cli.md", () => {
  it("lists every command and subcommand of the program, and no other", () => {
    expect(paths.length).toBeGreaterThan(50);
    expect(rows.filter(([first = ""]) => findCommand(first).path === "")).toEqual([]);
    const told = new Set([...documented, ...groups]);
    expect(paths.filter((path) => !told.has(path))).toEqual([]);
    expect(groups).toEqual(["audit"]);
  });

  it("gives no command an option that it does not take", () => {
    const wrong = rows.flatMap((codes) => {
      const { command, path } = findCommand(codes[0] ?? "");
      const known = new Set(
        [command, program].flatMap(({ options }) => options.map(({ long }) => long)),
      );
      const named = codes.flatMap((code) => code.match(/--[a-z][a-z-]*/g) ?? []);
      return named.filter((option) => !known.has(option)).map((option) => `${path} ${option}`);
    });
    expect(wrong).toEqual([]);
  });

  it("names every option there is", () => {
    const all = [program, ...paths.map((path) => findCommand(path).command)].flatMap(
      ({ options }) => options.map(({ long }) => long ?? ""),
    );
    const missing = [...new Set(all)].filter(
      (option) => option !== "--version" && !new RegExp(`${option}(?![a-z-])`).test(page),
    );
    expect(missing).toEqual([]);
  });

  it("names every option of a command where that command is told of", () => {
    const missing = paths.flatMap((path) => {
      const { command } = findCommand(path);
      const own = rows.filter((codes) => codes.some((code) => findCommand(code).path === path));
      const told = own.flat().join(" ");
      return command.options
        .map(({ long }) => `${long}`)
        .filter((it) => !told.includes(it))
        .map((option) => `${path} ${option}`);
    });
    expect(missing.filter((it) => !/^(export-tasks ask|users change) /.test(it))).toEqual([]);
  });
});
