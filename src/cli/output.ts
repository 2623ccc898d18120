/** Where a command speaks: answers on stdout, everything else on stderr. */
export interface Output {
  /** Resolves when the reader took it; rejects when the reader left. */
  write(text: string): Promise<void>;
  /** One sentence on stderr. */
  note(text: string): void;
  /** True once the reader of stdout has left, as `| head` does. */
  readerLeft(): boolean;
}

/** The real streams. Losing the reader is no crash: the next `write` rejects and the command ends. */
export function openOutput(): Output {
  let left = false;
  process.stdout.on("error", () => {
    left = true;
  });
  process.stderr.on("error", () => undefined);
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => {
          if (!error) return resolve();
          left = true;
          reject(error);
        });
      }),
    note: (text) => process.stderr.write(`${text}\n`),
    readerLeft: () => left,
  };
}

/** Big enough that writing costs nothing beside making the records, small enough for any memory. */
const chunkLength = 65_536;

/** Writes one JSON object a line as the records come. */
export async function writeRecords(output: Output, records: AsyncIterable<unknown>): Promise<void> {
  let chunk = "";
  for await (const record of records) {
    chunk += `${JSON.stringify(record)}\n`;
    if (chunk.length >= chunkLength) {
      await output.write(chunk);
      chunk = "";
    }
  }
  if (chunk !== "") await output.write(chunk);
}
