import type { ErrorEntry } from "./entry.js";

/** Workbooks and export tasks. */
export const exportErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
