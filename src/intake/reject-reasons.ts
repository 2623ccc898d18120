/** Why a row is bad, in both languages. `{value}` is the value, other names come from the details. */
interface Reason {
  readonly rule: string;
  readonly en: string;
  readonly zh: string;
}

const reasons = {
  // the row as it stands in the file
  ragged_row: {
    rule: "R-IN6",
    en: "the row has {fields} fields where the header has {columns}",
    zh: "该行有 {fields} 个字段，表头有 {columns} 列",
  },
  column_without_name: {
    rule: "R-IN6",
    en: "a value stands in a column without a header",
    zh: "没有表头的列中有值",
  },
  stray_quote: {
    rule: "R-IN6",
    en: "a quotation mark stands inside a field; put the field in quotation marks and double those inside",
    zh: "字段中有多余的引号；请给字段加上引号，并把其中的引号写成两个",
  },
  digits_lost: {
    rule: "R-IN6",
    en: "the number has more digits than a spreadsheet keeps exactly; format the column as text and enter it again",
    zh: "数字位数超出电子表格能准确保存的范围；请将该列设为文本格式后重新输入",
  },
  cell_error: {
    rule: "R-IN6",
    en: "the cell holds the error {value}",
    zh: "单元格为错误值 {value}",
  },
  formula_without_value: {
    rule: "R-IN6",
    en: "the cell holds a formula without a stored result; save the workbook from Excel, or as values",
    zh: "单元格的公式没有保存结果；请用 Excel 重新保存，或粘贴为数值",
  },
  // one value
  blank: { rule: "R-IN6", en: "a value is required", zh: "必填，不能为空" },
  key_form: {
    rule: "R-IN6",
    en: "a number of 1 to 64 letters, digits, '.', '_' or '-' is expected",
    zh: "应为 1 到 64 位的编号，只含字母、数字、“.”、“_”、“-”",
  },
  text_too_long: {
    rule: "R-IN6",
    en: "the text has more than {max} characters",
    zh: "文本超过 {max} 个字符",
  },
  text_control: {
    rule: "R-IN6",
    en: "the text holds control, invisible or damaged characters",
    zh: "文本含有控制字符、不可见字符或乱码",
  },
  amount_form: {
    rule: "R-IN6",
    en: "an amount is an optional minus, 1 to 15 digits and at most 2 decimals, without separators or exponent",
    zh: "金额应为可选负号、1 到 15 位整数和最多 2 位小数，不含千分位和指数",
  },
  rate_form: {
    rule: "R-IN4",
    en: "a fraction such as 0.06 is expected, with at most {places} decimals",
    zh: "应为小数，例如 0.06，最多 {places} 位小数",
  },
  rate_range: { rule: "R-IN4", en: "the value must be {range}", zh: "取值范围为 {range}" },
  instant_form: {
    rule: "R-TIME",
    en: "a time is expected as 2026-10-31 23:59:59, optionally with Z or +08:00",
    zh: "时间应写作 2026-10-31 23:59:59，可带 Z 或 +08:00",
  },
  instant_unknown: {
    rule: "R-TIME",
    en: "there is no such date or time, or it lies outside the years {range}",
    zh: "没有这样的日期或时间，或年份不在 {range} 之间",
  },
  day_form: {
    rule: "R-TIME",
    en: "a date is expected as 2026-10-31",
    zh: "日期应写作 2026-10-31",
  },
  word_unknown: { rule: "R-IN6", en: "one of {words} is expected", zh: "应为以下之一：{words}" },
  email_form: { rule: "R-IN6", en: "this is no e-mail address", zh: "不是有效的邮箱地址" },
  mobile_form: { rule: "R-IN6", en: "this is no mobile number", zh: "不是有效的手机号" },
  bank_code_form: {
    rule: "R-IN6",
    en: "a CNAPS code of 12 digits is expected",
    zh: "联行号应为 12 位数字",
  },
  // values of one row together
  amount_negative: { rule: "R-IN1", en: "the amount must not be negative", zh: "金额不能为负" },
  amount_positive: {
    rule: "R-IN1",
    en: "amounts of a refund must not be positive",
    zh: "退订的金额不能为正",
  },
  payment_sum: {
    rule: "R-IN1",
    en: "the five payment amounts add up to {sum}, not to the deal amount",
    zh: "五项支付金额合计 {sum}，与成交价不符",
  },
  repaid_without_time: {
    rule: "R-IN2",
    en: "repayment status repaid needs the time of repayment",
    zh: "已还款须填写还款时间",
  },
  supervised_without_time: {
    rule: "R-IN2",
    en: "supervision status completed needs the time of completion",
    zh: "服务监管已完成须填写完成时间",
  },
  refund_needs: { rule: "R-IN2", en: "a refund needs this value", zh: "退订必须填写该项" },
  refund_only: { rule: "R-IN2", en: "only a refund has this value", zh: "只有退订才有该项" },
  refund_carries_none: {
    rule: "R-IN4",
    en: "a refund carries no ratio; it takes its original's",
    zh: "退订不填比例，按原订单的比例计算",
  },
  refund_in_part: {
    rule: "R-IN4",
    en: "a refund is settled to its original's settleable ratio; leave its own blank, or 1",
    zh: "退订按原订单的可结算比例结算；该项请留空或填 1",
  },
  usage_has_none: {
    rule: "R-IN4",
    en: "usage has no settleable ratio",
    zh: "按量订单没有可结算比例",
  },
  commission_needed: {
    rule: "R-IN4",
    en: "the commission ratio is required in scenario dealer_joint",
    zh: "经销商与华为云共同销售必须填写佣金比例",
  },
  commission_refused: {
    rule: "R-IN4",
    en: "only scenario dealer_joint has a commission ratio",
    zh: "只有经销商与华为云共同销售才有佣金比例",
  },
  floor_needed: {
    rule: "R-IN4",
    en: "the floor amount is required in a dealer scenario, and for floor_discount products in scenario provider",
    zh: "经销商销售场景，以及客户服务商销售底价折扣分成商品时，必须填写底价",
  },
  own_parent: {
    rule: "R-IN7",
    en: "a partner cannot be its own distributor",
    zh: "客户服务商不能是自己的总经销商",
  },
  // rows against each other and against what is stored
  duplicate_key: {
    rule: "R-IN6",
    en: "the key stands in row {row} already",
    zh: "编号与第 {row} 行重复",
  },
  product_unknown: {
    rule: "R-IN6",
    en: "there is no such product, neither stored nor among the good rows of this import",
    zh: "没有该商品：未入库，也不在本次导入的正确行中",
  },
  partner_unknown: {
    rule: "R-IN6",
    en: "there is no such partner, neither stored nor among the good rows of this import",
    zh: "没有该客户服务商：未入库，也不在本次导入的正确行中",
  },
  parent_is_second_tier: {
    rule: "R-IN7",
    en: "the distributor is itself a second-tier partner; there is one level only",
    zh: "该总经销商本身是二级云经销商；只允许一级",
  },
  parent_of_others: {
    rule: "R-IN7",
    en: "the partner is the distributor of {partner} and cannot get one itself",
    zh: "该客户服务商是 {partner} 的总经销商，不能再有总经销商",
  },
  parent_fixed: {
    rule: "R-IN7",
    en: "the distributor is {stored} and cannot be changed or cleared",
    zh: "总经销商已登记为 {stored}，不能更改或清除",
  },
  scenario_not_for_product: {
    rule: "R-IN4",
    en: "dealer scenarios are for selected and selected_self_operated products, which allow no other; product {product} is {sourcing}",
    zh: "经销商销售场景只用于严选商品和严选自营商品，且这些商品只允许经销商销售场景；商品 {product} 为 {sourcing}",
  },
  product_breaks_order: {
    rule: "R-IN4",
    en: "with this change the stored order {order} would no longer fit its product (scenario or floor amount)",
    zh: "改动后已入库的订单 {order} 与商品不再相符（销售场景或底价）",
  },
  order_class_fixed: {
    rule: "R-IN2",
    en: "the stored order is {stored}; a sale, usage and a refund do not turn into each other",
    zh: "已入库的订单类型为 {stored}；销售、按量、退订之间不能互换",
  },
  original_fixed: {
    rule: "R-IN2",
    en: "the stored refund belongs to {stored}, which cannot be changed",
    zh: "已入库的退订属于原订单 {stored}，不能更改",
  },
  original_unknown: {
    rule: "R-IN2",
    en: "there is no such original order, neither stored nor among the good rows of this import",
    zh: "没有该原订单：未入库，也不在本次导入的正确行中",
  },
  original_not_a_sale: {
    rule: "R-IN2",
    en: "the original is {type}; only new orders and renewals are refunded",
    zh: "原订单类型为 {type}；只有新购和续费可以退订",
  },
  original_unpaid: {
    rule: "R-IN2",
    en: "the original is not paid",
    zh: "原订单尚未支付",
  },
  original_other_product: {
    rule: "R-IN2",
    en: "the original is of product {original}",
    zh: "原订单的商品为 {original}",
  },
  original_other_partner: {
    rule: "R-IN2",
    en: "the original is of partner '{original}'",
    zh: "原订单的客户服务商为“{original}”",
  },
  refunded_before_paid: {
    rule: "R-IN2",
    en: "the original was paid later, at {original}",
    zh: "原订单的支付时间更晚：{original}",
  },
  package_not_refundable: {
    rule: "R-IN3",
    en: "the original is an on-demand package, which cannot be refunded",
    zh: "原订单为按需套餐包，不能退订",
  },
  not_a_renewal: {
    rule: "R-IN3",
    en: "before_effective is for renewals only; the original is {type}",
    zh: "未生效续费退订只用于续费；原订单类型为 {type}",
  },
  already_effective: {
    rule: "R-IN3",
    en: "the renewal was effective at {original}, not after the refund",
    zh: "续费已于 {original} 生效，不晚于退订时间",
  },
  refund_floor_too_big: {
    rule: "R-IN3",
    en: "the floor amount is greater in size than the deal amount {deal}, which the original's was not",
    zh: "底价的绝对值大于成交价 {deal}，而原订单并非如此",
  },
  refunds_exceed: {
    rule: "R-IN3",
    en: "the refunds of {original} come to {refunded}, more than its {amount}",
    zh: "原订单 {original} 的退订合计 {refunded}，超过其金额 {amount}",
  },
  refund_not_whole: {
    rule: "R-IN3",
    en: "this kind of refund gives back all that is left of {original}: with it the refunds come to {refunded}, not {amount}",
    zh: "此类退订须退还原订单 {original} 的全部余额：退订合计 {refunded}，应为 {amount}",
  },
  breaks_refund: {
    rule: "R-IN2",
    en: "the change does not fit the stored refund {refund}: {why}",
    zh: "改动与已入库的退订 {refund} 不符：{why}",
  },
} as const satisfies Record<string, Reason>;

export type RejectCode = keyof typeof reasons;
export type RejectDetails = Readonly<Record<string, string>>;

/** The catalogue, for the documentation that is held against it. */
export const rejectReasons: Readonly<Record<RejectCode, Reason>> = reasons;
