import type { Language } from "./errors.js";
import { type InvoicePoint, invoicePoints } from "./invoice-points.js";

/** Codes that stand in points, as people say them. */
const words: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  special: { "zh-CN": "增值税专用发票", en: "special VAT invoice" },
  ordinary: { "zh-CN": "普通发票", en: "ordinary invoice" },
  red: { "zh-CN": "红字发票", en: "red invoice" },
  present: { "zh-CN": "文件带有签章，本系统未验真", en: "there is one; it was not checked" },
  absent: { "zh-CN": "文件不带签章", en: "there is none" },
};

/** A value of a point for people. */
export function sayValue(value: string | null, language: Language): string {
  if (value === null) return language === "en" ? "not told" : "未载明";
  return words[value]?.[language] ?? value;
}

/** What is wrong with invoices, one clause a point; empty where nothing is. */
export function sayWrong(points: readonly InvoicePoint[], language: Language): string {
  const clauses = points
    .filter(({ standing }) => standing === "wrong")
    .map(({ point, invoiceNo, expected, found }) => {
      const want = sayValue(expected, language);
      const have = sayValue(found, language);
      const name = invoicePoints[point];
      if (language === "en") {
        const of = invoiceNo === null ? "" : ` of ${invoiceNo}`;
        return `${name.en}${of}: should be ${want}, is ${have}`;
      }
      const of = invoiceNo === null ? "" : `（发票 ${invoiceNo}）`;
      return `${name.zh}${of}应为 ${want}，实为 ${have}`;
    });
  return clauses.join(language === "en" ? "; " : "；");
}

/** The points themselves as a reason, in both languages: who reads it may know one of them only. */
export function reasonOfPoints(points: readonly InvoicePoint[]): string {
  const zh = sayWrong(points, "zh-CN");
  return zh === "" ? "" : shorten(`${zh} / ${sayWrong(points, "en")}`);
}

/** As much as a reason may have. */
function shorten(text: string): string {
  return text.length > 2_000 ? `${text.slice(0, 1_999)}…` : text;
}
