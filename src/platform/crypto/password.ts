import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's least for argon2id, which is what the package makes: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** Without those that are taken for each other when a password is read aloud: 0 O o, 1 l I. */
const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Ninety-two bits, in groups that can be read: more than anybody can try out. */
const groups = 4;
const groupLength = 4;

/** The hash to store, with its salt and cost in it (PHC form). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), cost);
}

/** Whether a password is the one that was hashed; a hash that is none matches nothing. */
export function matchesPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password.normalize("NFKC")).catch(() => false);
}

/** A password by chance, to be told once and changed at the first sign-in. */
export function makeOneTimePassword(): string {
  const group = () => Array.from({ length: groupLength }, () => letters[randomInt(letters.length)]);
  return Array.from({ length: groups }, () => group().join("")).join("-");
}
