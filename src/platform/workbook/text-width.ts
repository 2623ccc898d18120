/** Points that one line of body text takes. */
const linePoints = 15;

/** How many columns of a fixed-width screen a text takes: a Chinese character is as wide as two Latin ones. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return width;
}

/**
 * The height that a text needs when it is wrapped, in points: Excel fits a row by itself, though never to
 * merged cells, and other programs do not at all.
 *
 * @param width of the cell, in characters; a little of it is lost to the margins.
 */
export function wrappedHeight(text: string, width: number): number {
  const usable = Math.max(1, width - 2);
  const lines = text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / usable)), 0);
  return lines * linePoints + 3;
}
