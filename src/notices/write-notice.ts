import { createHash } from "node:crypto";
import type { Language } from "../domain/errors.js";
import { shanghaiInstant } from "../domain/instant.js";
import type { Notice } from "../domain/notice.js";
import type { Connection } from "../platform/database/database.js";

/** A notice on its way: what the outbox keeps and the job that delivers it gets. */
export interface NoticeMessage {
  /** The same for the same notice, however often it is written or delivered; fit for a file's name. */
  readonly key: string;
  readonly kind: Notice["kind"];
  /** `staff`, until notices go to partners too. */
  readonly to: string;
  /** The language that comes first. */
  readonly locale: Language;
  /** An ISO instant. */
  readonly at: string;
  readonly details: Notice["details"];
}

/** Writes a message into the outbox; one with a key that is there already is the same message. */
type WriteMessage = (
  connection: Connection,
  message: { topic: "deliver-notice"; key: string; payload: NoticeMessage },
) => Promise<unknown>;

/**
 * Puts a notice into the outbox, in the transaction that causes it: it leaves if and only if that commits.
 *
 * @param addressee staff, in Chinese first, unless told otherwise.
 */
export async function writeNotice(
  connection: Connection,
  notice: Notice,
  write: WriteMessage,
  addressee: { readonly to: string; readonly locale: Language } = { to: "staff", locale: "zh-CN" },
): Promise<void> {
  const { kind, about, at, details } = notice;
  const key = keyOf(`${kind.replaceAll("_", "-")}-${about}`);
  await write(connection, {
    topic: "deliver-notice",
    key,
    payload: { key, kind, ...addressee, at: shanghaiInstant(at), details },
  });
}

/** Letters, digits, dots and lines stay; anything else is told apart by a hash. */
function keyOf(text: string): string {
  if (/^[A-Za-z0-9._-]{1,100}$/.test(text)) return text;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `${text.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 80)}-${hash}`;
}
