import type { LineKind, ShareRule } from "../domain/share.js";

/** Rows as the queries of `sql/queries/export` return them: numbers, counts and instants are text. */

export interface StatementRow {
  readonly statement_id: string;
  readonly statement_no: string;
  readonly period: string;
  readonly run_period: string;
  readonly settlee_no: string;
  readonly settlee_name: string;
  readonly settlee_locale: string;
  readonly type: string;
  readonly output_tax_rate: string;
  readonly service_fee_rate: string;
  readonly line_count: number;
  readonly amount: string;
  readonly net_amount: string;
  readonly tax_amount: string;
  readonly status: string;
  readonly run_id: string;
  readonly made_at: string;
  readonly made_by: string;
  readonly sent_at: string | null;
  readonly sent_by: string | null;
  readonly own_count: string;
  readonly own_amount: string;
  readonly brought_forward_amount: string;
  readonly set_off_amount: string;
  readonly line_amount: string;
  readonly has_usage: boolean;
}

export interface LineRow {
  readonly statement_no: string;
  readonly settlee_no: string;
  readonly line_no: number;
  readonly kind: LineKind;
  readonly is_reversal: boolean;
  readonly order_no: string | null;
  readonly original_order_no: string | null;
  readonly order_type: string | null;
  readonly charge_mode: string | null;
  readonly product_no: string | null;
  readonly product_name: string | null;
  readonly customer_no: string | null;
  readonly customer_name: string | null;
  readonly partner_no: string | null;
  readonly partner_name: string | null;
  readonly rule: ShareRule | null;
  readonly deal_amount: string | null;
  readonly floor_amount: string | null;
  readonly cash_consumption: string | null;
  readonly share_base: string | null;
  readonly ratio: string | null;
  readonly output_tax_rate: string;
  readonly service_fee_rate: string;
  readonly settleable_ratio: string | null;
  readonly earlier_amount: string;
  readonly completes_amount: string | null;
  readonly amount: string;
  readonly settleable_at: string | null;
  readonly usage_month: string | null;
  readonly source_statement_no: string | null;
  readonly source_line_no: number | null;
  readonly run_id: string;
}

export interface UsageOrderRow {
  readonly line_no: number;
  readonly order_no: string;
  readonly charge_mode: string;
  readonly product_no: string;
  readonly product_name: string;
  readonly customer_no: string;
  readonly customer_name: string | null;
  readonly partner_no: string | null;
  readonly deal_amount: string;
  readonly settleable_at: string | null;
  readonly share_base: string;
}

/** What every list of orders says of each. */
export interface OrderRow {
  readonly order_no: string;
  readonly original_order_no: string | null;
  readonly order_type: string;
  readonly charge_mode: string;
  readonly product_no: string;
  readonly product_name: string;
  readonly customer_no: string;
  readonly customer_name: string | null;
  readonly partner_no: string | null;
  readonly partner_name: string | null;
  readonly deal_amount: string;
  /** Bits of src/domain/reasons.ts. */
  readonly reasons: number;
  readonly ordered_at: string;
  readonly settleable_at: string | null;
}

export interface UnsettledRow extends OrderRow {
  readonly settlee_no: string;
  readonly settlee_name: string | null;
  readonly outcome: "carried" | "excluded";
  readonly cash_consumption: string;
}

export interface TransactionRow extends OrderRow {
  readonly sales_scenario: string;
  readonly paid_at: string | null;
  readonly repayment_status: string;
  readonly repaid_at: string | null;
  readonly supervision_status: string;
  readonly supervised_at: string | null;
  readonly amount: string | null;
  readonly status: "settled" | "carried" | "excluded" | "open";
  readonly is_later: boolean;
  readonly period: string | null;
  readonly statement_no: string | null;
  readonly line_no: number | null;
  readonly statement_status: string | null;
  readonly statement_count: string;
}

export interface TransactionTotalRow {
  readonly status: TransactionRow["status"];
  readonly order_count: string;
  readonly deal_amount: string;
  readonly amount: string;
}

export interface LineTotalRow {
  readonly kind: LineKind;
  readonly rule: ShareRule | null;
  readonly line_count: string;
  readonly deal_amount: string;
  readonly cash_consumption: string;
  readonly amount: string;
}

/** Orders of one outcome counted under one reason; the reason is a bit, 0 for settled ones. */
export interface ScopeRow {
  readonly outcome: "settled" | "carried" | "excluded";
  readonly reason: number;
  readonly order_count: string;
  readonly cash_consumption: string;
}

export interface RunTotalRow {
  readonly period: string;
  readonly statement_count: string;
  readonly statement_amount: string;
  readonly line_count: string;
  readonly line_amount: string;
  readonly own_count: string;
  readonly own_amount: string;
  readonly brought_forward_count: string;
  readonly brought_forward_amount: string;
  readonly set_off_count: string;
  readonly set_off_amount: string;
}

export interface TaxRateRow {
  readonly output_tax_rate: string;
  readonly service_fee_rate: string;
  readonly statement_count: string;
  readonly own_count: string;
  readonly own_amount: string;
  readonly brought_forward_amount: string;
  readonly set_off_amount: string;
  readonly amount: string;
  readonly net_amount: string;
  readonly tax_amount: string;
}

export interface SettleeRow {
  readonly settlee_no: string;
  readonly name: string | null;
  readonly statement_count: string;
  readonly own_count: string;
  readonly own_amount: string;
  readonly brought_forward_amount: string;
  readonly set_off_amount: string;
  readonly amount: string;
  readonly net_amount: string;
  readonly tax_amount: string;
  readonly settled_count: string;
  readonly settled_cash: string;
  readonly carried_count: string;
  readonly carried_cash: string;
  readonly excluded_count: string;
  readonly excluded_cash: string;
}

export interface RunRow {
  readonly run_id: string;
  readonly state: "completed" | "failed";
  readonly actor: string;
  readonly started_at: string;
  /** What the run said of the month when it ended; null where it did not balance. */
  readonly summary: {
    readonly orders: Readonly<Record<"settled" | "carried" | "excluded", number>>;
    readonly cash: Readonly<Record<"settled" | "carried" | "excluded", string>>;
  } | null;
}
