/** Chance that is the same for the same seed. */
export interface Dice {
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  oneOf<T>(of: readonly T[]): T;
  /** True so often. */
  chance(share: number): boolean;
}

/** Mulberry32: four lines, and as good as harm needs. */
export function dice(seed: number): Dice {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  return {
    between,
    oneOf: (of) => of[between(0, of.length - 1)] as (typeof of)[number],
    chance: (share) => next() < share,
  };
}
