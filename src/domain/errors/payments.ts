import type { ErrorEntry } from "./entry.js";

/** Payments, what the bank answers, top-ups, and the XML that they are told in. */
export const paymentErrors = {
  xml_unreadable: {
    kind: "input",
    en: "{file} is no well-formed XML (line {line}); nothing of it was stored. Fetch it again whole.",
    zh: "{file} 不是格式正确的 XML（第 {line} 行）；没有写入任何数据。请重新获取完整的文件。",
  },
  xml_has_doctype: {
    kind: "input",
    en: "{file} declares a document type, which is refused since it can pull in other files; nothing of it was stored.",
    zh: "{file} 含有文档类型声明（DOCTYPE），可能引入其他文件，因此不予读取；没有写入任何数据。",
  },
  xml_too_large: {
    kind: "input",
    en: "{file} has more than {most} characters; split it.",
    zh: "{file} 超过 {most} 个字符；请拆分。",
  },
  creditor_incomplete: {
    kind: "refused",
    rule: "R-W5",
    en: "{statementNo} cannot be paid: {settleeNo} lacks {lacks}. Import it first.",
    zh: "{statementNo} 无法付款：{settleeNo} 缺少{lacksZh}；请先导入。",
  },
  creditor_account_unsafe: {
    kind: "refused",
    rule: "R-W5",
    en: "{statementNo} cannot be paid: the bank account of {settleeNo} begins with '-', which spreadsheets take for a formula. Have it corrected, and import it.",
    zh: "{statementNo} 无法付款：{settleeNo} 的银行账号以“-”开头，会被电子表格当作公式；请更正后导入。",
  },
  creditor_name_unsafe: {
    kind: "refused",
    rule: "R-W5",
    en: "{statementNo} cannot be paid by CSV: the name of {settleeNo} begins like a formula of a spreadsheet (= + - @). Have it corrected, or release it as pain.001.",
    zh: "{statementNo} 无法以 CSV 付款：{settleeNo} 的户名以公式字符（= + - @）开头；请更正，或以 pain.001 格式放行。",
  },
  not_certified_anew: {
    kind: "refused",
    rule: "R-W5",
    en: "The payment of {statementNo} bounced; it is paid again once a change of the business info of {settleeNo} is certified, or its account, bank code or name is another.",
    zh: "{statementNo} 的付款已被退回；{settleeNo} 的商务信息重新认证，或其银行账号、联行号、户名变更后，方可再次付款。",
  },
  payment_standing: {
    kind: "refused",
    rule: "R-R2",
    en: "{statementNo} stands in payment batch {batchNo} already ({state}).",
    zh: "{statementNo} 已在付款批次 {batchNo} 中（{stateZh}）。",
  },
  payment_day_past: {
    kind: "input",
    en: "{day} is over; payments are made today ({today}) or later.",
    zh: "{day} 已过；付款日期应为今天（{today}）或以后。",
  },
  payment_batch_unknown: {
    kind: "not_found",
    en: "There is no payment batch {batchNo}; yuejie payments lists them.",
    zh: "没有付款批次 {batchNo}；yuejie payments 可列出。",
  },
  payment_batch_empty: {
    kind: "refused",
    rule: "R-R2",
    en: "All payments of batch {batchNo} were withdrawn; prepare them again.",
    zh: "付款批次 {batchNo} 的付款均已撤回；请重新制单。",
  },
  payment_not_in_batch: {
    kind: "not_found",
    en: "Batch {batchNo} holds no prepared payment of {statementNo}.",
    zh: "付款批次 {batchNo} 中没有 {statementNo} 的待放行付款。",
  },
  preparer_releases: {
    kind: "refused",
    rule: "R-W2",
    en: "{actor} prepared payment batch {batchNo} and cannot release it.",
    zh: "{actor} 是付款批次 {batchNo} 的制单人，不能放行。",
  },
  payment_released: {
    kind: "refused",
    rule: "R-W2",
    en: "The payment of {statementNo} in batch {batchNo} is released and can no longer be withdrawn.",
    zh: "付款批次 {batchNo} 中 {statementNo} 的付款已放行，不能撤回。",
  },
  payment_details_changed: {
    kind: "refused",
    rule: "R-W5",
    en: "The bank details of {settleeNo} changed after the payment of {statementNo} was prepared; prepare it again.",
    zh: "{statementNo} 付款制单后，{settleeNo} 的银行信息有变更；请重新制单。",
  },
  payment_amount_changed: {
    kind: "refused",
    rule: "R-R2",
    en: "{statementNo} is no longer the statement whose payment was prepared ({prepared}, now {amount}); prepare it again.",
    zh: "{statementNo} 与制单时不同（制单 {prepared}，现为 {amount}）；请重新制单。",
  },
  payment_format_fixed: {
    kind: "refused",
    rule: "R-R2",
    en: "Batch {batchNo} was released as {format}; a second file of another kind could be paid twice.",
    zh: "付款批次 {batchNo} 已按 {format} 格式放行；再出另一种格式的文件可能导致重复付款。",
  },
  payment_file_unwritten: {
    kind: "input",
    en: "Batch {batchNo} is released, but its file {path} could not be written ({why}); release it again to get the same file.",
    zh: "付款批次 {batchNo} 已放行，但无法写入文件 {path}（{why}）；再次执行放行即可得到同一文件。",
  },
  payment_file_differs: {
    kind: "invariant",
    rule: "R-R2",
    en: "The file of batch {batchNo} would not be the one that was released; it is not written. Use the first one.",
    zh: "付款批次 {batchNo} 重新生成的文件与放行时不一致，未写入；请使用最初的文件。",
  },
  bank_file_unknown: {
    kind: "input",
    en: "{file} is neither pain.002 (versions 03, 10), camt.054 (02, 08) nor a CSV file with the columns of docs/formats.md (found: {found}); nothing of it was stored.",
    zh: "{file} 既不是 pain.002（版本 03、10）、camt.054（版本 02、08），也不是含 docs/formats.md 所列各列的 CSV 文件（读到：{found}）；没有写入任何数据。",
  },
  bank_file_value: {
    kind: "input",
    en: "{file}, {place}: '{value}' stands where {expected} is expected; nothing of the file was stored.",
    zh: "{file}，{place}：“{value}”处应为 {expected}；没有写入该文件的任何数据。",
  },
  bank_file_not_text: {
    kind: "input",
    en: "{file} is neither UTF-8 nor GB18030 text; fetch it again from the bank.",
    zh: "{file} 不是 UTF-8 或 GB18030 文本；请重新从银行获取。",
  },
  top_up_reference_used: {
    kind: "refused",
    rule: "R-S4",
    en: "The reference {reference} was recorded before: {amount} for {statementNo}, received on {day}.",
    zh: "流水号 {reference} 已登记过：{statementNo}，{amount}，到账日 {day}。",
  },
  top_up_too_much: {
    kind: "refused",
    rule: "R-S4",
    en: "{amount} is more than what is left to pay on {statementNo} ({left}).",
    zh: "{amount} 超过 {statementNo} 尚欠的 {left}。",
  },
  top_up_begun: {
    kind: "refused",
    rule: "R-S4",
    en: "{received} came in for {statementNo}, so it can no longer be recalled.",
    zh: "{statementNo} 已收到补付 {received}，不能再撤回。",
  },
  top_up_value: {
    kind: "input",
    en: "{option} is '{value}'; {expected} is expected.",
    zh: "{option} 的值为“{value}”；应为 {expected}。",
  },
  keys_still_used: {
    kind: "input",
    en: "{count} values are not under key {keyId} yet, somebody holds or writes them; keep the old keys and run rotate-keys again.",
    zh: "仍有 {count} 个值未改用密钥 {keyId}（正被占用或写入）；请保留旧密钥并再次执行 rotate-keys。",
  },
} as const satisfies Record<string, ErrorEntry>;
