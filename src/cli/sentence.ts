import { type Language, renderError, type YuejieError } from "../domain/errors.js";

/** The sentence of a failure on one line; values may hold whatever a file or a command line held. */
export function sentenceOf(failure: YuejieError, language: Language): string {
  const text = renderError(failure.code, failure.details, language);
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
