import type { ErrorEntry } from "./entry.js";

/** Environment variables, settings and keys. */
export const environmentErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
