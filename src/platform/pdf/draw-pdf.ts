import { readFileSync } from "node:fs";
import PDFDocument from "pdfkit";
import { projectFolder } from "../files/project-folder.js";
import type { BothLanguages, PrintedFact, PrintedPage, PrintedPart } from "./printed-page.js";

const margin = 44;
/** What stays free below for the foot. */
const footHeight = 14;
const ink = "#1f2933";
const grey = "#66727f";
const accent = "#0b4f8a";
const rule = "#c9d1d9";
const shade = "#eef3f8";
/** From the top of a line to where letters stand, for a size of one: as the font has it. */
const ascent = 1.16;

type Sheet = PDFKit.PDFDocument;
type Part<Kind extends PrintedPart["kind"]> = Extract<PrintedPart, { kind: Kind }>;

let font: Buffer | undefined;

/**
 * Draws a page on as many A4 sheets as it takes. Equal pages with equal instants give equal bytes.
 *
 * @param at stands in the file as the time it was made.
 */
export async function drawPdf(page: PrintedPage, at: Date): Promise<Buffer> {
  // One weight with all of GBK, embedded with the characters that are used only.
  font ??= readFileSync(projectFolder("assets", "fonts", "noto-sans-sc-regular.ttf"));
  const title = `${page.title.zh} ${page.title.en}`;
  const sheet = new PDFDocument({
    size: "A4",
    margins: { top: margin, left: margin, right: margin, bottom: margin + footHeight },
    bufferPages: true,
    lang: "zh-CN",
    displayTitle: true,
    info: { Title: title, Creator: "yuejie", Producer: "yuejie", CreationDate: at },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    sheet.on("data", (chunk: Buffer) => chunks.push(chunk));
    sheet.once("end", () => resolve(Buffer.concat(chunks)));
    sheet.once("error", reject);
  });
  sheet.registerFont("text", font);
  sheet.font("text").fillColor(ink);
  drawHead(sheet, page);
  for (const part of page.parts) drawPart(sheet, part);
  drawFeet(sheet, page.foot);
  sheet.end();
  return done;
}

function widthOf(sheet: Sheet): number {
  return sheet.page.width - 2 * margin;
}

/** Drawn a little thicker: there is one weight of the font. */
function drawBold(sheet: Sheet, text: string, options: PDFKit.Mixins.TextOptions = {}): void {
  sheet.lineWidth(0.3).strokeColor(colours.get(sheet) ?? ink);
  sheet.text(text, { ...options, fill: true, stroke: true });
}

/** What is written in: pdfkit does not tell. */
const colours = new WeakMap<Sheet, string>();

function inColour(sheet: Sheet, colour: string): Sheet {
  colours.set(sheet, colour);
  return sheet.fillColor(colour);
}

function drawHead(sheet: Sheet, { title, marks }: PrintedPage): void {
  const width = widthOf(sheet);
  sheet.x = margin;
  sheet.y = margin;
  inColour(sheet, accent).fontSize(20);
  drawBold(sheet, title.zh, { width, align: "center", characterSpacing: 2 });
  inColour(sheet, grey).fontSize(10).text(title.en, { width, align: "center" });
  const y = sheet.y + 8;
  sheet
    .moveTo(margin, y)
    .lineTo(margin + width, y)
    .lineWidth(1.2)
    .strokeColor(accent)
    .stroke();
  sheet.y = y + 6;
  const text = marks.map(({ label, value }) => `${label.zh} ${label.en}：${value}`).join("　　");
  inColour(sheet, ink).fontSize(8.5).text(text, margin, sheet.y, { width });
  sheet.y += 6;
}

function drawPart(sheet: Sheet, part: PrintedPart): void {
  drawHeading(sheet, part.heading);
  if (part.kind === "facts") drawFacts(sheet, part.facts);
  else if (part.kind === "table") drawTable(sheet, part);
  else drawNotes(sheet, part);
  sheet.y += 5;
}

function drawHeading(sheet: Sheet, heading: BothLanguages): void {
  // Not alone at the foot of a sheet.
  makeRoom(sheet, 60);
  const y = sheet.y + 3;
  sheet.rect(margin, y + 2.5, 3, 12).fill(accent);
  drawPair(sheet, heading, { x: margin + 9, y, sizes: [11, 8.5], isBold: true });
  sheet.x = margin;
  sheet.y = y + 19;
}

/** Chinese, and English smaller behind it on the same line of writing. */
function drawPair(
  sheet: Sheet,
  { zh, en }: BothLanguages,
  at: { x: number; y: number; sizes: readonly [number, number]; isBold: boolean },
): void {
  const { x, y, sizes, isBold } = at;
  const [size, smaller] = sizes;
  inColour(sheet, ink).fontSize(size);
  const width = sheet.widthOfString(zh);
  sheet.x = x;
  sheet.y = y;
  if (isBold) drawBold(sheet, zh, { lineBreak: false });
  else sheet.text(zh, { lineBreak: false });
  inColour(sheet, grey).fontSize(smaller);
  sheet.text(en, x + width + 5, y + (size - smaller) * ascent, { lineBreak: false });
  inColour(sheet, ink);
}

const labelWidth = 128;

function drawFacts(sheet: Sheet, facts: readonly PrintedFact[]): void {
  const width = widthOf(sheet);
  for (const { label, value } of facts) {
    const valueWidth = width - labelWidth - 12;
    const height = heightOf(sheet, value, { width: valueWidth, size: 10 }) + 7;
    makeRoom(sheet, height);
    const y = sheet.y;
    sheet.rect(margin, y, labelWidth, height).fill(shade);
    drawPair(sheet, label, { x: margin + 6, y: y + 3.5, sizes: [9, 7], isBold: false });
    inColour(sheet, ink).fontSize(10);
    sheet.text(value, margin + labelWidth + 6, y + 3, { width: valueWidth });
    drawRule(sheet, y + height);
    sheet.y = y + height;
  }
  sheet.x = margin;
}

function drawTable(sheet: Sheet, { columns, rows, total }: Part<"table">): void {
  const weights = columns.reduce((sum, { weight }) => sum + weight, 0);
  const widths = columns.map(({ weight }) => (widthOf(sheet) * weight) / weights);
  const drawCells = (
    cells: readonly string[],
    { size, fill, isBold }: { size: number; fill: string | null; isBold: boolean },
  ): void => {
    const heights = cells.map((cell, at) =>
      heightOf(sheet, cell, { width: (widths[at] ?? 0) - 8, size }),
    );
    const height = Math.max(...heights) + 8;
    if (makeRoom(sheet, height) && cells !== head) drawHeadRow();
    const y = sheet.y;
    if (fill !== null) sheet.rect(margin, y, widthOf(sheet), height).fill(fill);
    let x = margin;
    inColour(sheet, ink).fontSize(size);
    for (const [at, cell] of cells.entries()) {
      const width = (widths[at] ?? 0) - 8;
      sheet.x = x + 4;
      sheet.y = y + 4;
      const options = { width, align: columns[at]?.align ?? "left" };
      if (isBold) drawBold(sheet, cell, options);
      else sheet.text(cell, options);
      x += widths[at] ?? 0;
    }
    drawRule(sheet, y + height);
    sheet.y = y + height;
  };
  const head = columns.map(({ title }) => `${title.zh}\n${title.en}`);
  const drawHeadRow = (): void => drawCells(head, { size: 8, fill: shade, isBold: false });
  drawHeadRow();
  for (const row of rows) drawCells(row, { size: 9, fill: null, isBold: false });
  if (total !== null) drawCells(total, { size: 9.5, fill: shade, isBold: true });
  sheet.x = margin;
}

function drawNotes(sheet: Sheet, { notes }: Part<"notes">): void {
  const width = widthOf(sheet) - 16;
  for (const [index, { zh, en }] of notes.entries()) {
    const height =
      heightOf(sheet, zh, { width, size: 9 }) + heightOf(sheet, en, { width, size: 7.5 }) + 4;
    makeRoom(sheet, height);
    const y = sheet.y;
    inColour(sheet, ink)
      .fontSize(9)
      .text(`${index + 1}.`, margin, y);
    sheet.text(zh, margin + 16, y, { width });
    inColour(sheet, grey).fontSize(7.5).text(en, { width });
    sheet.y = y + height;
  }
  inColour(sheet, ink);
  sheet.x = margin;
}

function drawRule(sheet: Sheet, y: number): void {
  sheet
    .moveTo(margin, y)
    .lineTo(margin + widthOf(sheet), y)
    .lineWidth(0.5)
    .strokeColor(rule)
    .stroke();
}

/** Numbers can stand only when it is known how many sheets there are. */
function drawFeet(sheet: Sheet, foot: string): void {
  const { start, count } = sheet.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    sheet.switchToPage(start + index);
    sheet.page.margins.bottom = 0;
    const y = sheet.page.height - margin + 6;
    const width = widthOf(sheet);
    inColour(sheet, grey).fontSize(7.5);
    sheet.text(foot, margin, y, { width: width - 60, lineBreak: false });
    sheet.text(`${index + 1} / ${count}`, margin, y, { width, align: "right" });
  }
}

function heightOf(sheet: Sheet, text: string, { width, size }: { width: number; size: number }) {
  return sheet.fontSize(size).heightOfString(text === "" ? " " : text, { width });
}

/** Goes on on a new sheet where what comes does not fit; true where it did. */
function makeRoom(sheet: Sheet, height: number): boolean {
  const bottom = sheet.page.height - margin - footHeight;
  if (sheet.y + height <= bottom) return false;
  sheet.addPage();
  sheet.font("text");
  sheet.x = margin;
  sheet.y = margin;
  return true;
}
