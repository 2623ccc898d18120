/** What can become of an order to the bank to pay one statement. */
export const paymentStates = ["prepared", "released", "paid", "bounced", "withdrawn"] as const;

export type PaymentState = (typeof paymentStates)[number];

/** Kinds of payment files: ISO 20022, and for banks without it. */
export const paymentFormats = ["pain.001", "csv"] as const;

export type PaymentFormat = (typeof paymentFormats)[number];

/** Without I, L, O and U: people read it out to each other. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Random bytes that a batch number takes. */
export const batchNoBytes = 8;

/**
 * The number of a payment batch, which is the message id of its file: `YJ20270203-K7M2QX4P`. Made by chance, not
 * counted, so that books restored from a backup never use a number again that the bank has seen.
 *
 * @param day `YYYY-MM-DD`.
 */
export function batchNoOf(day: string, random: Uint8Array): string {
  const tail = [...random.subarray(0, batchNoBytes)].map((byte) => alphabet[byte % 32]).join("");
  return `YJ${day.replaceAll("-", "")}-${tail}`;
}

/** The id by which the bank answers about one payment: 26 characters, of those every bank passes on. */
export function endToEndIdOf(batchNo: string, placeNo: number): string {
  return `${batchNo}-${String(placeNo).padStart(6, "0")}`;
}

/** Whether an id is one that this project could have made, in these books or others. */
export function looksLikeOurs(endToEndId: string): boolean {
  return /^YJ\d{8}-[0-9A-Z]{8}(-\d{6,})?$/.test(endToEndId);
}

/** Characters as people and schemas count them: one that takes two code units counts once. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Text as it may stand in a payment file: on one line, without what XML forbids. */
export function onOneLine(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
      .replace(/[\ufffe\uffff]|\p{Cs}/gu, "")
      .replace(/ {2,}/g, " ")
      .trim()
  );
}

export function cutTo(text: string, most: number): string {
  return [...text].slice(0, most).join("");
}

/** An account number without the spaces that people write between its groups. */
export function accountWithoutSpaces(text: string): string {
  return text.replace(/[\s\u3000]+/g, "");
}

/** What a spreadsheet would take for a formula and not for text. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r＝＋－＠]/.test(text);
}

/** What a payment is made to. */
export interface Creditor {
  readonly name: string;
  readonly account: string | null;
  readonly bankCode: string | null;
}

export const creditorLacks = {
  name: { zh: "户名（1 至 140 个字符）", en: "a name of 1 to 140 characters" },
  account: {
    zh: "银行账号（1 至 34 位数字、字母或连字符）",
    en: "a bank account of 1 to 34 digits, letters or hyphens",
  },
  bankCode: { zh: "12 位联行号", en: "a CNAPS code of 12 digits" },
} as const;

/**
 * What has to be on record before a settlee can be paid, and is not.
 *
 * Shape:  empty where nothing is missing.
 * Source: spec §7 step 7; lengths by pain.001.001.09 (docs/formats.md).
 */
export function lacksOf({ name, account, bankCode }: Creditor): (keyof typeof creditorLacks)[] {
  const clean = onOneLine(name);
  const lacks: (keyof typeof creditorLacks)[] = [];
  if (clean === "" || lengthOf(clean) > 140) lacks.push("name");
  if (account === null || !/^[0-9A-Za-z-]{1,34}$/.test(accountWithoutSpaces(account)))
    lacks.push("account");
  if (bankCode === null || !/^\d{12}$/.test(bankCode)) lacks.push("bankCode");
  return lacks;
}
