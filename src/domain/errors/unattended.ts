import type { ErrorEntry } from "./entry.js";

/** Deliveries in the inbox, and the calendar. */
export const unattendedErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
