import { join } from "node:path";
import type { Language } from "../domain/errors.js";
import type { NoticeDetails, NoticeKind } from "../domain/notice.js";
import { writeWhole } from "../platform/files/write-whole.js";
import { wordsOf } from "./words-of.js";
import type { NoticeMessage } from "./write-notice.js";

/** To whom a notice goes, or would have gone: addresses masked. */
export interface KeptCopy {
  readonly channel: "email" | "sms";
  readonly recipient: string;
  readonly address: string;
}

/**
 * Delivers a notice as a file: its facts in front, for programs, then its text in both languages. The file's
 * name is the notice's key and its content depends on nothing else, so a second delivery is the same file.
 *
 * @param options.folder where notices are kept, made if need be.
 * Errors: those of the file system; nothing half written is left.
 */
export async function deliverNotice(
  message: NoticeMessage,
  { folder, copies = [] }: { readonly folder: string; readonly copies?: readonly KeptCopy[] },
): Promise<{ path: string }> {
  const path = join(folder, `${message.key}.md`);
  await writeWhole(path, renderNotice(message, copies));
  return { path };
}

/** Front matter as YAML, whose values are JSON; then each language under its subject. */
export function renderNotice(message: NoticeMessage, copies: readonly KeptCopy[] = []): string {
  const { key, kind, to, locale, at, details } = message;
  const recipients = copies.length === 0 ? {} : { recipients: copies };
  const facts = Object.entries({ key, kind, to, locale, at, ...recipients, details });
  const languages: Language[] = locale === "en" ? ["en", "zh-CN"] : ["zh-CN", "en"];
  return [
    "---",
    ...facts.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    "---",
    ...languages.flatMap((language) => ["", ...textOf(kind, details, language)]),
    "",
  ].join("\n");
}

function textOf(kind: NoticeKind, details: unknown, language: Language): string[] {
  const { subject, body } = wordsOf(kind, details as NoticeDetails[NoticeKind], language);
  return [`# ${subject}`, ...body];
}
