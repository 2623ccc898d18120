import { join } from "node:path";
import type { Language } from "../domain/errors.js";
import type { NoticeDetails, NoticeKind } from "../domain/notice.js";
import { writeWhole } from "../platform/files/write-whole.js";
import { type NoticeWords, noticeWords } from "./sentences.js";
import type { NoticeMessage } from "./write-notice.js";

/**
 * Delivers a notice as a file: its facts in front, for programs, then its text in both languages. The file's
 * name is the notice's key and its content depends on nothing else, so a second delivery is the same file.
 *
 * @param options.folder where notices are kept, made if need be.
 * Errors: those of the file system; nothing half written is left.
 */
export async function deliverNotice(
  message: NoticeMessage,
  options: { readonly folder: string },
): Promise<{ path: string }> {
  const path = join(options.folder, `${message.key}.md`);
  await writeWhole(path, renderNotice(message));
  return { path };
}

/** Front matter as YAML, whose values are JSON; then each language under its subject. */
export function renderNotice(message: NoticeMessage): string {
  const { key, kind, to, locale, at, details } = message;
  const facts = Object.entries({ key, kind, to, locale, at, details });
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
  const { subject, body } = noticeWords[language][kind] as NoticeWords<NoticeKind>;
  const told = details as NoticeDetails[NoticeKind];
  return [`# ${oneLine(subject(told as never))}`, ...body(told as never).map(oneLine)];
}

/** Names of folders and values of files may hold whatever a terminal or a reader would obey. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
