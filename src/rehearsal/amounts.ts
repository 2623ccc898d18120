import type { Random } from "./random.js";

/**
 * Amounts while they are made are whole cents: sums and parts of them are exact in a number up to
 * 2^53, and an amount never leaves this folder but as text.
 */
export type Cents = number;

/** The five ways to pay; they add up to the deal amount (R-IN1). */
export interface Payment {
  readonly cash: Cents;
  readonly storedValue: Cents;
  readonly performanceCoupon: Cents;
  readonly plainCoupon: Cents;
  readonly voucher: Cents;
}

const hundredths = Array.from({ length: 100 }, (_, cents) => `.${String(cents).padStart(2, "0")}`);

/** An amount as it stands in a file; nothing is written `0`, a cent less a byte. */
export function centsText(cents: Cents): string {
  if (cents === 0) return "0";
  const size = Math.abs(cents);
  const whole = Math.floor(size / 100);
  return `${cents < 0 ? "-" : ""}${whole}${hundredths[size - whole * 100]}`;
}

/** A share of an amount, cut down to the cent. */
export function percentOf(cents: Cents, percent: number): Cents {
  return Math.floor((cents * percent) / 100);
}

/** How a customer paid: mostly cash, sometimes one other means beside it, seldom all or vouchers only. */
export function splitPayment(deal: Cents, random: Random): Payment {
  const habit = random.below(100);
  const part = percentOf(deal, random.between(5, 60));
  const none = { storedValue: 0, performanceCoupon: 0, plainCoupon: 0, voucher: 0 };
  if (habit < 62) return { cash: deal, ...none };
  if (habit < 72) return { cash: deal - part, ...none, storedValue: part };
  if (habit < 80) return { cash: deal - part, ...none, performanceCoupon: part };
  if (habit < 86) return { cash: deal - part, ...none, plainCoupon: part };
  if (habit < 93) return { cash: deal - part, ...none, voucher: part };
  if (habit < 95) return { cash: 0, ...none, voucher: deal };
  const storedValue = percentOf(deal, random.between(0, 30));
  const performanceCoupon = percentOf(deal, random.between(1, 20));
  const plainCoupon = percentOf(deal, random.between(1, 20));
  const voucher = percentOf(deal, random.between(1, 20));
  const cash = deal - storedValue - performanceCoupon - plainCoupon - voucher;
  return { cash, storedValue, performanceCoupon, plainCoupon, voucher };
}

const discounts = [100, 100, 100, 100, 100, 95, 92, 90, 88, 85, 80];

const dearCents = 3_000_000;

/** The deal amount of a sale by the piece: few buy many, some get a discount. At least a cent. */
export function dealCents(unitCents: Cents, random: Random): Cents {
  const draw = random.below(100);
  const bulk = draw < 95 ? random.between(2, 6) : random.pick([10, 12, 20, 24, 36, 50]);
  const wanted = draw < 62 ? 1 : bulk;
  const quantity = unitCents < dearCents ? wanted : Math.min(wanted, 2);
  return Math.max(1, percentOf(unitCents * quantity, random.pick(discounts)));
}

/** The price of an hour or a month of use: much smaller than a sale, never round, at least a cent. */
export function usageCents(unitCents: Cents, random: Random): Cents {
  const share = random.uniform() * random.uniform() * random.uniform(); // most uses are small ones
  return 1 + Math.floor((unitCents / 4) * share);
}

/** The partner's cost price: usually well below the deal amount, seldom above it (R-A6). */
export function floorCents(deal: Cents, random: Random): Cents {
  const percent = random.chance(0.04) ? random.between(102, 118) : random.between(52, 96);
  return percentOf(deal, percent);
}
