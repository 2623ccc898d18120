import type { Role } from "./states.js";

/**
 * What people do beside moving statements, and whose duty it is (R-W2): who moves statements is said by
 * `transitions.ts`. Whatever only reads asks nobody. An auditor changes nothing, a partner user nothing but its own
 * statements, so neither stands here.
 */
export const duties = {
  import_facts: { zh: "导入数据", en: "import facts", by: ["operator"] },
  run_period: { zh: "出账", en: "run a month", by: ["operator"] },
  give_up_run: { zh: "放弃出账批次", en: "give up a run", by: ["operator", "admin"] },
  retry_jobs: { zh: "重试任务", en: "try jobs again", by: ["operator", "admin"] },
  ask_for_export: {
    zh: "登记、生成或重试导出",
    en: "ask for an export, make it, or ask once more",
    by: ["operator", "reviewer", "signer", "finance_preparer", "finance_releaser", "admin"],
  },
  sweep_exports: { zh: "清理导出文件", en: "drop old exports", by: ["operator", "admin"] },
  import_calendar: { zh: "导入工作日历", en: "import a calendar", by: ["operator", "admin"] },
  resend_notices: { zh: "重发通知", en: "send notices again", by: ["operator", "admin"] },
  choose_reminders: {
    zh: "为他人设置是否接收提醒",
    en: "say for others whether they want reminders",
    by: ["operator", "admin"],
  },
  seal_record: { zh: "封存记录", en: "seal the record", by: ["operator", "admin"] },
  prepare_payment: { zh: "付款制单", en: "prepare payments", by: ["finance_preparer"] },
  withdraw_payment: {
    zh: "撤回未放行的付款",
    en: "withdraw payments before their release",
    by: ["finance_preparer", "finance_releaser"],
  },
  import_bank_answers: {
    zh: "导入银行回执",
    en: "import the bank's answers",
    by: ["finance_preparer", "finance_releaser"],
  },
  rotate_keys: { zh: "更换加密密钥", en: "rotate the encryption keys", by: ["admin"] },
  manage_users: { zh: "管理用户", en: "manage users", by: ["admin"] },
} as const satisfies Readonly<
  Record<string, { readonly zh: string; readonly en: string; readonly by: readonly Role[] }>
>;

export type Duty = keyof typeof duties;
