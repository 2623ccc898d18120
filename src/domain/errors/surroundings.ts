import type { ErrorEntry } from "./entry.js";

/** The database, files and disks that are away. */
export const surroundingErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
