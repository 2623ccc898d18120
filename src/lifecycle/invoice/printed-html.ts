import type {
  BothLanguages,
  PrintedFact,
  PrintedPage,
  PrintedPart,
} from "../../platform/pdf/printed-page.js";

/** Needs nothing beside itself: no script, no picture, no font from elsewhere. */
const style = `
@page { size: A4; margin: 11mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 180mm; padding: 8mm 0; color: #1f2933; font: 10pt/1.4 "Noto Sans SC",
  "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { margin: 0; color: #0b4f8a; font-size: 20pt; letter-spacing: 2pt; text-align: center; }
h1 small { display: block; color: #66727f; font-size: 10pt; font-weight: normal; letter-spacing: 0; }
.marks { margin: 8pt 0 0; padding-top: 6pt; border-top: 1.2pt solid #0b4f8a; font-size: 8.5pt; }
.marks span { margin-right: 2em; white-space: nowrap; }
h2 { margin: 9pt 0 3pt; padding-left: 6pt; border-left: 3pt solid #0b4f8a; font-size: 11pt; line-height: 1.1;
  break-after: avoid; }
small { color: #66727f; font-size: 7.5pt; font-weight: normal; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; }
th, td { padding: 3pt 4pt; border-bottom: .5pt solid #c9d1d9; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
th { background: #eef3f8; font-weight: normal; }
th small { display: block; }
.facts th { width: 128pt; }
.facts th small { display: inline; }
.facts td { font-size: 10pt; overflow-wrap: anywhere; }
.right { text-align: right; font-variant-numeric: tabular-nums; }
tfoot td { background: #eef3f8; font-weight: bold; }
ol { margin: 0; padding-left: 16pt; font-size: 9pt; }
ol small { display: block; }
footer { margin-top: 12pt; color: #66727f; font-size: 7.5pt; }
@media print { body { max-width: none; padding: 0; } th, tfoot td { print-color-adjust: exact;
  -webkit-print-color-adjust: exact; } }
`;

/** A page as an HTML document of its own, ready to print on A4. */
export function printedHtml({ title, marks, parts, foot }: PrintedPage): string {
  const head = marks.map(({ label, value }) => `<span>${both(label)}：${escapeHtml(value)}</span>`);
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`${title.zh} ${title.en}`)}</title>
<style>${style}</style>
</head>
<body>
<h1>${both(title)}</h1>
<p class="marks">${head.join("\n")}</p>
${parts.map(partHtml).join("\n")}
<footer>${escapeHtml(foot)}</footer>
</body>
</html>
`;
}

function partHtml(part: PrintedPart): string {
  return `<h2>${both(part.heading)}</h2>\n${contentOf(part)}`;
}

function contentOf(part: PrintedPart): string {
  if (part.kind === "facts") {
    return `<table class="facts">\n${part.facts.map(factHtml).join("\n")}\n</table>`;
  }
  if (part.kind === "notes") {
    return `<ol>\n${part.notes.map((note) => `<li>${both(note)}</li>`).join("\n")}\n</ol>`;
  }
  const { columns, rows, total } = part;
  const classOf = (at: number) => (columns[at]?.align === "right" ? ' class="right"' : "");
  const cells = (row: readonly string[]) =>
    `<tr>${row.map((cell, at) => `<td${classOf(at)}>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  const head = columns.map(({ title }, at) => `<th${classOf(at)}>${both(title)}</th>`).join("");
  const foot = total === null ? "" : `\n<tfoot>${cells(total)}</tfoot>`;
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.map(cells).join("\n")}\n</tbody>${foot}\n</table>`;
}

function factHtml({ label, value }: PrintedFact): string {
  return `<tr><th>${both(label)}</th><td>${escapeHtml(value)}</td></tr>`;
}

function both({ zh, en }: BothLanguages): string {
  return `${escapeHtml(zh)} <small>${escapeHtml(en)}</small>`;
}

function escapeHtml(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
