import type { ErrorEntry } from "./entry.js";

/** The queue and its jobs. */
export const queueErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
