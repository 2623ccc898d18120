import { describe, expect, it } from "vitest";
import { yuejie } from "../support/command-line.js";

describe("a wrong command line", () => {
  it.each([
    ["an unknown command", ["settle"], "There is no command 'settle'; yuejie --help lists them."],
    [
      "a misspelt command",
      ["statments"],
      "There is no command 'statments'; did you mean statements?",
    ],
    [
      "an unknown option",
      ["migrate", "--force"],
      "yuejie migrate has no option --force; yuejie migrate --help lists them.",
    ],
    [
      "a misspelt option",
      ["run", "--period", "2026-10", "--dryrun"],
      "yuejie run has no option --dryrun; did you mean --dry-run?",
    ],
    ["no period", ["run", "--json"], "yuejie run needs --period; yuejie run --help shows how."],
    ["an option without its value", ["run", "--period"], "The option --period needs a value."],
    [
      "a month that is none",
      ["run", "--period", "2026-13"],
      "'2026-13' is not a period; write it as 2026-10.",
    ],
    [
      "a month that is none on a statement",
      ["statements", "--period", "2026-13"],
      "'2026-13' is not a period; write it as 2026-10 or 2026Q3.",
    ],
    [
      "a quarter where a month belongs",
      ["run", "--period", "2026Q3"],
      "'2026Q3' is not a period; write it as 2026-10.",
    ],
    [
      "an order too few",
      ["explain"],
      "yuejie explain needs <order>; yuejie explain --help shows how.",
    ],
    [
      "an order too many",
      ["explain", "A", "B"],
      "yuejie explain takes no further argument; yuejie explain --help shows how.",
    ],
    [
      "neither period nor statement",
      ["lines"],
      "yuejie lines needs --period or --statement; yuejie lines --help shows how.",
    ],
    [
      "both period and statement",
      ["lines", "--period", "2026-10", "--statement", "x"],
      "--period and --statement cannot be used together; give one of them.",
    ],
    [
      "a count that is none",
      ["generate", "--orders", "-1", "--seed", "1", "--period", "2026-10", "--out", "x"],
      "'-1' is no value for --orders; it takes 0, 1, 2 ….",
    ],
    [
      "another language",
      ["--lang", "fr", "migrate"],
      "'fr' is no value for --lang; it takes zh-CN, en.",
    ],
  ])("with %s exits 2 and says one sentence", async (_, args, sentence) => {
    expect(await yuejie(args)).toEqual({ code: 2, stdout: "", stderr: `${sentence}\n` });
  });

  it.each([
    [["run"], "yuejie run 需要 --period；用法见 yuejie run --help。"],
    [["run", "--period", "2026-13"], "“2026-13”不是账期；请写作 2026-10。"],
    [["statements", "--period", "2026-13"], "“2026-13”不是账期；请写作 2026-10 或 2026Q3。"],
    [["lines"], "yuejie lines 需要 --period 或 --statement；用法见 yuejie lines --help。"],
    [["explain"], "yuejie explain 需要 <order>；用法见 yuejie explain --help。"],
  ])("of %j is told in Chinese where Chinese is spoken", async (args, sentence) => {
    const { code, stderr } = await yuejie([...args, "--lang", "zh-CN"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${sentence}\n` });
  });

  it("without a command shows the help on stderr", async () => {
    const { code, stdout, stderr } = await yuejie([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: yuejie <command> [options]");
  });
});

describe("help", () => {
  it("names every command, in both languages", async () => {
    for (const [language, title] of [
      ["en", "Commands:"],
      ["zh-CN", "命令:"],
    ] as const) {
      const { code, stdout, stderr } = await yuejie(["--help", "--lang", language]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(title);
      const commands = [...stdout.matchAll(/^ {2}([a-z][a-z-]+)[ \n]/gm)].map(([, name]) => name);
      expect(commands).toEqual([
        ...["migrate", "import", "run", "runs", "statements", "lines", "outcomes", "explain"],
        ...["reconcile", "verify", "review", "return", "sign", "resend", "recall", "approve"],
        ...["question", "answer", "questions", "request-invoice", "invoice-list", "submit-invoice"],
        ...["receive-invoice", "verify-invoice", "return-invoice", "invoices", "prepare-payment"],
        ...["withdraw-payment", "release-payment", "import-bank", "record-top-up", "payments"],
        ...["due", "history", "audit", "export", "export-tasks", "notices", "users", "deliveries"],
        ...["calendar", "worker", "schedule", "start", "jobs", "generate", "rehearse"],
        ...["rotate-keys", "doctor", "help"],
      ]);
    }
  });

  it("speaks one language, the places of options and commands included", async () => {
    const { stdout } = await yuejie(["--help", "--lang", "zh-CN"]);
    expect(stdout).toContain("用法: yuejie <命令> [选项]");
    expect(stdout).toContain("  import [选项] <folder>");
    expect(stdout).not.toMatch(/\[(options|command)\]/);
    expect((await yuejie(["help", "run", "--lang", "zh-CN"])).stdout).toContain(
      "用法: yuejie run [选项]\n",
    );
  });

  it("is there for each command", async () => {
    const { code, stdout } = await yuejie(["help", "run"], { LANG: "zh_CN.UTF-8" });
    expect(code).toBe(0);
    expect(stdout).toContain("试算");
    expect(stdout).toContain("--json");
  });

  it("tells the version", async () => {
    expect((await yuejie(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a wrong environment", () => {
  it.each([
    ["DATABASE_URL", "mysql://db/books", "DATABASE_URL is not a postgres:// address"],
    ["YUEJIE_CLOCK", "soon", "YUEJIE_CLOCK is 'soon', which is no ISO instant"],
    ["YUEJIE_CLOCK_RUNS", "2", "YUEJIE_CLOCK_RUNS is '2'"],
    ["YUEJIE_KEYS", "secret", "Entry 1 of YUEJIE_KEYS is not 'id:base64 of 32 bytes'"],
  ])("%s exits 1 and says one sentence", async (name, value, beginning) => {
    const { code, stdout, stderr } = await yuejie(["migrate"], { [name]: value });
    expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({
      code: 1,
      stdout: "",
      lines: 2,
    });
    expect(stderr.startsWith(beginning)).toBe(true);
  });
});
