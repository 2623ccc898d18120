import { CommanderError } from "commander";
import { environmentLocale, wantsDebug } from "../config.js";
import { type ErrorKind, type Language, YuejieError } from "../domain/errors.js";
import type { Mains } from "../main-options.js";
import { type Interruption, interruptedTexts, watchInterruption } from "./interruption.js";
import { chooseLanguage } from "./language.js";
import { type Output, openOutput } from "./output.js";
import { buildProgram } from "./program.js";
import { sentenceOf } from "./sentence.js";
import { createCli, type ExitCode } from "./session.js";
import { usageErrorOf } from "./usage-error.js";

const exitCodes: Readonly<Record<ErrorKind, ExitCode>> = {
  input: 1,
  not_found: 1,
  dependency: 1,
  invariant: 1,
  usage: 2,
  refused: 3,
};

/**
 * Runs one command line and tells its exit code. Never throws: whatever goes wrong becomes one sentence
 * on stderr.
 *
 * @param mains what goes on until it is stopped; only the entry point knows where it is.
 */
export async function runCommandLine(argv: readonly string[], mains: Mains): Promise<number> {
  const language = chooseLanguage(argv, environmentLocale());
  const output = openOutput();
  const interruption = watchInterruption();
  const cli = createCli({
    language,
    output,
    interruption,
    mains,
    globalOptions: () => program.opts(),
  });
  const program = buildProgram(cli);
  const circumstances = { language, output, interruption, argv };
  const onDefect = (error: unknown): never => process.exit(tellFailure(error, circumstances));
  process.on("uncaughtException", onDefect);
  try {
    await program.parseAsync(argv, { from: "user" });
    return cli.exitCode();
  } catch (error) {
    return tellFailure(error, circumstances);
  } finally {
    interruption.stop();
    process.off("uncaughtException", onDefect);
  }
}

interface Circumstances {
  readonly language: Language;
  readonly output: Output;
  readonly interruption: Interruption;
  readonly argv: readonly string[];
}

function tellFailure(error: unknown, circumstances: Circumstances): number {
  const { language, output, interruption } = circumstances;
  const interrupted = interruption.exitCode();
  if (interrupted !== null) {
    output.note(interruptedTexts[language]);
    return interrupted;
  }
  // `| head` has seen enough; there is nobody left to tell.
  if (output.readerLeft()) return 0;
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const failure = nameFailure(error, circumstances.argv);
  output.note(sentenceOf(failure, language));
  if (wantsDebug())
    output.note(String((failure.cause as Error | undefined)?.stack ?? failure.stack));
  return exitCodes[failure.kind];
}

function nameFailure(error: unknown, argv: readonly string[]): YuejieError {
  if (error instanceof YuejieError) return error;
  if (error instanceof CommanderError) {
    const command = argv.find((argument) => !argument.startsWith("-"));
    const usage = usageErrorOf(error, command === undefined ? "yuejie" : `yuejie ${command}`);
    return usage ?? new YuejieError("command_missing");
  }
  const message = error instanceof Error ? error.message : String(error);
  return new YuejieError("internal", { message }, error);
}
