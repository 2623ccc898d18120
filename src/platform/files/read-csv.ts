import { YuejieError } from "../../domain/errors.js";
import { createDecoder } from "./decode-text.js";
import { type InputFile, unreadable } from "./input-file.js";
import { createCsvScanner, recordLimit } from "./scan-csv.js";
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
    async *batches(): AsyncGenerator<TableRow[]> {
      const decoder = createDecoder(encoding, file.name);
      const scanner = createCsvScanner((trouble, row) => {
        throw trouble === "quote_open"
          ? new YuejieError("csv_quote_open", { file: file.name, row })
          : new YuejieError("csv_row_too_long", { file: file.name, row, limit: recordLimit });
      });
      const buffer = Buffer.allocUnsafe(pieceBytes);
      for (;;) {
        const { bytesRead } = await file.handle
          .read(buffer, 0, pieceBytes, bytesDone)
          .catch((error: NodeJS.ErrnoException) => {
            throw unreadable(file.name, error);
          });
        const isLast = bytesRead === 0;
        const text = isLast
          ? decoder.end(scanner.currentRow())
          : decoder.write(buffer.subarray(0, bytesRead), scanner.currentRow());
        bytesDone += bytesRead;
        const rows = scanner.push(text, isLast);
        if (rows.length > 0) yield rows;
        if (isLast) return;
      }
    },
  };
}
