/**
 * The shared strings of a workbook: hundreds of thousands of short texts, kept as bytes, since as
 * JavaScript strings they would hold on to the text they were cut from.
 */
export interface StringTable {
  add(text: string): void;
  /** Undefined where no string has this number. */
  get(index: number): string | undefined;
  bytes(): number;
}

export function createStringTable(): StringTable {
  let store = Buffer.allocUnsafe(1 << 16);
  let ends = new Uint32Array(1 << 10);
  let count = 0;
  let used = 0;
  return {
    bytes: () => used,
    add(text) {
      // Three bytes hold any unit of UTF-16.
      if (used + text.length * 3 > store.length) {
        const grown = Buffer.allocUnsafe((store.length + text.length * 3) * 2);
        store.copy(grown, 0, 0, used);
        store = grown;
      }
      if (count === ends.length) {
        const grown = new Uint32Array(count * 2);
        grown.set(ends);
        ends = grown;
      }
      used += store.write(text, used, "utf8");
      ends[count] = used;
      count += 1;
    },
    get(index) {
      if (!(index >= 0 && index < count)) return undefined;
      return store.toString("utf8", index === 0 ? 0 : ends[index - 1], ends[index]);
    },
  };
}
