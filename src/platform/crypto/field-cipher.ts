import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { YuejieError } from "../../domain/errors.js";

/** One key: 32 bytes under the id that stands in everything it encrypted. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The first key encrypts, all of them decrypt; never empty. */
export type EncryptionKeys = readonly EncryptionKey[];

/** What is encrypted, and whose it is: a value copied to another record does not open there. */
export interface FieldPlace {
  readonly field: "mobile" | "bank_account";
  /** The partner's number. */
  readonly owner: string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts a personal value with AES-256-GCM: `v1.<key id>.<base64url of nonce, tag, text>`. */
export function encryptField(keys: EncryptionKeys, place: FieldPlace, text: string): string {
  const { id, key } = firstKey(keys);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associatedData(id, place));
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const packed = Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
  return `v1.${id}.${packed.toString("base64url")}`;
}

/**
 * Opens what {@link encryptField} closed, for the same place.
 *
 * Errors: `cipher_key_unknown` where the key is not among those given; `cipher_damaged` where the value
 * was changed, moved to another record, or the id now names another key.
 */
export function decryptField(keys: EncryptionKeys, place: FieldPlace, encrypted: string): string {
  // Ids may hold dots, base64url never does.
  const match = /^v1\.(.+)\.([A-Za-z0-9_-]+)$/.exec(encrypted);
  const id = match?.[1] ?? "?";
  const packed = Buffer.from(match?.[2] ?? "", "base64url");
  if (match === null || packed.length < nonceBytes + tagBytes) {
    throw new YuejieError("cipher_damaged", { id });
  }
  const key = keys.find((candidate) => candidate.id === id)?.key;
  if (key === undefined) throw new YuejieError("cipher_key_unknown", { id });
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, packed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(associatedData(id, place));
    decipher.setAuthTag(packed.subarray(nonceBytes, nonceBytes + tagBytes));
    const text = decipher.update(packed.subarray(nonceBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch (error) {
    throw new YuejieError("cipher_damaged", { id }, error);
  }
}

/**
 * Keyed hashes that compare without decrypting, one under each key, the first key's first:
 * `<key id>.<base64url of HMAC-SHA256>`. Equal values of one field are equal here whoever owns them, and
 * what an older key hashed is still known by its own. Each key is derived, so that it never also encrypts.
 */
export function hashField(
  keys: EncryptionKeys,
  field: FieldPlace["field"],
  text: string,
): string[] {
  return keys.map(({ id, key }) => {
    const digest = createHmac("sha256", hashKey(key, field)).update(text, "utf8");
    return `${id}.${digest.digest("base64url")}`;
  });
}

function firstKey(keys: EncryptionKeys): EncryptionKey {
  const [first] = keys;
  if (first === undefined) throw new YuejieError("keys_missing");
  return first;
}

function associatedData(id: string, place: FieldPlace): Buffer {
  return Buffer.from(`v1\n${id}\n${place.field}\n${place.owner}`, "utf8");
}

const hashKeys = new WeakMap<Buffer, Map<string, Buffer>>();

/** Derived once a key and field: HKDF costs more than the hash itself. */
function hashKey(key: Buffer, field: string): Buffer {
  const known = hashKeys.get(key) ?? new Map<string, Buffer>();
  hashKeys.set(key, known);
  let derived = known.get(field);
  if (derived === undefined) {
    derived = Buffer.from(hkdfSync("sha256", key, "", `yuejie hash ${field}`, 32));
    known.set(field, derived);
  }
  return derived;
}
