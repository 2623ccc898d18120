import type { Language } from "../domain/errors.js";

/** The same thing said in both languages. */
export type Bilingual<T> = Readonly<Record<Language, T>>;

export const languages: readonly Language[] = ["zh-CN", "en"];

/**
 * The language of help, tables and messages: `--lang`, else the environment's locale, else Chinese.
 *
 * Looked up before the command line is parsed, since what is wrong with it is told in it too; a
 * value that is no language is refused later, by the parser.
 */
export function chooseLanguage(argv: readonly string[], locale: string | null): Language {
  const index = argv.findIndex((argument) => /^--lang(=|$)/.test(argument));
  const asked = argv[index]?.slice("--lang=".length) || argv[index + 1];
  if (index >= 0 && (asked === "zh-CN" || asked === "en")) return asked;
  // `C` and `POSIX` name no language.
  const speaksChinese = locale === null || /^(zh|C$|C\.|POSIX)/.test(locale);
  return speaksChinese ? "zh-CN" : "en";
}
