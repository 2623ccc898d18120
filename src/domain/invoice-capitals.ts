import { Decimal, formatAmount } from "./money.js";

const digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const places = ["", "拾", "佰", "仟"];
const groups = ["", "万", "亿", "万亿"];

/**
 * An amount of yuan in the capital numerals of Chinese documents: `壹仟零陆拾元零伍分`, `壹万元整`.
 *
 * Shape:  not negative, below 10^16; zero is `零元整`.
 * Errors: RangeError above that.
 */
export function inCapitals(amount: string): string {
  const [whole = "0", cents = "00"] = formatAmount(new Decimal(amount)).split(".");
  if (!/^\d{1,16}$/.test(whole)) throw new RangeError(`${amount} has no capitals`);
  const [jiao = 0, fen = 0] = [...cents].map(Number);
  const yuan = /^0+$/.test(whole) ? "" : `${wholeInCapitals(whole)}元`;
  if (jiao === 0 && fen === 0) return `${yuan || "零元"}整`;
  // A gap between the yuan and the fen is read as one zero; before all yuan there is none.
  const tenths = jiao > 0 ? `${digits[jiao]}角` : yuan && "零";
  return `${yuan}${tenths}${fen > 0 ? `${digits[fen]}分` : "整"}`;
}

/** In groups of four digits; zeros between digits that are read as one, zeros at a group's end not at all. */
function wholeInCapitals(whole: string): string {
  const padded = whole.padStart(Math.ceil(whole.length / 4) * 4, "0");
  const parts = padded.match(/\d{4}/g) ?? [];
  let text = "";
  let isGap = false;
  for (const [index, part] of parts.entries()) {
    const group = parts.length - 1 - index;
    for (const [at, digit] of [...part].entries()) {
      if (digit === "0") {
        isGap = text !== "";
        continue;
      }
      text += `${isGap ? "零" : ""}${digits[Number(digit)]}${places[3 - at]}`;
      isGap = false;
    }
    if (part === "0000") continue;
    // 万亿 is said once: its 亿 follows with the next group where that has digits of its own.
    const isTenThousandYi = group === 3;
    const hasYi = isTenThousandYi && parts[index + 1] !== "0000";
    text += hasYi ? "万" : groups[group];
    // Zeros at the end of a group need not be said.
    isGap = false;
  }
  return text;
}
