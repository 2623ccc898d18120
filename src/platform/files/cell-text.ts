/** How numbers of a cell's style are shown, as far as their meaning depends on it. */
export interface NumberStyle {
  readonly isDate: boolean;
  /** Digits that a format such as `000000` shows; 0 where it pads nothing. */
  readonly padding: number;
}

/**
 * A number as a spreadsheet keeps it: 15 significant digits, no exponent, no float noise. Null where
 * digits were lost already: 16 and more, or cents that a binary number of this size cannot tell apart.
 */
export function numberText(number: number, padding: number): string | null {
  const size = Math.abs(number);
  if (!Number.isFinite(number) || size >= 1e15) return null;
  if (size >= 1e13 && !Number.isInteger(number)) return null;
  const [mantissa = "0", exponent = "0"] = number.toPrecision(15).split("e");
  const text = withoutExponent(mantissa, Number(exponent));
  if (padding === 0 || !Number.isInteger(number) || number < 0) return text;
  return text.padStart(padding, "0");
}

function withoutExponent(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", decimals = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + decimals;
  const point = whole.length + exponent;
  const padded = point > 0 ? digits.padEnd(point, "0") : "0".repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const kept = padded.slice(at).replace(/0+$/, "");
  const text = `${padded.slice(0, at)}${kept === "" ? "" : `.${kept}`}`;
  return /[1-9]/.test(text) ? sign + text : "0";
}

const dayMs = 86_400_000;
/** Day numbers count from 1899-12-30, or in old Macs' workbooks from 1904-01-01. */
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);
const lastSerial = 2_958_466;

/** A date cell as wall clock (Shanghai time, R-TIME): `2026-10-31 23:59:59`, milliseconds where it has any. */
export function dateText(serial: number, uses1904: boolean): string | null {
  if (!(serial >= 0 && serial < lastSerial)) return null;
  const instant = new Date((uses1904 ? epoch1904 : epoch1900) + Math.round(serial * dayMs));
  const text = instant.toISOString();
  const clock = `${text.slice(0, 10)} ${text.slice(11, 19)}`;
  return instant.getUTCMilliseconds() === 0 ? clock : clock + text.slice(19, 23);
}

/** Whether a number format shows a date or time: one of its letters outside quotes, colours and escapes. */
export function isDateFormat(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return /[ymdhs]/i.test(bare) && !/^general$/i.test(bare.trim());
}

/** Formats that every workbook knows by number: dates and times, with those of Chinese Excel. */
export function isDateFormatId(id: number): boolean {
  return (
    (id >= 14 && id <= 22) ||
    (id >= 27 && id <= 36) ||
    (id >= 45 && id <= 47) ||
    (id >= 50 && id <= 58)
  );
}
