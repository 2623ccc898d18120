import { Decimal as DecimalJs } from "decimal.js";

/** A private clone: settings of the global Decimal never reach the books. 60 digits hold every product exactly. */
export const Decimal = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_UP,
  toExpNeg: -30,
  toExpPos: 60,
});
export type Decimal = DecimalJs;

/** Rounds to the cent, half away from zero (R-ROUND). */
export function roundToCent(value: Decimal): Decimal {
  return value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** An amount as the project writes it: two decimals, no separators, never `-0.00`. */
export function formatAmount(value: Decimal): string {
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text;
}

/** A rate without the zeros a fixed scale adds: `0.060000` is written `0.06`. */
export function formatRate(value: string | Decimal): string {
  return new Decimal(value).toFixed();
}

/** An amount for people: thousands separated, two decimals. */
export function formatAmountGrouped(value: string | Decimal): string {
  const [whole = "", cents = ""] = formatAmount(new Decimal(value)).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}
