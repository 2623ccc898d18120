import type { Language } from "../domain/errors.js";
import { formatAmountGrouped } from "../domain/money.js";
import type { NoticeDetails, NoticeKind, StatementNotice } from "../domain/notice.js";
import { oneLine, wordsOf } from "./words-of.js";

export interface MailTexts {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Labels {
  readonly columns: readonly [string, string, string, string, string];
  readonly link: string;
  readonly sign: string;
  readonly automatic: string;
}

const labels: Readonly<Record<Language, Labels>> = {
  "zh-CN": {
    columns: ["结算单号", "账期", "不含税（元）", "税额（元）", "价税合计（元）"],
    link: "在结算平台查看",
    sign: "月结",
    automatic: "本邮件由系统自动发出。",
  },
  en: {
    columns: ["Statement", "Period", "Net (CNY)", "Tax (CNY)", "Total (CNY)"],
    link: "Open in the console",
    sign: "yuejie",
    automatic: "This message was sent by the system.",
  },
};

/**
 * A notice as mail: in the recipient's language, then in the other. Every value is escaped; what others wrote
 * stays one line.
 *
 * @param options.consoleUrl for links; null: none.
 */
export function renderMail(
  notice: { readonly kind: NoticeKind; readonly details: NoticeDetails[NoticeKind] },
  { locale, consoleUrl }: { locale: Language; consoleUrl: string | null },
): MailTexts {
  const { kind, details } = notice;
  const other: Language = locale === "en" ? "zh-CN" : "en";
  const first = wordsOf(kind, details, locale);
  const second = wordsOf(kind, details, other);
  const facts = factsOf(details);
  const link = linkOf(consoleUrl, facts);
  return {
    subject: first.subject.slice(0, 200),
    text: [
      ...textOf(first, { language: locale, facts, link }),
      "",
      "--------",
      "",
      second.subject,
      "",
      ...second.body,
      "",
    ].join("\n"),
    html: htmlOf({ first, second, language: locale, facts, link }),
  };
}

type Words = ReturnType<typeof wordsOf>;

interface Frame {
  readonly language: Language;
  readonly facts: StatementNotice | null;
  readonly link: string | null;
}

function factsOf(details: NoticeDetails[NoticeKind]): StatementNotice | null {
  return "netAmount" in details ? details : null;
}

function linkOf(consoleUrl: string | null, facts: StatementNotice | null): string | null {
  if (consoleUrl === null) return null;
  const base = consoleUrl.replace(/\/+$/, "");
  return facts === null ? base : `${base}/statements/${encodeURIComponent(facts.statementNo)}`;
}

function cellsOf(facts: StatementNotice): readonly string[] {
  const amounts = [facts.netAmount, facts.taxAmount, facts.amount].map(formatAmountGrouped);
  return [facts.statementNo, facts.period, ...amounts].map(oneLine);
}

function textOf({ subject, body }: Words, { language, facts, link }: Frame): string[] {
  const { columns, link: linkLabel, sign, automatic } = labels[language];
  const cells = facts === null ? [] : cellsOf(facts);
  return [
    subject,
    "",
    ...body,
    ...(cells.length === 0 ? [] : ["", ...cells.map((cell, at) => `${columns[at]}: ${cell}`)]),
    ...(link === null ? [] : ["", `${linkLabel}: ${link}`]),
    "",
    `${sign} · ${automatic}`,
  ];
}

const font = "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif";
const cell = "padding:6px 10px;border:1px solid #d9d9d9;font-size:14px";
const paragraph = "margin:0 0 10px;font-size:15px;line-height:1.6;overflow-wrap:anywhere";
const quiet = "margin:0 0 6px;font-size:13px;line-height:1.5;color:#595959;overflow-wrap:anywhere";

/** One column that fits a phone; styles stand in the elements, since many readers drop all others. */
function htmlOf({ first, second, language, facts, link }: Frame & { first: Words; second: Words }) {
  const { link: linkLabel, sign, automatic } = labels[language];
  const paragraphs = (style: string, lines: readonly string[]): string[] =>
    lines.map((line) => `<p style="${style}">${escaped(line)}</p>`);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(first.subject)}</title></head>`,
    `<body style="margin:0;padding:16px;background:#ffffff;color:#1f1f1f;${font}">`,
    '<div style="max-width:640px;margin:0 auto">',
    `<h1 style="margin:0 0 14px;font-size:18px;line-height:1.4">${escaped(first.subject)}</h1>`,
    ...paragraphs(paragraph, first.body),
    ...(facts === null ? [] : [tableOf(facts, language)]),
    ...(link === null
      ? []
      : [`<p style="${paragraph}"><a href="${escaped(link)}">${escaped(linkLabel)}</a></p>`]),
    '<hr style="border:0;border-top:1px solid #d9d9d9;margin:18px 0">',
    ...paragraphs(quiet, [second.subject, ...second.body]),
    ...paragraphs(quiet, [`${sign} · ${automatic}`]),
    "</div></body></html>",
  ].join("\n");
}

/** Amounts stand to the right, so that their digits are under each other. */
function tableOf(facts: StatementNotice, language: Language): string {
  const align = (at: number): string => (at >= 2 ? "right" : "left");
  const row = (tag: "th" | "td", cells: readonly string[]): string =>
    cells
      .map((text, at) => {
        const style = `${cell};text-align:${align(at)}${at >= 2 ? ";white-space:nowrap" : ""}`;
        const scope = tag === "th" ? ' scope="col"' : "";
        return `<${tag}${scope} align="${align(at)}" style="${style}">${escaped(text)}</${tag}>`;
      })
      .join("");
  return (
    '<div style="overflow-x:auto;margin:0 0 14px">' +
    '<table style="border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums">' +
    `<thead><tr>${row("th", labels[language].columns)}</tr></thead>` +
    `<tbody><tr>${row("td", cellsOf(facts))}</tr></tbody></table></div>`
  );
}

const entities: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
