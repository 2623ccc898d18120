import type { ErrorEntry } from "./entry.js";

/** Files that come in, and their rows. */
export const incomingFileErrors = {
  input_folder_missing: {
    kind: "input",
    en: "There is no folder {folder}; check the path.",
    zh: "没有文件夹 {folder}；请核对路径。",
  },
  input_folder_empty: {
    kind: "input",
    en: "The folder {folder} holds none of {files}; name a folder with at least one of them.",
    zh: "文件夹 {folder} 中没有 {files}；请指定至少含其中一个文件的文件夹。",
  },
  input_file_twice: {
    kind: "usage",
    en: "The folder {folder} holds both {csv} and {xlsx}; keep one of the two.",
    zh: "文件夹 {folder} 同时有 {csv} 和 {xlsx}；请只保留一个。",
  },
  input_file_unreadable: {
    kind: "input",
    en: "{file} cannot be read ({why}); nothing was stored.",
    zh: "无法读取 {file}（{why}）；没有写入任何数据。",
  },
  input_file_changed: {
    kind: "input",
    en: "{file} changed while it was read; nothing was stored. Import again when it is written completely.",
    zh: "{file} 在读取过程中被改动；没有写入任何数据。请在文件写完后重新导入。",
  },
  input_encoding_unknown: {
    kind: "usage",
    en: "The encoding '{encoding}' is not supported; choose one of {known}.",
    zh: "不支持编码“{encoding}”；可用的编码：{known}。",
  },
  input_not_utf8: {
    kind: "input",
    en: "{file} is not UTF-8 (first seen near row {row}); if Excel saved it, add --encoding gb18030, else save it as UTF-8.",
    zh: "{file} 不是 UTF-8 编码（首次出现在第 {row} 行附近）；如由 Excel 保存，请加 --encoding gb18030，否则请另存为 UTF-8。",
  },
  input_not_encoding: {
    kind: "input",
    en: "{file} is not {encoding} (first seen near row {row}); correct --encoding or save the file as UTF-8.",
    zh: "{file} 不是 {encoding} 编码（首次出现在第 {row} 行附近）；请更正 --encoding，或另存为 UTF-8。",
  },
  input_is_utf8: {
    kind: "input",
    en: "{file} says that it is UTF-8, not {encoding}; leave --encoding out.",
    zh: "{file} 标明为 UTF-8，而不是 {encoding}；请去掉 --encoding。",
  },
  input_is_utf16: {
    kind: "input",
    en: "{file} is UTF-16 or UTF-32 (Excel calls it Unicode Text), which is not read; save it as CSV UTF-8.",
    zh: "{file} 是 UTF-16 或 UTF-32 编码（Excel 称为 Unicode 文本），无法读取；请另存为 CSV UTF-8。",
  },
  input_nul: {
    kind: "input",
    en: "{file} holds NUL bytes near row {row}, so it is no text file; export it again as CSV UTF-8.",
    zh: "{file} 第 {row} 行附近含有 NUL 字节，不是文本文件；请重新导出为 CSV UTF-8。",
  },
  input_is_workbook: {
    kind: "input",
    en: "{file} is an Excel workbook by its content; name it .xlsx or save it as CSV UTF-8.",
    zh: "{file} 的内容是 Excel 工作簿；请改名为 .xlsx，或另存为 CSV UTF-8。",
  },
  csv_quote_open: {
    kind: "input",
    en: "{file}: the quotation mark opened in row {row} is never closed; close it, or double it where it belongs to the text.",
    zh: "{file}：第 {row} 行的引号没有闭合；请补上引号，若引号属于文本请写成两个。",
  },
  csv_row_too_long: {
    kind: "input",
    en: "{file}: row {row} is longer than {limit} characters; a quotation mark that is not closed is the usual cause.",
    zh: "{file}：第 {row} 行超过 {limit} 个字符；通常是引号没有闭合。",
  },
  header_row_missing: {
    kind: "input",
    en: "{file} has no header row; its first row must name the columns.",
    zh: "{file} 没有表头；第一行必须是列名。",
  },
  header_too_wide: {
    kind: "input",
    en: "{file} has more than {limit} columns; remove those that do not belong to it.",
    zh: "{file} 超过 {limit} 列；请删除不属于该文件的列。",
  },
  header_unknown: {
    kind: "input",
    en: "{file} has unknown columns: {columns}. Known are: {known}.",
    zh: "{file} 有未知的列：{columns}。可用的列：{known}。",
  },
  header_twice: {
    kind: "input",
    en: "{file} has columns that stand twice (in one language or in both): {columns}. Keep one of each.",
    zh: "{file} 有重复的列（同一语言或中英文各一）：{columns}。每列只保留一个。",
  },
  header_missing: {
    kind: "input",
    en: "{file} lacks required columns: {columns}. Add them.",
    zh: "{file} 缺少必填的列：{columns}。请补上。",
  },
  xlsx_not_workbook: {
    kind: "input",
    en: "{file} is no xlsx workbook; save it from Excel as .xlsx, or as CSV UTF-8 under the name .csv.",
    zh: "{file} 不是 xlsx 工作簿；请在 Excel 中另存为 .xlsx，或另存为 CSV UTF-8 并以 .csv 命名。",
  },
  xlsx_locked: {
    kind: "input",
    en: "{file} is protected by a password or is an old .xls; save it as .xlsx without a password.",
    zh: "{file} 受密码保护，或是旧版 .xls；请另存为不带密码的 .xlsx。",
  },
  xlsx_damaged: {
    kind: "input",
    en: "{file} is damaged ({what}); open it in Excel, save it again and import that.",
    zh: "{file} 已损坏（{what}）；请用 Excel 打开并重新保存后再导入。",
  },
  xlsx_too_many_rows: {
    kind: "input",
    en: "{file} has more than {limit} rows; save it as CSV UTF-8, which has no limit.",
    zh: "{file} 超过 {limit} 行；请另存为 CSV UTF-8，CSV 没有行数限制。",
  },
  xlsx_too_big: {
    kind: "input",
    en: "{file} is too big once unpacked ({what}); save its sheet as CSV UTF-8.",
    zh: "{file} 解压后过大（{what}）；请将工作表另存为 CSV UTF-8。",
  },
  rows_rejected: {
    kind: "input",
    rule: "R-IN5",
    en: "Bad rows: {rows}; nothing was stored. Every one is listed in {path}; correct them, or store the good ones with --skip-invalid.",
    zh: "有 {rows} 行有误，没有写入任何数据。明细见 {path}；请更正后重新导入，或用 --skip-invalid 只写入正确的行。",
  },
  rejects_not_written: {
    kind: "input",
    rule: "R-IN5",
    en: "The list of bad rows cannot be written to {path} ({why}); nothing was stored. Make room or correct YUEJIE_HOME, then import again.",
    zh: "无法将有误的行写入 {path}（{why}）；没有写入任何数据。请腾出空间或更正 YUEJIE_HOME 后重新导入。",
  },
  cipher_key_unknown: {
    kind: "input",
    en: "A stored value is encrypted with the key '{id}', which YUEJIE_KEYS does not hold; add it after the first key.",
    zh: "有数据用密钥“{id}”加密，而 YUEJIE_KEYS 中没有该密钥；请把它加在第一个密钥之后。",
  },
  cipher_damaged: {
    kind: "invariant",
    en: "An encrypted value cannot be opened with the key '{id}': it was changed, moved to another record, or the key is another one. Restore the record or the key.",
    zh: "无法用密钥“{id}”解开一项加密数据：数据被改动或被移到别的记录，或密钥不同。请恢复该记录或密钥。",
  },
} as const satisfies Record<string, ErrorEntry>;
