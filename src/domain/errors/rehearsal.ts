import type { ErrorEntry } from "./entry.js";

/** Where a month may be rehearsed. */
export const rehearsalErrors = {
  rehearsal_in_real_books: {
    kind: "input",
    en: "The books at {where} hold facts that are not the rehearsal's (the first: {first}); nothing was written. Rehearse in books of their own: set YUEJIE_HOME to a new folder and leave DATABASE_URL unset.",
    zh: "{where} 的账中有不属于演练的数据（第一项：{first}）；没有写入任何内容。请在单独的账中演练：把 YUEJIE_HOME 设为一个新的文件夹，并且不设置 DATABASE_URL。",
  },
} as const satisfies Record<string, ErrorEntry>;
