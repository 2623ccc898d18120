import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { YuejieError } from "../../domain/errors.js";

/** Turns the bytes of a text file, piece by piece, into text; characters may span pieces. */
export interface TextDecoderOfFile {
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
export function createDecoder(encoding: string, file: string): TextDecoderOfFile {
  const isUnicode16 = encoding.startsWith("utf-16");
  const decoder = encoding === "utf-8" ? utf8Decoder(file) : foreignDecoder(encoding, file);
  let isFirst = true;
  return {
    write(bytes, rowNo) {
      if (isFirst && bytes.length > 0) {
        isFirst = false;
        refuseByFirstBytes(bytes, encoding, file);
      }
      if (!isUnicode16 && bytes.includes(0)) {
        throw new YuejieError("input_nul", { file, row: rowNo + linesBefore(bytes, 0) });
      }
      return decoder.write(bytes, rowNo);
    },
    end: (rowNo) => decoder.end(rowNo),
  };
}

/** Files of another kind are told by their first bytes, which says more than the first wrong byte. */
function refuseByFirstBytes(bytes: Buffer, encoding: string, file: string): void {
  const start = bytes.toString("latin1", 0, 4);
  if (start.startsWith("PK\u0003\u0004")) throw new YuejieError("input_is_workbook", { file });
  if (encoding.startsWith("utf-16")) return;
  if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff")) {
    throw new YuejieError("input_is_utf16", { file });
  }
  if (start === "\u0000\u0000\u00fe\u00ff") throw new YuejieError("input_is_utf16", { file });
  if (encoding !== "utf-8" && start.startsWith("\u00ef\u00bb\u00bf")) {
    throw new YuejieError("input_is_utf8", { file, encoding });
  }
}

function utf8Decoder(file: string): TextDecoderOfFile {
  let carry: Buffer = Buffer.alloc(0);
  let isFirst = true;
  const decode = (bytes: Buffer, rowNo: number): string => {
    if (!isUtf8(bytes)) {
      const wrongAt = bytes.toString("utf8").indexOf("\ufffd");
      const before = bytes.toString("utf8").slice(0, wrongAt);
      throw new YuejieError("input_not_utf8", { file, row: rowNo + countLines(before) });
    }
    const text = bytes.toString("utf8");
    if (text === "" || !isFirst) return text;
    isFirst = false;
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  };
  return {
    write(bytes, rowNo) {
      const all = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
      const whole = all.length - unfinishedBytes(all);
      // Copied, since the reader's buffer is used again.
      carry = Buffer.from(all.subarray(whole));
      return decode(all.subarray(0, whole), rowNo);
    },
    end: (rowNo) => decode(carry, rowNo),
  };
}

/** How many bytes at the end begin a character that the next piece goes on with. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? back : 0;
    }
  }
  return 0;
}

function foreignDecoder(encoding: string, file: string): TextDecoderOfFile {
  const decoder = iconv.getDecoder(encoding);
  const checked = (text: string, rowNo: number): string => {
    const wrongAt = text.indexOf("\ufffd");
    if (wrongAt >= 0) {
      const row = rowNo + countLines(text.slice(0, wrongAt));
      throw new YuejieError("input_not_encoding", { file, encoding, row });
    }
    return text;
  };
  return {
    write: (bytes, rowNo) => checked(decoder.write(bytes), rowNo),
    end: (rowNo) => checked(decoder.end() ?? "", rowNo),
  };
}

function linesBefore(bytes: Buffer, byte: number): number {
  return countLines(bytes.toString("latin1", 0, bytes.indexOf(byte)));
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
