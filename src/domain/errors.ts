// biome-ignore-all lint/style/noExcessiveLinesPerFile: one catalogue in one place; every entry stands for itself

/**
 * Every failure that a user can meet, in one catalogue.
 *
 * An error is a code and its details; its sentence is rendered from the catalogue, in Chinese or English:
 * what happened, the value, what to do. `docs/errors.md` is held against this file by a test.
 */

/** What went wrong in kind; decides the exit code (interface) and whether trying again can help. */
export type ErrorKind = "input" | "refused" | "not_found" | "usage" | "dependency" | "invariant";

export type Language = "zh-CN" | "en";

export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** The rule of the specification that refuses, e.g. `R-R4`. */
  readonly rule?: string;
  readonly en: string;
  readonly zh: string;
}

/** A list is one of several, told with the word for "or". */
export type ErrorDetails = Readonly<Record<string, string | number | readonly string[]>>;

const entries = {
  // periods and runs
  period_form: {
    kind: "usage",
    en: "'{value}' is not a period; write it as {forms}.",
    zh: "“{value}”不是账期；请写作 {forms}。",
  },
  period_not_over: {
    kind: "refused",
    rule: "R-R4",
    en: "Period {period} has not ended yet; until it ends it can only be run dry: add --dry-run.",
    zh: "账期 {period} 尚未结束；结束前只能试算：请加 --dry-run。",
  },
  period_never_run: {
    kind: "not_found",
    en: "Period {period} was never run; settle it with: yuejie run --period {period}",
    zh: "账期 {period} 尚未出账；请执行：yuejie run --period {period}",
  },
  work_under_way: {
    kind: "refused",
    rule: "R-R2",
    en: "Another piece of work holds the settlees: {holder}. Wait until it ends, then try again.",
    zh: "结算对象正被另一项工作占用：{holder}。请等待其结束后重试。",
  },
  books_do_not_balance: {
    kind: "invariant",
    rule: "R-R5",
    en: "The run of {period} does not balance: {what}. What did not balance was not kept; nothing of the period can be approved until it has been run again.",
    zh: "账期 {period} 的出账不平：{what}。不平的部分没有保留；重新出账之前，该账期的结算单不能审核通过。",
  },
  run_unfinished: {
    kind: "refused",
    rule: "R-R5",
    en: "Run {runId} cannot end yet: {count} of its shards are still to be settled.",
    zh: "出账批次 {runId} 还不能结束：尚有 {count} 个分片未出账。",
  },
  run_superseded: {
    kind: "refused",
    rule: "R-R2",
    en: "Run {runId} is over: it ended or was given up while this part of it was waiting.",
    zh: "出账批次 {runId} 已经结束：在这一部分等待期间，它已完成或被放弃。",
  },
  run_not_waiting: {
    kind: "refused",
    rule: "R-R2",
    en: "Run {runId} does not wait for the queue: it has ended, is settled by a process of its own, or does not exist; yuejie runs lists them.",
    zh: "批次 {runId} 并不在等待队列：它已结束、由其自身进程处理，或不存在；yuejie runs 可列出全部批次。",
  },
  settlee_parked: {
    kind: "refused",
    rule: "R-E14",
    en: "Statement {statementNo} is not current: the last run of {period} parked {settleeNo}, because its data failed ({failure}). Correct the data and run the period again.",
    zh: "结算单 {statementNo} 不是最新的：账期 {period} 最近一次出账因数据出错暂缓了 {settleeNo}（{failure}）。请更正数据后重新出账。",
  },
  already_sent: {
    kind: "refused",
    rule: "R-R1",
    en: "Statement {statementNo} was sent already and is locked.",
    zh: "结算单 {statementNo} 已发送并锁定。",
  },
  does_not_verify: {
    kind: "refused",
    rule: "R-S5",
    en: "Statement {statementNo} does not verify: {mismatches} of its amounts are not what their own inputs give. Run the period again.",
    zh: "结算单 {statementNo} 未通过复核：有 {mismatches} 处金额与其自身数据不符。请重新出账。",
  },
  runner_reviews: {
    kind: "refused",
    rule: "R-W2",
    en: "'{actor}' ran {period} and cannot review it; another person approves: --as NAME",
    zh: "“{actor}”执行了 {period} 的出账，不能审核；请由他人审核：--as 姓名",
  },
  run_did_not_balance: {
    kind: "refused",
    rule: "R-R5",
    en: "A run of {period} did not balance or did not end; run it again before approving.",
    zh: "账期 {period} 的出账不平或没有完成；请先重新出账再审核。",
  },
  order_unknown: {
    kind: "not_found",
    en: "There is no order {orderNo}; check the number.",
    zh: "没有订单 {orderNo}；请核对订单号。",
  },
  statement_unknown: {
    kind: "not_found",
    en: "There is no statement {statementNo}; list them with: yuejie statements --period P",
    zh: "没有结算单 {statementNo}；可用 yuejie statements --period P 查看。",
  },
  partner_unknown: {
    kind: "not_found",
    en: "There is no partner {partnerNo}; check the number.",
    zh: "没有客户服务商 {partnerNo}；请核对编号。",
  },

  // files that come in, and their rows
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
    en: "{rows} bad row(s), nothing was stored. Every one is listed in {path}; correct them, or store the good ones with --skip-invalid.",
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

  // export
  export_does_not_add_up: {
    kind: "invariant",
    en: "The table {table} of the export holds {found} (rows / total), the books say {expected}; no file was kept. Report it: this must not happen.",
    zh: "导出的表 {table} 为 {found}（行数 / 合计），而账上为 {expected}；没有保留文件。这不应发生，请反馈。",
  },
  export_task_unknown: {
    kind: "not_found",
    en: "There is no export task {taskId}; list them with: yuejie export-tasks",
    zh: "没有导出任务 {taskId}；可用 yuejie export-tasks 查看。",
  },
  export_not_ready: {
    kind: "input",
    en: "Export task {taskId} has no file to download yet; wait until it is done, or make it now: yuejie export-tasks make {taskId}",
    zh: "导出任务 {taskId} 还没有可下载的文件；请等待其完成，或立即生成：yuejie export-tasks make {taskId}",
  },
  export_failed_before: {
    kind: "input",
    en: "Export task {taskId} failed ({failure}) and has no file; correct the cause, then ask again: yuejie export-tasks retry {taskId}",
    zh: "导出任务 {taskId} 已失败（{failure}），没有文件；请先解决原因，再执行：yuejie export-tasks retry {taskId}",
  },
  export_expired: {
    kind: "not_found",
    en: "The file of export task {taskId} was kept until {expiresAt} and is gone; ask again: yuejie export-tasks retry {taskId}",
    zh: "导出任务 {taskId} 的文件保留至 {expiresAt}，现已删除；如仍需要请执行：yuejie export-tasks retry {taskId}",
  },
  export_file_gone: {
    kind: "input",
    en: "The file of export task {taskId} is not in the storage any more; restore it from a backup, or make it again: yuejie export-tasks retry {taskId}",
    zh: "导出任务 {taskId} 的文件已不在存储中；请从备份恢复，或重新生成：yuejie export-tasks retry {taskId}",
  },
  export_file_damaged: {
    kind: "input",
    en: "The stored file of export task {taskId} is not the one that was made (its checksum differs); nothing was written. Make it again: yuejie export-tasks retry {taskId}",
    zh: "导出任务 {taskId} 存储的文件与生成时不一致（校验和不符）；没有写出文件。请重新生成：yuejie export-tasks retry {taskId}",
  },
  export_under_way: {
    kind: "input",
    en: "Export task {taskId} is being made at this moment; wait until it is done: yuejie export-tasks",
    zh: "导出任务 {taskId} 正在生成；请等待其完成，可用 yuejie export-tasks 查看。",
  },
  export_done_before: {
    kind: "input",
    en: "Export task {taskId} is done and its file is there; fetch it with: yuejie export-tasks download {taskId}",
    zh: "导出任务 {taskId} 已完成，文件可用；请执行：yuejie export-tasks download {taskId}",
  },
  export_days_reversed: {
    kind: "usage",
    en: "The first day {from} is after the last day {to}; both belong to the range, so swap them.",
    zh: "起始日 {from} 晚于截止日 {to}；首尾两日都包含在内，请对调。",
  },
  statement_of_other_period: {
    kind: "not_found",
    en: "Statement {statementNo} is of period {actual}, not {period}; write --period {actual}.",
    zh: "结算单 {statementNo} 属于账期 {actual}，不是 {period}；请写 --period {actual}。",
  },

  // environment
  database_url_form: {
    kind: "input",
    en: "DATABASE_URL is not a postgres:// address; write postgres://user:password@host:5432/name or leave it unset for the embedded database.",
    zh: "DATABASE_URL 不是 postgres:// 地址；请写作 postgres://用户:密码@主机:5432/库名，或不设置以使用内置数据库。",
  },
  clock_form: {
    kind: "input",
    en: "YUEJIE_CLOCK is '{value}', which is no ISO instant; write it as 2026-11-03T10:00:00+08:00.",
    zh: "YUEJIE_CLOCK 的值“{value}”不是 ISO 时刻；请写作 2026-11-03T10:00:00+08:00。",
  },
  clock_in_production: {
    kind: "input",
    en: "YUEJIE_CLOCK is for rehearsals and refused where NODE_ENV=production; unset one of the two.",
    zh: "YUEJIE_CLOCK 只用于演练，NODE_ENV=production 时不允许设置；请取消其中之一。",
  },
  clock_runs_form: {
    kind: "input",
    en: "YUEJIE_CLOCK_RUNS is '{value}'; write 1 (the clock moves on) or 0 (it stands).",
    zh: "YUEJIE_CLOCK_RUNS 的值为“{value}”；请写 1（时钟走动）或 0（时钟停住）。",
  },
  keys_form: {
    kind: "input",
    en: "Entry {position} of YUEJIE_KEYS is not 'id:base64 of 32 bytes'; make one with: echo \"k1:$(openssl rand -base64 32)\"",
    zh: 'YUEJIE_KEYS 的第 {position} 项不是“编号:32 字节的 base64”；可这样生成：echo "k1:$(openssl rand -base64 32)"',
  },
  keys_twice: {
    kind: "input",
    en: "YUEJIE_KEYS names the key '{id}' twice; give every key its own id.",
    zh: "YUEJIE_KEYS 中密钥“{id}”出现两次；请给每个密钥不同的编号。",
  },
  keys_missing: {
    kind: "input",
    en: 'YUEJIE_KEYS is not set, and with DATABASE_URL the keys that protect bank accounts and mobile numbers are never made up; set it to: id:base64 of 32 bytes, e.g. "k1:$(openssl rand -base64 32)", and keep it safe.',
    zh: '未设置 YUEJIE_KEYS；使用 DATABASE_URL 时不会自动生成保护银行账号和手机号的密钥；请设为“编号:32 字节的 base64”，例如 "k1:$(openssl rand -base64 32)"，并妥善保管。',
  },
  key_file_broken: {
    kind: "input",
    en: "The key file {path} does not hold 'id:base64 of 32 bytes'; put it back from a backup, or set YUEJIE_KEYS to what it held.",
    zh: "密钥文件 {path} 的内容不是“编号:32 字节的 base64”；请从备份恢复，或把 YUEJIE_KEYS 设为其原有内容。",
  },
  key_file_missing: {
    kind: "input",
    en: "The database is there, but its key file {path} is not; put it back from a backup, or set YUEJIE_KEYS as it was when the database was made. New keys could not read the bank accounts and mobile numbers in it.",
    zh: "数据库存在，但缺少密钥文件 {path}；请从备份恢复，或把 YUEJIE_KEYS 设为建库时的值。新密钥读不出其中的银行账号和手机号。",
  },
  settings_unreadable: {
    kind: "input",
    en: "The settings file {path} cannot be read ({reason}); correct YUEJIE_SETTINGS or the file.",
    zh: "无法读取设置文件 {path}（{reason}）；请更正 YUEJIE_SETTINGS 或该文件。",
  },
  settings_value: {
    kind: "input",
    en: "The settings file {path} is wrong at {place}; write it like {example}. docs/settings.md describes it.",
    zh: "设置文件 {path} 在 {place} 处有误；请参照 {example} 书写。格式见 docs/settings.md。",
  },
  settings_key_unknown: {
    kind: "input",
    en: "The settings file {path} holds '{place}', which is unknown; docs/settings.md lists what it may hold.",
    zh: "设置文件 {path} 含有未知的“{place}”；可用的内容见 docs/settings.md。",
  },

  // command line
  command_unknown: {
    kind: "usage",
    en: "There is no command '{value}'; yuejie --help lists them.",
    zh: "没有命令“{value}”；yuejie --help 可列出全部命令。",
  },
  command_unknown_similar: {
    kind: "usage",
    en: "There is no command '{value}'; did you mean {similar}?",
    zh: "没有命令“{value}”；您是否想用 {similar}？",
  },
  command_missing: {
    kind: "usage",
    en: "A command is missing; yuejie --help lists them.",
    zh: "缺少命令；yuejie --help 可列出全部命令。",
  },
  option_unknown: {
    kind: "usage",
    en: "{command} has no option {value}; {command} --help lists them.",
    zh: "{command} 没有选项 {value}；{command} --help 可列出全部选项。",
  },
  option_unknown_similar: {
    kind: "usage",
    en: "{command} has no option {value}; did you mean {similar}?",
    zh: "{command} 没有选项 {value}；您是否想用 {similar}？",
  },
  option_missing: {
    kind: "usage",
    en: "{command} needs {option}; {command} --help shows how.",
    zh: "{command} 需要 {option}；用法见 {command} --help。",
  },
  option_value_missing: {
    kind: "usage",
    en: "The option {option} needs a value.",
    zh: "选项 {option} 需要一个值。",
  },
  option_value_refused: {
    kind: "usage",
    en: "'{value}' is no value for {option}; it takes {allowed}.",
    zh: "“{value}”不能用于 {option}；可用的值：{allowed}。",
  },
  options_exclude: {
    kind: "usage",
    en: "{one} and {other} cannot be used together; give one of them.",
    zh: "{one} 与 {other} 不能同时使用；请只给其一。",
  },
  argument_missing: {
    kind: "usage",
    en: "{command} needs <{argument}>; {command} --help shows how.",
    zh: "{command} 需要 <{argument}>；用法见 {command} --help。",
  },
  argument_excess: {
    kind: "usage",
    en: "{command} takes no further argument; {command} --help shows how.",
    zh: "{command} 的参数过多；用法见 {command} --help。",
  },

  // rehearsal data
  generate_folder_in_use: {
    kind: "input",
    en: "The folder {path} holds other files (such as '{entry}'); name an empty folder, or one that generate filled before.",
    zh: "文件夹 {path} 中有其他文件（如“{entry}”）；请指定空文件夹，或之前由 generate 生成的文件夹。",
  },

  // the inbox
  inbox_unset: {
    kind: "dependency",
    en: "A delivery is to be imported, but YUEJIE_INBOX is not set here; set it to the same folder for every process.",
    zh: "有送达的数据待导入，但此处未设置 YUEJIE_INBOX；请为所有进程设置同一文件夹。",
  },
  inbox_unreadable: {
    kind: "dependency",
    en: "The inbox {path} cannot be read ({reason}); make the folder, correct its rights or YUEJIE_INBOX.",
    zh: "无法读取收件文件夹 {path}（{reason}）；请创建该文件夹、更正其权限或 YUEJIE_INBOX。",
  },
  delivery_unknown: {
    kind: "not_found",
    en: "There is no delivery {deliveryId}; list them with: yuejie deliveries",
    zh: "没有编号为 {deliveryId} 的送达；可用 yuejie deliveries 查看。",
  },
  delivery_name: {
    kind: "input",
    en: "The delivery {name} has a name that cannot be kept: control characters, no UTF-8, or too long. Rename its folder; it is then taken as a new delivery.",
    zh: "送达 {name} 的名称无法使用：含控制字符、不是 UTF-8 或过长。请为文件夹改名，改名后按新的送达处理。",
  },
  delivery_ready_form: {
    kind: "input",
    en: "The file READY of the delivery {name} is not understood ({what}); leave it empty, or name the month that the delivery completes, such as 2026-10, and write it again.",
    zh: "无法理解送达 {name} 的 READY 文件（{what}）；请留空，或写明该送达补齐的月份，例如 2026-10，然后重新写入。",
  },
  delivery_too_early: {
    kind: "input",
    rule: "R-R4",
    en: "The delivery {name} says that it completes {period}, which has not ended; correct READY, or write it again when the month is over.",
    zh: "送达 {name} 声明补齐 {period}，而该月尚未结束；请更正 READY，或在月份结束后重新写入。",
  },
  delivery_vanished: {
    kind: "dependency",
    en: "The delivery {name} is no longer in the inbox; it is imported when it is back.",
    zh: "送达 {name} 已不在收件文件夹中；恢复后会自动导入。",
  },
  delivery_changed: {
    kind: "dependency",
    en: "The delivery {name} changed while it was read; nothing was stored. It is tried again until it stands still; READY is to be written last.",
    zh: "送达 {name} 在读取过程中被改动；没有写入任何数据。在其不再变化前会反复重试；READY 应最后写入。",
  },
  delivery_ended: {
    kind: "refused",
    rule: "R-R6",
    en: "The delivery {deliveryId} was ended by another worker while this one was reading it; this one stored nothing.",
    zh: "送达 {deliveryId} 在本进程读取期间已由另一工作进程处理完毕；本进程没有写入任何数据。",
  },
  delivery_overtaken: {
    kind: "input",
    en: "The delivery {name} could not be read in its turn, and {later}, which came after it, is imported already; importing the older one now could undo newer facts. If it is still wanted, write its READY again.",
    zh: "送达 {name} 未能按顺序读取，其后的 {later} 已经导入；现在再导入较早的数据可能覆盖较新的内容。如仍需导入，请重新写入其 READY。",
  },

  // working days
  calendar_year_missing: {
    kind: "input",
    rule: "R-W1",
    en: "The working days of {year} are not known; write down the State Council's notice for that year (docs/settings.md shows how) and run: yuejie calendar import FILE",
    zh: "没有 {year} 年的工作日安排；请按国务院办公厅当年的节假日通知编写文件（格式见 docs/settings.md），再执行：yuejie calendar import 文件",
  },
  calendar_unreadable: {
    kind: "input",
    en: "The calendar file {path} cannot be read ({reason}); it is JSON, as docs/settings.md shows.",
    zh: "无法读取日历文件 {path}（{reason}）；应为 JSON，格式见 docs/settings.md。",
  },
  calendar_value: {
    kind: "input",
    en: "The calendar file {path} is wrong at {place}; write it like {example}. docs/settings.md describes it.",
    zh: "日历文件 {path} 在 {place} 处有误；请参照 {example} 书写。格式见 docs/settings.md。",
  },
  calendar_day_not_off: {
    kind: "input",
    en: "By the calendar file {path}, {day} would be worked, which is a holiday by law in every year; correct daysOff.",
    zh: "按日历文件 {path}，{day} 需要上班，而该日每年都是法定节假日；请更正 daysOff。",
  },

  // things that are away
  database_unreachable: {
    kind: "dependency",
    en: "The database at {where} cannot be reached ({reason}); start it or correct DATABASE_URL.",
    zh: "无法连接数据库 {where}（{reason}）；请启动它或更正 DATABASE_URL。",
  },
  database_denied: {
    kind: "dependency",
    en: "The database at {where} refused the sign-in ({reason}); correct user and password in DATABASE_URL.",
    zh: "数据库 {where} 拒绝登录（{reason}）；请更正 DATABASE_URL 中的用户和密码。",
  },
  database_absent: {
    kind: "dependency",
    en: "The server is there, but the database {where} is not; create it, for example with createdb.",
    zh: "服务器可以连接，但没有数据库 {where}；请先创建，例如用 createdb。",
  },
  database_lost: {
    kind: "dependency",
    en: "The connection to the database was lost ({reason}); what was not finished was rolled back. Try again.",
    zh: "与数据库的连接中断（{reason}）；未完成的操作已回滚。请重试。",
  },
  database_cancelled: {
    kind: "dependency",
    en: "The database cancelled the work ({reason}); nothing was kept. An operator did so, or it took longer than statement_timeout allows: raise that for this user or database, or try again.",
    zh: "数据库取消了操作（{reason}）；没有保留任何结果。可能由管理员取消，或超过了 statement_timeout：请为该用户或数据库调高，或重试。",
  },
  database_busy: {
    kind: "dependency",
    en: "The database has no room for another connection or query ({reason}); try again later.",
    zh: "数据库没有余力接受新的连接或查询（{reason}）；请稍后重试。",
  },
  database_conflict: {
    kind: "dependency",
    en: "Other work on the database stood in the way ({reason}); nothing was kept. Try again.",
    zh: "与数据库上的其他操作冲突（{reason}）；没有保留任何结果。请重试。",
  },
  database_privilege: {
    kind: "dependency",
    en: "The database user lacks a right ({reason}); grant it or use another user in DATABASE_URL.",
    zh: "数据库用户缺少权限（{reason}）；请授权，或在 DATABASE_URL 中使用其他用户。",
  },
  database_read_only: {
    kind: "dependency",
    en: "The database only reads at present ({reason}); point DATABASE_URL at the primary server.",
    zh: "数据库目前只读（{reason}）；请让 DATABASE_URL 指向主库。",
  },
  database_disk_full: {
    kind: "dependency",
    en: "The disk of the database is full ({reason}); nothing was kept. Make room and try again.",
    zh: "数据库所在磁盘已满（{reason}）；没有保留任何结果。请腾出空间后重试。",
  },
  disk_full: {
    kind: "dependency",
    en: "The disk is full: {path} could not be written. Make room and try again.",
    zh: "磁盘已满：无法写入 {path}。请腾出空间后重试。",
  },
  file_denied: {
    kind: "dependency",
    en: "Access to {path} is denied ({reason}); correct its rights or choose another place.",
    zh: "无权访问 {path}（{reason}）；请更正其权限或换一个位置。",
  },
  file_missing: {
    kind: "input",
    en: "{path} does not exist; check the path.",
    zh: "{path} 不存在；请核对路径。",
  },
  file_trouble: {
    kind: "dependency",
    en: "{path} cannot be read or written ({reason}); check the disk and the path.",
    zh: "{path} 无法读写（{reason}）；请检查磁盘和路径。",
  },

  // the queue
  redis_url_form: {
    kind: "input",
    en: "REDIS_URL is not a redis:// address; write redis://host:6379 or leave it unset for a queue in Postgres.",
    zh: "REDIS_URL 不是 redis:// 地址；请写作 redis://主机:6379，或不设置以把队列放在 Postgres 中。",
  },
  queue_prefix_form: {
    kind: "input",
    en: "YUEJIE_QUEUE_PREFIX is '{value}'; write up to 40 of a-z, 0-9 and _, a letter first.",
    zh: "YUEJIE_QUEUE_PREFIX 的值为“{value}”；请写不超过 40 个 a-z、0-9、_，以字母开头。",
  },
  worker_setting_form: {
    kind: "input",
    en: "{name} is '{value}'; write a whole number from {least} to {most}.",
    zh: "{name} 的值为“{value}”；请写 {least} 到 {most} 的整数。",
  },
  log_level_form: {
    kind: "input",
    en: "LOG_LEVEL is '{value}'; write info, warn or error.",
    zh: "LOG_LEVEL 的值为“{value}”；请写 info、warn 或 error。",
  },
  pages_port_form: {
    kind: "input",
    en: "YUEJIE_OPS_PORT is '{value}'; write a port up to 65535, 0 for any that is free, or off.",
    zh: "YUEJIE_OPS_PORT 的值为“{value}”；请写不超过 65535 的端口，0 表示任一空闲端口，off 表示不提供。",
  },
  switch_form: {
    kind: "input",
    en: "{name} is '{value}'; write 1 or leave it unset.",
    zh: "{name} 的值为“{value}”；请写 1 或不设置。",
  },
  pages_not_served: {
    kind: "input",
    en: "The pages for operators cannot be served at {host}, port {port} ({reason}); set YUEJIE_OPS_PORT to a port that is free, to 0 for any, or to off.",
    zh: "无法在 {host} 的端口 {port} 提供运维页面（{reason}）；请把 YUEJIE_OPS_PORT 设为空闲端口、0（任意端口）或 off。",
  },
  queue_unreachable: {
    kind: "dependency",
    en: "The queue at {where} cannot be reached ({reason}); start Redis or correct REDIS_URL. No work is lost: it waits in the database.",
    zh: "无法连接队列 {where}（{reason}）；请启动 Redis 或更正 REDIS_URL。任务不会丢失：它们在数据库中等待。",
  },
  queue_schema_missing: {
    kind: "input",
    en: "The database at {where} lacks the tables of the queue; run: yuejie migrate",
    zh: "数据库 {where} 缺少队列的表；请执行：yuejie migrate",
  },
  job_timed_out: {
    kind: "dependency",
    en: "The job {name} took longer than {seconds} s and was given up for now; it is tried again.",
    zh: "任务 {name} 超过 {seconds} 秒，本次放弃，将会重试。",
  },
  job_unknown: {
    kind: "dependency",
    en: "This worker does not know the job {name}; it is tried again by newer ones: bring every worker to the same version.",
    zh: "此工作进程不认识任务 {name}，将由更新的进程重试；请让所有工作进程使用同一版本。",
  },
  job_payload: {
    kind: "invariant",
    en: "The job {key} asks for what its kind does not know ({reason}); it is not tried again.",
    zh: "任务 {key} 的内容与其类型不符（{reason}）；不再重试。",
  },
  period_does_not_verify: {
    kind: "invariant",
    rule: "R-S5",
    en: "{mismatches} amounts of {period} are not what their own inputs give; yuejie verify --period {period} lists them. Run the period again before anything is sent.",
    zh: "账期 {period} 有 {mismatches} 处金额与其自身数据不符；yuejie verify --period {period} 可列出。发送前请重新出账。",
  },
  job_not_found: {
    kind: "not_found",
    en: "There is no failed or delayed job '{id}'; yuejie jobs lists them.",
    zh: "没有失败或等待重试的任务“{id}”；yuejie jobs 可列出全部任务。",
  },

  // the schema
  schema_old: {
    kind: "input",
    en: "The database at {where} lacks {count} migration(s), the first is {first}; run: yuejie migrate",
    zh: "数据库 {where} 缺少 {count} 个结构升级，第一个是 {first}；请执行：yuejie migrate",
  },
  schema_newer: {
    kind: "input",
    en: "The database at {where} has the migration {name}, which this version of yuejie does not know; use a newer yuejie.",
    zh: "数据库 {where} 已执行的结构升级 {name} 是当前版本的 yuejie 不认识的；请使用更新的 yuejie。",
  },
  schema_edited: {
    kind: "input",
    en: "The migration {name} was changed after the database at {where} had applied it; put the file back as it was and add a new migration instead.",
    zh: "结构升级 {name} 在数据库 {where} 执行之后被改动；请恢复原文件，改为新增一个升级文件。",
  },
  schema_failed: {
    kind: "input",
    en: "The migration {name} failed on the database at {where} ({reason}) and was rolled back; the database may hold tables that are not yuejie's: use an empty one.",
    zh: "结构升级 {name} 在数据库 {where} 上失败（{reason}），已回滚；库中可能有不属于 yuejie 的表：请使用空库。",
  },
  server_too_old: {
    kind: "input",
    en: "The server at {where} is Postgres {version}; yuejie needs Postgres 15 or newer.",
    zh: "服务器 {where} 是 Postgres {version}；yuejie 需要 Postgres 15 或更新版本。",
  },
  server_encoding: {
    kind: "input",
    en: "The database at {where} stores text as {encoding}; yuejie needs one created with encoding UTF8.",
    zh: "数据库 {where} 的字符编码是 {encoding}；yuejie 需要以 UTF8 编码创建的库。",
  },

  // the embedded database
  embedded_platform: {
    kind: "dependency",
    en: "There is no embedded Postgres for {platform} here; run npm install again, or install Postgres and set DATABASE_URL.",
    zh: "此处没有适用于 {platform} 的内置 Postgres；请重新执行 npm install，或自行安装 Postgres 并设置 DATABASE_URL。",
  },
  embedded_folder: {
    kind: "dependency",
    en: "The embedded database cannot use {folder} ({reason}); correct its rights and owner, or choose another folder in YUEJIE_HOME.",
    zh: "内置数据库无法使用 {folder}（{reason}）；请更正其权限和所有者，或在 YUEJIE_HOME 中换一个目录。",
  },
  embedded_disk_full: {
    kind: "dependency",
    en: "The disk is full: the embedded database in {folder} could not start ({reason}). Make room and try again.",
    zh: "磁盘已满：{folder} 中的内置数据库无法启动（{reason}）。请腾出空间后重试。",
  },
  embedded_gone: {
    kind: "dependency",
    en: "The embedded database should be in {folder}, as {location} says, but that folder is gone; restore it from a backup, or delete {location} to begin with empty books.",
    zh: "按 {location} 的记录，内置数据库应在 {folder}，但该目录已不存在；请从备份恢复，或删除 {location} 以空账开始。",
  },
  embedded_version: {
    kind: "dependency",
    en: "The embedded database in {folder} was made by Postgres {found}, this yuejie brings Postgres {needed}; use the yuejie that made it, or begin with another YUEJIE_HOME.",
    zh: "{folder} 中的内置数据库由 Postgres {found} 创建，当前 yuejie 自带 Postgres {needed}；请使用创建它的 yuejie，或换一个 YUEJIE_HOME。",
  },
  embedded_damaged: {
    kind: "dependency",
    en: "The embedded database in {folder} is damaged ({reason}); nothing was changed: restore the folder from a backup, or begin with another YUEJIE_HOME.",
    zh: "{folder} 中的内置数据库已损坏（{reason}）；未作任何改动：请从备份恢复该目录，或换一个 YUEJIE_HOME。",
  },
  embedded_not_started: {
    kind: "dependency",
    en: "The embedded database in {folder} did not start ({reason}); {log} tells more.",
    zh: "{folder} 中的内置数据库未能启动（{reason}）；详情见 {log}。",
  },
  embedded_root: {
    kind: "dependency",
    en: "The embedded database in {folder} belongs to root, but Postgres does not run as root, and this system refuses the user namespace in which it was made; allow user namespaces again, or give YUEJIE_HOME to another user and run yuejie as that user.",
    zh: "{folder} 中的内置数据库属于 root，但 Postgres 不能以 root 运行，而系统现在不允许创建它时所用的用户命名空间；请重新允许用户命名空间，或将 YUEJIE_HOME 交给其他用户并以该用户运行 yuejie。",
  },
  embedded_copied: {
    kind: "dependency",
    en: "{folder} is a copy of {other}, and the database of both would be the one in {shared}; delete {folder} to begin with empty books there, or work in {other}.",
    zh: "{folder} 是 {other} 的副本，两者会共用 {shared} 中的同一个数据库；请删除 {folder} 以在此处空账开始，或在 {other} 中工作。",
  },
  embedded_busy: {
    kind: "dependency",
    en: "Another process ({pids}) keeps the embedded database in {folder} locked; end it, then try again.",
    zh: "另一个进程（{pids}）一直占用 {folder} 中的内置数据库；请结束它后重试。",
  },

  // defects
  internal: {
    kind: "invariant",
    en: "Something is wrong inside yuejie ({message}). Nothing half done was kept; YUEJIE_DEBUG=1 shows where.",
    zh: "yuejie 内部出错（{message}）。没有保留未完成的结果；设置 YUEJIE_DEBUG=1 可查看位置。",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof entries;

export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = entries;

/** The one error class of the project; anything else that is thrown is a defect. */
export class YuejieError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(renderError(code, details, "en"), cause === undefined ? undefined : { cause });
    this.name = "YuejieError";
    this.code = code;
    this.details = details;
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code].kind;
  }

  get rule(): string | undefined {
    return errorCatalogue[this.code].rule;
  }

  /** Only what depends on something that is away can succeed when tried again. */
  get retryable(): boolean {
    return this.kind === "dependency";
  }
}

/** The sentence of an error; where a rule refuses, its number stands before it. */
export function renderError(code: ErrorCode, details: ErrorDetails, language: Language): string {
  const entry: ErrorEntry = errorCatalogue[code];
  const template = language === "en" ? entry.en : entry.zh;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? "";
    return typeof detail === "object"
      ? detail.join(language === "en" ? " or " : " 或 ")
      : String(detail);
  });
  return entry.rule === undefined ? text : `${entry.rule} ${text}`;
}
