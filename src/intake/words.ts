/**
 * Codes of the input files with the Chinese words that stand for them: code, word, other words.
 * `docs/glossary.md` says what they mean.
 */
type Words = readonly (readonly [code: string, ...words: string[]])[];

export const orderTypes: Words = [
  ["new", "新购"],
  ["renewal", "续费", "续订"],
  ["usage", "按量"],
  ["refund", "退订"],
];
export const chargeModes: Words = [
  ["subscription", "包周期", "包年包月"],
  ["on_demand", "按需"],
  ["per_use", "按次"],
  ["on_demand_package", "按需套餐包"],
];
export const sourcings: Words = [
  ["joint", "联营商品"],
  ["self_operated", "华为自服务商品"],
  ["selected", "严选商品"],
  ["selected_self_operated", "严选自营商品"],
  ["general", "通用商品"],
];
export const categories: Words = [
  ["image", "镜像类"],
  ["saas", "SaaS类"],
  ["license", "License类"],
  ["service", "人工服务类"],
  ["orchestration", "应用编排类"],
  ["hardware", "硬件类"],
  ["api", "API接入类"],
  ["stored_value_card", "储值卡"],
];
export const shareModels: Words = [
  ["deal_price", "成交价分成"],
  ["floor_discount", "底价折扣分成"],
];
export const salesScenarios: Words = [
  ["provider", "客户服务商销售"],
  ["dealer_alone", "经销商单独销售"],
  ["dealer_joint", "经销商与华为云共同销售"],
  ["merchant_joint", "与商家联合销售"],
];
export const repaymentStatuses: Words = [
  ["none", "不涉及"],
  ["outstanding", "未还款"],
  ["repaid", "已还款"],
];
export const supervisionStatuses: Words = [
  ["not_involved", "不涉及"],
  ["in_progress", "进行中"],
  ["completed", "已完成"],
];
export const refundKinds: Words = [
  ["no_reason", "5天无理由全额退订"],
  ["before_effective", "未生效续费退订"],
  ["after_guarantee", "过担保期退订"],
];
export const performancePolicies: Words = [
  ["standard", "标准商品"],
  ["specific", "特定商品"],
  ["performance_only", "有业绩无返点"],
  ["none", "无业绩无返点"],
];
export const taxpayerTypes: Words = [
  ["general", "一般纳税人"],
  ["small_scale", "小规模纳税人"],
];
export const businessInfos: Words = [
  ["certified", "已认证"],
  ["changing", "变更中"],
  ["missing", "未认证"],
];
export const settlementCycles: Words = [
  ["monthly", "月度"],
  ["quarterly", "季度"],
];
/** Excel rewrites `true` as `TRUE` when it saves a CSV file. */
export const truths: Words = [
  ["true", "是", "TRUE"],
  ["false", "否", "FALSE"],
];
