import { copyNull } from "../platform/database/copy-rows.js";
import { columnIndex } from "./columns.js";
import type { RowCheck } from "./flaw.js";

const at = (name: string): number => columnIndex("orders", name);

const orderType = at("order_type");
const originalOrderNo = at("original_order_no");
const refundKind = at("refund_kind");
const salesScenario = at("sales_scenario");
const dealAmount = at("deal_amount");
const floorAmount = at("floor_amount");
const commissionRatio = at("commission_ratio");
const repaymentStatus = at("repayment_status");
const repaidAt = at("repaid_at");
const supervisionStatus = at("supervision_status");
const supervisedAt = at("supervised_at");
const settleableRatio = at("settleable_ratio");
const settleableColumns = [settleableRatio, at("settleable_ratio_at")];
const refundRatios = [at("share_ratio"), commissionRatio, at("settleable_ratio_at")];
const payments = [
  at("cash_amount"),
  at("stored_value_amount"),
  at("performance_coupon_amount"),
  at("plain_coupon_amount"),
  at("voucher_amount"),
];
const amounts = [dealAmount, floorAmount, ...payments];

/**
 * What the values of one order say together: R-IN1, the parts of R-IN2 to R-IN4 that need no other row.
 *
 * Needs: checked values in the order of the columns.
 */
export const checkOrder: RowCheck = (values, report) => {
  const type = values[orderType];
  if (type === "refund") checkRefund(values, report);
  else checkSale(values, report);
  if (type === "usage") {
    for (const column of settleableColumns) {
      if (values[column] !== copyNull) report(column, { code: "usage_has_none" });
    }
  }
  if (values[repaymentStatus] === "repaid" && values[repaidAt] === copyNull) {
    report(repaidAt, { code: "repaid_without_time" });
  }
  if (values[supervisionStatus] === "completed" && values[supervisedAt] === copyNull) {
    report(supervisedAt, { code: "supervised_without_time" });
  }
  const sum = sumInCents(values, payments);
  if (sum !== sumInCents(values, [dealAmount])) {
    report(dealAmount, { code: "payment_sum", details: { sum: formatCents(sum) } });
  }
};

const checkRefund: RowCheck = (values, report) => {
  for (const column of [originalOrderNo, refundKind]) {
    if (values[column] === copyNull) report(column, { code: "refund_needs" });
  }
  for (const column of refundRatios) {
    if (values[column] !== copyNull) report(column, { code: "refund_carries_none" });
  }
  // R-A9 settles it to its original's ratio: 1 says no more than a blank, less would go unheard.
  const ratio = values[settleableRatio] ?? copyNull;
  if (ratio !== copyNull && Number(ratio) !== 1) {
    report(settleableRatio, { code: "refund_in_part" });
  }
  for (const column of amounts) {
    const text = values[column] ?? copyNull;
    if (text !== copyNull && text.charCodeAt(0) !== minus && isNotZero(text)) {
      report(column, { code: "amount_positive" });
    }
  }
};

/** Sales and usage alike: all that is not a refund. */
const checkSale: RowCheck = (values, report) => {
  for (const column of [originalOrderNo, refundKind]) {
    if (values[column] !== copyNull) report(column, { code: "refund_only" });
  }
  for (const column of amounts) {
    const text = values[column] ?? copyNull;
    if (text.charCodeAt(0) === minus && isNotZero(text)) {
      report(column, { code: "amount_negative" });
    }
  }
  const scenario = values[salesScenario];
  const hasCommission = values[commissionRatio] !== copyNull;
  if (scenario === "dealer_joint" && !hasCommission) {
    report(commissionRatio, { code: "commission_needed" });
  }
  if (scenario !== "dealer_joint" && hasCommission) {
    report(commissionRatio, { code: "commission_refused" });
  }
  const isDealer = scenario === "dealer_joint" || scenario === "dealer_alone";
  if (isDealer && values[floorAmount] === copyNull) report(floorAmount, { code: "floor_needed" });
};

const minus = 45;

function isNotZero(amount: string): boolean {
  for (let index = 0; index < amount.length; index += 1) {
    const code = amount.charCodeAt(index);
    if (code >= 49 && code <= 57) return true;
  }
  return false;
}

/** Twelve digits before the point: five such sums of cents stay exact as numbers. */
const exactLength = "-999999999999.99".length;

/** The exact sum in cents; as bigint only where numbers could not hold it. */
function sumInCents(values: readonly string[], columns: readonly number[]): bigint | number {
  let sum = 0;
  for (const column of columns) {
    const text = values[column] ?? "0";
    if (text.length > exactLength) return sumOfLong(values, columns);
    sum += cents(text);
  }
  return sum;
}

function sumOfLong(values: readonly string[], columns: readonly number[]): bigint | number {
  let sum = 0n;
  for (const column of columns) {
    const [whole = "0", decimals = ""] = (values[column] ?? "0").split(".");
    sum += BigInt(whole + decimals.padEnd(2, "0"));
  }
  const number = Number(sum);
  return Number.isSafeInteger(number) ? number : sum;
}

function cents(text: string): number {
  const isNegative = text.charCodeAt(0) === minus;
  let value = 0;
  let decimals = -1;
  for (let index = isNegative ? 1 : 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 46) decimals = 0;
    else {
      value = value * 10 + code - 48;
      if (decimals >= 0) decimals += 1;
    }
  }
  const whole = value * (decimals === 2 ? 1 : decimals === 1 ? 10 : 100);
  // `0 -` rather than a sign: there is no -0.
  return isNegative ? 0 - whole : whole;
}

function formatCents(sum: bigint | number): string {
  const digits = String(sum).replace("-", "").padStart(3, "0");
  return `${sum < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
