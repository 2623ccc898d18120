/** Lines for COPY that wait to be sent, as bytes; one memory for all of them. */
export interface LineBuffer {
  /** How many bytes wait; set back, it takes the last ones out again. */
  length: number;
  /** Whether lines made of so many bytes of a file still fit. */
  hasRoom(bytes: number): boolean;
  addText(text: string): void;
  addNumber(value: number): void;
  addByte(byte: number): void;
  addBytes(bytes: Uint8Array, from: number, to: number): void;
  /** A copy of what waits, which is then empty. */
  drain(): Buffer;
}

/** @param size of what may wait; texts may go past it, when memory is added. */
export function createLineBuffer(size: number): LineBuffer {
  return new Lines(size);
}

/** A class for the sake of speed: these are called a hundred million times. */
class Lines implements LineBuffer {
  length = 0;
  private memory: Buffer;

  constructor(size: number) {
    this.memory = Buffer.allocUnsafeSlow(size);
  }

  hasRoom(bytes: number): boolean {
    // A blank is one byte in the file and three in the line, a word may be a letter and its code six.
    return this.length + bytes * 6 <= this.memory.length;
  }

  addText(text: string): void {
    const needed = this.length + Buffer.byteLength(text, "utf8");
    if (needed > this.memory.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.memory.copy(larger, 0, 0, this.length);
      this.memory = larger;
    }
    this.length += this.memory.write(text, this.length, "utf8");
  }

  addNumber(value: number): void {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    let rest = value;
    for (let index = digits - 1; index >= 0; index -= 1) {
      const tenth = Math.floor(rest / 10);
      this.memory[this.length + index] = 48 + rest - tenth * 10;
      rest = tenth;
    }
    this.length += digits;
  }

  addByte(byte: number): void {
    this.memory[this.length] = byte;
    this.length += 1;
  }

  addBytes(bytes: Uint8Array, from: number, to: number): void {
    const { memory } = this;
    let at = this.length;
    for (let index = from; index < to; index += 1) {
      memory[at] = bytes[index] ?? 0;
      at += 1;
    }
    this.length = at;
  }

  drain(): Buffer {
    const lines = Buffer.from(this.memory.subarray(0, this.length));
    this.length = 0;
    return lines;
  }
}
