/**
 * Takes out of a text what a log must not keep. Ours holds identifiers only; what drivers say of data that
 * they refuse, and addresses of servers, may hold anything. Our own words are English, so that Chinese comes
 * from data or from a path.
 *
 * @param secrets values that are not to be told, as they are written.
 */
export function cleanText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, "[secret]");
  for (const [form, instead] of forms) clean = clean.replace(form, instead);
  return clean;
}

const forms: readonly (readonly [RegExp, string])[] = [
  // A server's address with its password.
  [/(\w:\/\/)[^\s/@]*@/g, "$1"],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[mail]"],
  // Mobile numbers, bank accounts, identity cards; numbers of ours begin with letters or have a dash.
  [/(?<![\w.-])(\+?86[- ]?)?1[3-9]\d{9}(?![\w.])/g, "[number]"],
  [/(?<![\w.-])(\d{12,}[Xx]?|\d{4}( \d{4}){2,}( \d{1,3})?)(?![\w.])/g, "[number]"],
  // Postgres quotes names of its own and values alike.
  [/"(?![a-z_][a-z0-9_.]*")[^"]*"/g, '"…"'],
  [/=\([^)]*\)/g, "=(…)"],
  [/[\p{Script=Han}][\p{Script=Han}\p{P}\p{L}]*/gu, "…"],
];
