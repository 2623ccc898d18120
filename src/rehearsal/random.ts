/**
 * Chance that can be repeated: the same seed, stream and position always give the same numbers.
 *
 * The generator is sfc32 (Chris Doty-Humphrey's small fast counting generator, from PractRand): 32-bit
 * integer operations only, so that every engine and every machine gives the same bytes; neither
 * Math.random nor a transcendental function takes part in anything that is written.
 */
export interface Random {
  /** Goes to the start of the numbers of one position in one stream. */
  restart(stream: number, position: number): void;
  /** In [0, 1), 32 bits of it. */
  uniform(): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  /** A whole number in [low, high], both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

const warmUpRounds = 12; // what the author of sfc32 asks for after seeding

/** Makes the chance of one seed; it stands at position 0 of stream 0. The seed is a safe integer ≥ 0. */
export function makeRandom(seed: number): Random {
  const seedWord = mixSeed(seed);
  let a = 0;
  let b = 0;
  let c = 0;
  let counter = 1;

  function next(): number {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  }
  function restart(stream: number, position: number): void {
    a = seedWord;
    b = stream | 0;
    c = position | 0;
    counter = 1;
    for (let round = 0; round < warmUpRounds; round += 1) next();
  }
  const uniform = (): number => next() / 4_294_967_296;
  const below = (count: number): number => Math.floor(uniform() * count);

  restart(0, 0);
  return {
    restart,
    uniform,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => uniform() < probability,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
  };
}

/** Folds both halves of a safe integer into one word, so that large seeds differ too. */
function mixSeed(seed: number): number {
  const high = Math.floor(seed / 4_294_967_296);
  return Math.imul(high ^ 0x9e3779b9, 0x85ebca6b) ^ (seed >>> 0);
}
