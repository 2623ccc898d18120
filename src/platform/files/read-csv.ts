import { YuejieError } from "../../domain/errors.js";
import { createDecoder } from "./decode-text.js";
import { type InputFile, unreadable } from "./input-file.js";
import { createCsvScanner, recordLimit } from "./scan-csv.js";
import { createCsvSplitter } from "./split-csv.js";
import type { TableFile, TableRow } from "./table-row.js";

const pieceBytes = 128 * 1024;

/**
 * Reads a CSV file as a stream; memory does not depend on its size.
 *
 * @param encoding a name that `normaliseEncoding` gave.
 * Errors: input errors where bytes are not in the encoding, a quotation mark stays open or a row is
 * endless; each names the row.
 */
export function readCsv(file: InputFile, encoding: string): TableFile {
  let bytesDone = 0;
  return {
    fractionRead: () => (file.sizeBytes === 0 ? 1 : Math.min(1, bytesDone / file.sizeBytes)),
    async *batches(plain = () => null): AsyncGenerator<TableRow[]> {
      const decoder = createDecoder(encoding, file.name);
      const scanner = createCsvScanner((trouble, row) => {
        throw trouble === "quote_open"
          ? new YuejieError("csv_quote_open", { file: file.name, row })
          : new YuejieError("csv_row_too_long", { file: file.name, row, limit: recordLimit });
      });
      const plainOf = encoding === "utf-8" ? plain : () => null;
      const split = createCsvSplitter(scanner, decoder, plainOf);
      const buffer = Buffer.allocUnsafe(pieceBytes);
      let kept = 0;
      for (;;) {
        const { bytesRead } = await file.handle
          .read(buffer, kept, pieceBytes - kept, bytesDone)
          .catch((error: NodeJS.ErrnoException) => {
            throw unreadable(file.name, error);
          });
        bytesDone += bytesRead;
        const isLast = bytesRead === 0;
        const piece = buffer.subarray(0, kept + bytesRead);
        const used = yield* split(piece, isLast);
        kept = buffer.copy(buffer, 0, used, piece.length);
        if (!isLast) continue;
        const rows = scanner.push(decoder.end(scanner.currentRow()), true);
        if (rows.length > 0) yield rows;
        return;
      }
    },
  };
}
