import { YuejieError } from "../../domain/errors.js";

/** Turns the bytes of a text file, piece by piece, into text; characters may span pieces. */
export interface FileDecoder {
  /** @param rowNo the row being read, to tell where the bytes are wrong. */
  write(bytes: Buffer, rowNo: number): string;
  end(rowNo: number): string;
}

const knownEncodings = ["utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16le", "utf-16be"];

/**
 * The name of an encoding as this project writes it.
 *
 * Errors: `input_encoding_unknown` (usage), listing what is supported.
 */
export function normaliseEncoding(encoding: string): string {
  const lower = encoding.trim().toLowerCase();
  const name = lower.replace(/^utf(8|16)/, "utf-$1").replace(/^gb-?(18030|2312)$/, "gb$1");
  if (!knownEncodings.includes(name)) {
    throw new YuejieError("input_encoding_unknown", { encoding, known: knownEncodings.join(", ") });
  }
  return name;
}

/**
 * A decoder that refuses what is not in its encoding, instead of replacing it.
 *
 * Errors: input errors that name the file, the row nearby and the encoding it seems to have. A byte
 * order mark is left out of the text.
 */
export function createDecoder(encoding: string, file: string): FileDecoder {
  const isUnicode16 = encoding.startsWith("utf-16");
  const decoder = new TextDecoder(encoding, { fatal: true });
  let isFirst = true;
  const decode = (bytes: Buffer, rowNo: number, stream: boolean): string => {
    try {
      return decoder.decode(bytes, { stream });
    } catch (error) {
      const row = rowNo + linesBeforeWrong(bytes, encoding);
      throw encoding === "utf-8"
        ? new YuejieError("input_not_utf8", { file, row }, error)
        : new YuejieError("input_not_encoding", { file, encoding, row }, error);
    }
  };
  return {
    write(bytes, rowNo) {
      if (isFirst && bytes.length > 0) {
        isFirst = false;
        refuseByFirstBytes(bytes, encoding, file);
      }
      if (!isUnicode16 && bytes.includes(0)) {
        const before = bytes.toString("latin1", 0, bytes.indexOf(0));
        throw new YuejieError("input_nul", { file, row: rowNo + countLines(before) });
      }
      return decode(bytes, rowNo, true);
    },
    end: (rowNo) => decode(Buffer.alloc(0), rowNo, false),
  };
}

/** Files of another kind are told by their first bytes, which says more than the first wrong byte. */
function refuseByFirstBytes(bytes: Buffer, encoding: string, file: string): void {
  const start = bytes.toString("latin1", 0, 4);
  if (start.startsWith("PK\u0003\u0004")) throw new YuejieError("input_is_workbook", { file });
  if (encoding.startsWith("utf-16")) return;
  const isUtf16 = start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff");
  if (isUtf16 || start === "\u0000\u0000\u00fe\u00ff") {
    throw new YuejieError("input_is_utf16", { file });
  }
  if (encoding !== "utf-8" && start.startsWith("\u00ef\u00bb\u00bf")) {
    throw new YuejieError("input_is_utf8", { file, encoding });
  }
}

/** A character cut at the start of the piece may count as the wrong one: near enough for a person. */
function linesBeforeWrong(bytes: Buffer, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes);
  return countLines(text.slice(0, Math.max(0, text.indexOf("\ufffd", 1))));
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
