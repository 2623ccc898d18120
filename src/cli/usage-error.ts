import type { CommanderError } from "commander";
import { type ErrorCode, type ErrorDetails, YuejieError } from "../domain/errors.js";

/** Commander's own wording → the catalogue's code and what of the wording it keeps, in order. */
const wordings: readonly (readonly [RegExp, ErrorCode, readonly string[]])[] = [
  [
    /unknown command '(.*)'\n\(Did you mean (?:one of )?(.*)\?\)/s,
    "command_unknown_similar",
    ["value", "similar"],
  ],
  [/unknown command '(.*)'/s, "command_unknown", ["value"]],
  [
    /unknown option '(.*)'\n\(Did you mean (?:one of )?(.*)\?\)/s,
    "option_unknown_similar",
    ["value", "similar"],
  ],
  [/unknown option '(.*)'/s, "option_unknown", ["value"]],
  [/required option '(.*)' not specified/s, "option_missing", ["option"]],
  [/option '(.*)' argument missing/s, "option_value_missing", ["option"]],
  [/option '(.*)' cannot be used with option '(.*)'/s, "options_exclude", ["one", "other"]],
  [/missing required argument '(.*)'/s, "argument_missing", ["argument"]],
  [/too many arguments/, "argument_excess", []],
];

/**
 * The catalogue's sentence for a command line that the parser refused (exit 2); null where commander
 * ended for another reason, such as having printed the help.
 *
 * @param command the command that was being parsed, e.g. `yuejie run`.
 */
export function usageErrorOf(error: CommanderError, command: string): YuejieError | null {
  for (const [form, code, names] of wordings) {
    const match = form.exec(error.message);
    if (match === null) continue;
    const details: Record<string, string> = { command };
    for (const [index, name] of names.entries()) {
      // Of `--period <month>` the option; the place of its value is explained by the help.
      details[name] = (match[index + 1] ?? "").replace(/ [<[].*/, "");
    }
    return new YuejieError(code, details as ErrorDetails, error);
  }
  return null;
}
