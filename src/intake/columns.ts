import { checkDay, checkInstant } from "./check-instant.js";
import {
  checkAmount,
  checkKey,
  checkText,
  formCheck,
  type RateRange,
  rateCheck,
  type ValueCheck,
  wordCheck,
} from "./check-value.js";
import type { FactKind } from "./merge-facts.js";
import {
  businessInfos,
  categories,
  chargeModes,
  orderTypes,
  performancePolicies,
  refundKinds,
  repaymentStatuses,
  salesScenarios,
  settlementCycles,
  shareModels,
  sourcings,
  supervisionStatuses,
  taxpayerTypes,
  truths,
} from "./words.js";

/** One column of an input file. */
export interface Column {
  readonly name: string;
  /** The Chinese header. */
  readonly label: string;
  readonly check: ValueCheck;
  /** What a blank value means: refused (the header is required then), nothing, or this code. */
  readonly blank: "refused" | "null" | { readonly means: string };
}

function required(name: string, label: string, check: ValueCheck): Column {
  return { name, label, check, blank: "refused" };
}

function optional(name: string, label: string, check: ValueCheck): Column {
  return { name, label, check, blank: "null" };
}

const share: RateRange = { low: "(0", high: 1, highIncluded: true, places: 6 };
const shareRatio = rateCheck(share);
const commissionRatio = rateCheck({ ...share, high: 0.9 });
/** Tax rates stand in statement numbers in basis points, so four places. */
const taxRate = rateCheck({ low: "[0", high: 1, highIncluded: false, places: 4 });
const discount = rateCheck({ ...share, low: "[0" });

const email = formCheck(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, "email_form");
const mobile = formCheck(/^\+?\d(?:[ -]?\d){5,17}$/, "mobile_form");
const bankCode = formCheck(/^\d{12}$/, "bank_code_form");

const partners: readonly Column[] = [
  required("partner_no", "客户服务商编号", checkKey),
  required("name", "客户服务商名称", checkText),
  optional("parent_partner_no", "总经销商编号", checkKey),
  required("taxpayer_type", "纳税人类型", wordCheck(taxpayerTypes)),
  optional("service_fee_rate", "服务费税率", taxRate),
  required("business_info", "商业信息认证", wordCheck(businessInfos)),
  {
    name: "settlement_cycle",
    label: "结算周期",
    check: wordCheck(settlementCycles),
    blank: { means: "monthly" },
  },
  optional("email", "邮箱", email),
  optional("mobile", "手机", mobile),
  {
    name: "locale",
    label: "语言",
    check: wordCheck([["zh-CN"], ["en"]]),
    blank: { means: "zh-CN" },
  },
  optional("tax_no", "纳税人识别号", checkText),
  optional("bank_name", "开户银行", checkText),
  optional("bank_account", "银行账号", checkText),
  optional("bank_code", "联行号", bankCode),
];

const products: readonly Column[] = [
  required("product_no", "商品编号", checkKey),
  required("name", "商品名称", checkText),
  optional("seller_name", "商家名称", checkText),
  required("sourcing", "商品类型", wordCheck(sourcings)),
  required("category", "接入类型", wordCheck(categories)),
  required("output_tax_rate", "商品销项税率", taxRate),
  required("share_model", "分成模式", wordCheck(shareModels)),
  required("performance_policy", "业绩激励策略", wordCheck(performancePolicies)),
];

const productTerms: readonly Column[] = [
  required("product_no", "商品编号", checkKey),
  required("effective_from", "生效日期", checkDay),
  required("share_ratio", "分成比例", shareRatio),
  optional("authorised_discount", "授权折扣", discount),
];

const orders: readonly Column[] = [
  required("order_no", "订单号", checkKey),
  required("order_type", "订单类型", wordCheck(orderTypes)),
  required("charge_mode", "计费模式", wordCheck(chargeModes)),
  optional("original_order_no", "原订单号", checkKey),
  required("product_no", "商品编号", checkKey),
  required("customer_no", "客户账号", checkText),
  optional("customer_name", "客户名称", checkText),
  optional("partner_no", "客户服务商编号", checkKey),
  optional("customer_reseller_no", "客户关联经销商编号", checkKey),
  required("operations_base", "伙伴运营基地", wordCheck(truths)),
  required("sales_scenario", "销售场景", wordCheck(salesScenarios)),
  required("deal_amount", "成交价", checkAmount),
  optional("floor_amount", "底价", checkAmount),
  optional("share_ratio", "分成比例", shareRatio),
  optional("commission_ratio", "佣金比例", commissionRatio),
  optional("settleable_ratio", "可结算比例", shareRatio),
  optional("settleable_ratio_at", "可结算比例生效时间", checkInstant),
  required("cash_amount", "现金支付金额", checkAmount),
  required("stored_value_amount", "储值卡支付金额", checkAmount),
  required("performance_coupon_amount", "计业绩现金券金额", checkAmount),
  required("plain_coupon_amount", "不计业绩现金券金额", checkAmount),
  required("voucher_amount", "代金券金额", checkAmount),
  required("ordered_at", "下单时间", checkInstant),
  optional("paid_at", "支付时间", checkInstant),
  required("repayment_status", "后付费客户还款状态", wordCheck(repaymentStatuses)),
  optional("repaid_at", "还款时间", checkInstant),
  required("supervision_status", "服务监管状态", wordCheck(supervisionStatuses)),
  optional("supervised_at", "服务监管完成时间", checkInstant),
  optional("provisioned_at", "开通时间", checkInstant),
  optional("effective_at", "订单生效时间", checkInstant),
  optional("refund_kind", "退订类型", wordCheck(refundKinds)),
];

/** The columns of every file, in the order in which they are staged (`sql/intake/copy_*.sql`). */
export const columnsOf: Readonly<Record<FactKind, readonly Column[]>> = {
  partners,
  products,
  product_terms: productTerms,
  orders,
};

/** Where a column stands; a wrong name is a defect, found when the module is loaded. */
export function columnIndex(kind: FactKind, name: string): number {
  const index = columnsOf[kind].findIndex((column) => column.name === name);
  if (index < 0) throw new RangeError(`${kind} has no column ${name}`);
  return index;
}
