/** Counts of a list that was cut. */
interface Counted {
  readonly shown: number;
  /** Records that were left out. */
  readonly more: number;
}

/** A list that is told in part. */
interface ShortenedList<Item> {
  readonly records: () => AsyncGenerator<Item>;
  readonly count: () => Counted;
}

/**
 * The first records of a list. The rest is read too, to be counted; `count` knows when the records were read.
 *
 * @param limit 0 shows none.
 */
export function firstOf<Item>(records: AsyncIterable<Item>, limit: number): ShortenedList<Item> {
  let shown = 0;
  let more = 0;
  return {
    records: async function* () {
      for await (const record of records) {
        if (shown < limit) {
          shown += 1;
          yield record;
        } else more += 1;
      }
    },
    count: () => ({ shown, more }),
  };
}

/** As `firstOf`, but the last of them, in their order; at most `limit` are held at once. */
export function lastOf<Item>(records: AsyncIterable<Item>, limit: number): ShortenedList<Item> {
  const kept: Item[] = [];
  let all = 0;
  return {
    records: async function* () {
      for await (const record of records) {
        all += 1;
        kept.push(record);
        if (kept.length > limit) kept.shift();
      }
      yield* kept;
    },
    count: () => ({ shown: kept.length, more: all - kept.length }),
  };
}
