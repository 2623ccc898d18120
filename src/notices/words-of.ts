import type { Language } from "../domain/errors.js";
import type { NoticeDetails, NoticeKind } from "../domain/notice.js";
import type { NoticeWords } from "./notice-words.js";
import { noticeWords } from "./sentences.js";

/** What a notice says in a language: its subject and its body, each line on one. */
export function wordsOf(
  kind: NoticeKind,
  details: NoticeDetails[NoticeKind],
  language: Language,
): { readonly subject: string; readonly body: readonly string[] } {
  const { subject, body } = noticeWords[language][kind] as NoticeWords<NoticeKind>;
  return {
    subject: oneLine(subject(details as never)),
    body: body(details as never).map(oneLine),
  };
}

/** Names and texts of others may hold whatever a terminal, a header or a reader would obey. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}
