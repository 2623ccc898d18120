import type { ErrorEntry } from "./entry.js";

/** The schema, and the embedded database. */
export const bookErrors = {
  // the schema
  schema_old: {
    kind: "input",
    en: "The database at {where} lacks migrations ({count}), the first is {first}; run: yuejie migrate",
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
} as const satisfies Record<string, ErrorEntry>;
