import { compose } from "../compose.js";
import { readConfig } from "../config.js";
import type { Language } from "../domain/errors.js";
import { type Features, offerFeatures } from "../features.js";
import type { Mains } from "../main-options.js";
import type { Asked, Interruption } from "./interruption.js";
import type { Bilingual } from "./language.js";
import { type Output, writeRecords } from "./output.js";
import { openProgress, type Progress } from "./progress.js";

/** 0 done, 1 failed, 2 the command line is wrong, 3 refused by a rule (interface, "Exit codes"). */
export type ExitCode = 0 | 1 | 2 | 3;

/** What every command accepts. */
export interface GlobalOptions {
  readonly json?: true;
  readonly as?: string;
}

/** What a command works with while it runs. */
export interface Session {
  readonly features: Features;
  readonly output: Output;
  readonly language: Language;
  /** Answers are JSON on stdout, nothing else is. */
  readonly json: boolean;
  /** Who acts: `--as`, else `YUEJIE_USER`, else the system's user. */
  readonly actor: string;
  readonly mains: Mains;
  /** For work that goes on until it is asked to end. */
  askFirst(): Asked;
  /** The one JSON document of a command, or what it says to people instead. Resolves to "done". */
  answer(document: unknown, tell: () => Promise<void>): Promise<0>;
  /** The same for answers of one object a line. */
  answerRecords<T>(
    records: AsyncIterable<T>,
    tell: (records: AsyncIterable<T>) => Promise<void>,
  ): Promise<0>;
  /** Shows how far `work` has come, while it lasts. */
  withProgress<T>(label: string, work: (onProgress: Progress["update"]) => Promise<T>): Promise<T>;
}

/** What commands are made with; the same for all of them. */
export interface Cli {
  readonly language: Language;
  /** Picks the language. */
  text<T>(texts: Bilingual<T>): T;
  /** Runs a command's work with the parts open, and closes them whatever happens. */
  perform(name: string, work: (session: Session) => Promise<ExitCode>): Promise<void>;
  exitCode(): ExitCode;
}

export function createCli(surroundings: {
  language: Language;
  output: Output;
  interruption: Interruption;
  mains: Mains;
  globalOptions: () => GlobalOptions;
}): Cli {
  const { language, output, interruption, mains } = surroundings;
  let exitCode: ExitCode = 0;
  return {
    language,
    text: (texts) => texts[language],
    exitCode: () => exitCode,
    perform: async (name, work) => {
      const options = surroundings.globalOptions();
      const config = readConfig();
      const actor = options.as || config.user;
      const parts = compose(config, {
        name: `${name} by ${actor}`,
        signal: interruption.signal,
      });
      try {
        const features = offerFeatures(parts);
        const json = options.json === true;
        const session = openSession({
          features,
          output,
          language,
          actor,
          json,
          mains,
          askFirst: interruption.askFirst,
        });
        exitCode = await work(session);
      } catch (error) {
        throw await parts.nameFailure(error);
      } finally {
        await parts.close();
      }
    },
  };
}

type Fixed = Pick<
  Session,
  "features" | "output" | "language" | "json" | "actor" | "mains" | "askFirst"
>;

function openSession(fixed: Fixed): Session {
  const { output, json, language } = fixed;
  return {
    ...fixed,
    answer: async (document, tell) => {
      if (json) await output.write(`${JSON.stringify(document)}\n`);
      else await tell();
      return 0;
    },
    answerRecords: async (records, tell) => {
      if (json) await writeRecords(output, records);
      else await tell(records);
      return 0;
    },
    withProgress: async (label, work) => {
      const progress = await openProgress(label, language);
      try {
        return await work(progress.update);
      } finally {
        progress.stop();
      }
    },
  };
}
