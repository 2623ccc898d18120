import type { Random } from "./random.js";

/** Picks one of several things, the first ones more often. */
export type WeightedPick<T> = (random: Random) => T;

/**
 * A pick in which the k-th thing weighs 1 / (rank of k + 3): a few big ones and a long tail, as sales
 * over partners are in real books. Walker's alias method: two numbers a pick, however long the tail.
 *
 * Shape: at least one thing; `rankOf` counts from 0, ties allowed.
 */
export function longTailPick<T>(
  things: readonly T[],
  rankOf: (thing: T) => number,
): WeightedPick<T> {
  const count = things.length;
  const weights = things.map((thing) => 1 / (rankOf(thing) + 3));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const keep = new Float64Array(count);
  const alias = new Uint32Array(count);
  const shares = weights.map((weight) => weight / mean);
  const small: number[] = [];
  const large: number[] = [];
  shares.forEach((share, index) => {
    (share < 1 ? small : large).push(index);
  });
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() as number;
    const rich = large.pop() as number;
    keep[poor] = shares[poor] as number;
    alias[poor] = rich;
    shares[rich] = (shares[rich] as number) + (shares[poor] as number) - 1;
    ((shares[rich] as number) < 1 ? small : large).push(rich);
  }
  // What is left has a share of 1 up to rounding: it keeps its own column whole.
  for (const index of [...small, ...large]) keep[index] = 1;
  return (random) => {
    const column = random.below(count);
    const chosen = random.uniform() < (keep[column] as number) ? column : (alias[column] as number);
    return things[chosen] as T;
  };
}
