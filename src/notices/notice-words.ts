import type { NoticeDetails, NoticeKind } from "../domain/notice.js";

/** How a notice of one kind reads: its subject, and its body in lines. */
export interface NoticeWords<Kind extends NoticeKind> {
  readonly subject: (details: NoticeDetails[Kind]) => string;
  readonly body: (details: NoticeDetails[Kind]) => readonly string[];
}
