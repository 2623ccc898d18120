/**
 * A mobile number as people may see it: `139****0001`. What is too short to keep three and four
 * characters keeps fewer, and below five none.
 */
export function maskMobile(text: string): string {
  if (text.length >= 11) return `${text.slice(0, -8)}****${text.slice(-4)}`;
  return text.length >= 7 ? `****${text.slice(-2)}` : "****";
}

/** A bank account as people may see it: its last four characters, never more than half. */
export function maskBankAccount(text: string): string {
  return text.length >= 8 ? `****${text.slice(-4)}` : "****";
}

/** An e-mail address as people may see it: its first character and where it is, `w***@example.com`. */
export function maskEmail(text: string): string {
  const [first = ""] = text;
  const at = text.lastIndexOf("@");
  return at > 0 ? `${first}***${text.slice(at)}` : "***";
}
