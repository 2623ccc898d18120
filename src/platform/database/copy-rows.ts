import { once } from "node:events";
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Connection } from "./database.js";

/** Rows on their way into a table by COPY in text format. */
export interface CopyTarget {
  /** Takes whole lines; waits while the server is behind. */
  write(lines: Buffer): Promise<void>;
  /** Ends the copy and gives the number of rows the server took. */
  end(): Promise<number>;
  /** Gives the copy up; the transaction can only be rolled back then. */
  abort(): Promise<void>;
}

/** Blank in COPY's text format. */
export const copyNull = "\\N";

/** Lets reading and parsing go on while the server digests this much. */
const bufferBytes = 1 << 20;

/**
 * Starts a COPY on a connection, which takes nothing else until the copy ends.
 *
 * @param statement `copy … from stdin`.
 * Errors: those of the server, thrown by the next write or the end.
 */
export function copyInto(connection: Connection, statement: string): CopyTarget {
  const stream = connection.query(copyFrom(statement, { highWaterMark: bufferBytes }));
  let failure: Error | null = null;
  stream.on("error", (error: Error) => {
    failure ??= error;
  });
  return {
    async write(lines) {
      if (failure !== null) throw failure;
      if (!stream.write(lines)) await once(stream, "drain");
    },
    async end() {
      if (failure !== null) throw failure;
      const done = finished(stream);
      stream.end();
      await done;
      return stream.rowCount;
    },
    async abort() {
      // A copy that the server ended, or lost, answers no more.
      if (failure !== null || stream.destroyed) return;
      stream.destroy();
      await once(stream, "close").catch(() => undefined);
    },
  };
}
