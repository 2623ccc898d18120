import { createHash } from "node:crypto";
import { type Language, YuejieError } from "../domain/errors.js";
import { decryptField, type EncryptionKeys, hashField } from "../platform/crypto/field-cipher.js";
import { maskEmail, maskMobile } from "../platform/crypto/mask.js";
import type { Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { isMailAddress } from "../platform/mail/mailer.js";
import { internationalMobile } from "../platform/sms/sms-gateway.js";
import { type Channel, nameOfRecipient } from "./copy.js";

/** Where addresses come from beside the books. */
export interface AddressBook {
  readonly staffEmails: readonly string[];
  readonly keys: () => Promise<EncryptionKeys>;
}

/** Somebody, as one channel reaches them. */
export interface Reached {
  /** Fit to be sent to. */
  readonly address: string;
  readonly masked: string;
  /** Equal for equal addresses, whoever's they are; tells nothing of them. */
  readonly hash: string;
  readonly name: string;
  /** Null: not known. */
  readonly locale: Language | null;
}

/**
 * Looks an address up as it is now.
 *
 * Errors: `notice_address_missing`, `notice_address_form`; `cipher_*`, `keys_missing`.
 */
export async function findAddress(
  queryable: Queryable,
  { channel, recipient }: { channel: Channel; recipient: string },
  book: AddressBook,
): Promise<Reached> {
  const missing = () =>
    new YuejieError("notice_address_missing", { recipient: nameOfRecipient(recipient) });
  const [who, name] = splitOnce(recipient);
  if (who === "address") {
    const address = book.staffEmails.find((email) => referenceOf(email) === recipient);
    if (address === undefined || channel !== "email") throw missing();
    return reachedByMail(address, { name: "", locale: null, recipient });
  }
  const found = await queryable.query(
    who === "user" ? sqlFile("queries/notice/user.sql") : sqlFile("queries/notice/settlee.sql"),
    [name],
  );
  const [row] = found.rows;
  if (row === undefined || row.is_disabled) throw missing();
  const about = { name: row.name ?? row.user_name, locale: row.locale, recipient };
  if (channel === "email") {
    if (row.email === null) throw missing();
    return reachedByMail(row.email, about);
  }
  if (typeof row.mobile_cipher !== "string") throw missing();
  const keys = await book.keys();
  const text = decryptField(keys, { field: "mobile", owner: name }, row.mobile_cipher);
  return reachedByMobile(text, { ...about, keys });
}

/** A reference to an address of the settings: it is in no record readable. */
export function referenceOf(email: string): string {
  return `address:${digestOf(email).slice(0, 24)}`;
}

interface About {
  readonly name: string;
  readonly locale: Language | null;
  readonly recipient: string;
}

function reachedByMail(email: string, { name, locale, recipient }: About): Reached {
  const address = email.trim();
  if (!isMailAddress(address)) {
    throw new YuejieError("notice_address_form", { recipient: nameOfRecipient(recipient) });
  }
  return { address, masked: maskEmail(address), hash: digestOf(address), name, locale };
}

function reachedByMobile(
  text: string,
  { name, locale, recipient, keys }: About & { keys: EncryptionKeys },
): Reached {
  const address = internationalMobile(text);
  if (address === null) {
    throw new YuejieError("notice_address_form", { recipient: nameOfRecipient(recipient) });
  }
  // A plain hash of a number would be found by trying them all.
  const [hash = ""] = hashField(keys, "mobile", address);
  return { address, masked: maskMobile(text), hash, name, locale };
}

function digestOf(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase(), "utf8").digest("hex");
}

function splitOnce(recipient: string): readonly [string, string] {
  const colon = recipient.indexOf(":");
  return [recipient.slice(0, colon), recipient.slice(colon + 1)];
}
