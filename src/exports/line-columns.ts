import { type SettledLine, substitutedFormula } from "../domain/share.js";
import { type Field, field } from "./fields.js";
import type { LineRow, UsageOrderRow } from "./rows.js";
import { chargeModeWord, lineKinds, orderTypeWord } from "./words.js";

/**
 * A line in the order in which a person recomputes it: what was sold, to whom, the amounts, the base, the
 * ratio, the taxes, what was settled before, the result (R-S5).
 */
export const lineFields: readonly Field<LineRow>[] = [
  field(["行号", "Line"], ["integer", 8], (row) => row.line_no),
  field(["类别", "Kind"], ["text", 10], (row) => lineKinds[row.kind].zh),
  field(["订单号", "Order no"], ["text", 22], (row) => row.order_no),
  field(["原订单号", "Original order"], ["text", 22], (row) => row.original_order_no),
  field(["订单类型", "Order type"], ["text", 10], (row) =>
    orderTypeWord(row.order_type ?? (row.usage_month === null ? null : "usage")),
  ),
  field(["计费模式", "Charge mode"], ["text", 12], (row) => chargeModeWord(row.charge_mode)),
  field(["商品编号", "Product no"], ["text", 14], (row) => row.product_no),
  field(["商品名称", "Product"], ["text", 22], (row) => row.product_name),
  field(["客户账号", "Customer no"], ["text", 14], (row) => row.customer_no),
  field(["客户名称", "Customer"], ["text", 22], (row) => row.customer_name),
  field(["客户服务商编号", "Partner no"], ["text", 16], (row) => row.partner_no),
  field(["客户服务商名称", "Partner"], ["text", 22], (row) => row.partner_name),
  field(["用量月份", "Usage month"], ["text", 11], (row) => row.usage_month),
  field(["可结算时间", "Settleable at"], ["instant", 20], (row) => row.settleable_at),
  field(["规则", "Rule"], ["text", 8], (row) => row.rule),
  field(["交易金额（成交价）", "Deal amount"], ["amount", 17], (row) => row.deal_amount),
  field(["底价", "Floor amount"], ["amount", 15], (row) => row.floor_amount),
  field(["现金消费", "Cash consumption"], ["amount", 16], (row) => row.cash_consumption),
  field(["分成基数", "Share base"], ["base", 15], (row) => row.share_base),
  field(["比例", "Ratio"], ["rate", 10], (row) => row.ratio),
  field(["商品销项税率", "Output tax"], ["rate", 13], (row) => row.output_tax_rate),
  field(["服务费税率", "Service tax"], ["rate", 12], (row) => row.service_fee_rate),
  field(["可结算比例", "Settleable ratio"], ["rate", 13], (row) => row.settleable_ratio),
  field(["已结金额", "Settled earlier"], ["amount", 15], (row) => row.earlier_amount),
  field(["退订冲平金额", "Completes to zero"], ["amount", 15], (row) => row.completes_amount),
  field(["应结算金额", "Amount"], ["amount", 16], (row) => row.amount),
  field(["计算过程", "Computation"], ["text", 58], computation),
  field(["对应结算单", "Other statement"], ["text", 30], otherStatement),
  field(["出账批次", "Run"], ["text", 10], (row) => row.run_id),
];

export const usageOrderFields: readonly Field<UsageOrderRow>[] = [
  field(["明细行号", "Line"], ["integer", 10], (row) => row.line_no),
  field(["订单号", "Order no"], ["text", 22], (row) => row.order_no),
  field(["计费模式", "Charge mode"], ["text", 12], (row) => chargeModeWord(row.charge_mode)),
  field(["商品编号", "Product no"], ["text", 14], (row) => row.product_no),
  field(["商品名称", "Product"], ["text", 22], (row) => row.product_name),
  field(["客户账号", "Customer no"], ["text", 14], (row) => row.customer_no),
  field(["客户名称", "Customer"], ["text", 22], (row) => row.customer_name),
  field(["客户服务商编号", "Partner no"], ["text", 16], (row) => row.partner_no),
  field(["可结算时间", "Settleable at"], ["instant", 20], (row) => row.settleable_at),
  field(["交易金额（成交价）", "Deal amount"], ["amount", 17], (row) => row.deal_amount),
  field(["计入的分成基数", "Adds to share base"], ["base", 18], (row) => row.share_base),
];

/** The formula with the line's numbers in it; for what moves other statements' money, the movement. */
function computation(row: LineRow): string {
  const formula = substitutedFormula(settledLineOf(row));
  if (formula !== null) return formula;
  const other = row.source_statement_no ?? "";
  if (row.kind === "brought_forward") return `结转 ${other} 的负数 = ${row.amount}`;
  return row.amount.startsWith("-")
    ? `用于补足 ${other} 的负数 = ${row.amount}`
    : `由 ${other} 补足 = ${row.amount}`;
}

function otherStatement(row: LineRow): string | null {
  if (row.source_statement_no === null || row.source_line_no === null) {
    return row.source_statement_no;
  }
  return `${row.source_statement_no} #${row.source_line_no}`;
}

function settledLineOf(row: LineRow): SettledLine {
  return {
    kind: row.kind,
    isReversal: row.is_reversal,
    rule: row.rule,
    dealAmount: row.deal_amount,
    floorAmount: row.floor_amount,
    cashConsumption: row.cash_consumption,
    shareBase: row.share_base,
    ratio: row.ratio,
    outputTaxRate: row.output_tax_rate,
    serviceFeeRate: row.service_fee_rate,
    settleableRatio: row.settleable_ratio,
    completesAmount: row.completes_amount,
    earlierAmount: row.earlier_amount,
    amount: row.amount,
  };
}
