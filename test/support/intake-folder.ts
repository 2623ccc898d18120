import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Row = Record<string, string>;

/** A good partner, product, term or order; what a test is about, it overrides. */
export const partnerRow = (values: Row = {}): Row => ({
  partner_no: "P1",
  name: "伙伴",
  parent_partner_no: "",
  taxpayer_type: "general",
  business_info: "certified",
  mobile: "",
  bank_account: "",
  ...values,
});

export const productRow = (values: Row = {}): Row => ({
  product_no: "D1",
  name: "商品",
  sourcing: "joint",
  category: "saas",
  output_tax_rate: "0.06",
  share_model: "deal_price",
  performance_policy: "standard",
  ...values,
});

export const termRow = (values: Row = {}): Row => ({
  product_no: "D1",
  effective_from: "2026-01-01",
  share_ratio: "0.2",
  ...values,
});

const orderBlanks = [
  "original_order_no",
  "customer_reseller_no",
  "floor_amount",
  "share_ratio",
  "commission_ratio",
  "settleable_ratio",
  "settleable_ratio_at",
  "repaid_at",
  "supervised_at",
  "provisioned_at",
  "effective_at",
  "refund_kind",
];

export const orderRow = (values: Row = {}): Row => ({
  ...Object.fromEntries(orderBlanks.map((name) => [name, ""])),
  order_no: "O1",
  order_type: "new",
  charge_mode: "subscription",
  product_no: "D1",
  customer_no: "C1",
  customer_name: "客户",
  partner_no: "P1",
  operations_base: "false",
  sales_scenario: "provider",
  deal_amount: "100.00",
  cash_amount: "100.00",
  stored_value_amount: "0",
  performance_coupon_amount: "0",
  plain_coupon_amount: "0",
  voucher_amount: "0",
  ordered_at: "2026-10-05 10:00:00",
  paid_at: "2026-10-05 10:01:00",
  repayment_status: "none",
  supervision_status: "not_involved",
  ...values,
});

/** A refund of O1, of all that `amount` says. */
export const refundRow = (orderNo: string, amount: string, values: Row = {}): Row =>
  orderRow({
    order_no: orderNo,
    order_type: "refund",
    original_order_no: "O1",
    refund_kind: "after_guarantee",
    deal_amount: amount,
    cash_amount: amount,
    ordered_at: "2026-10-20 10:00:00",
    paid_at: "2026-10-20 10:00:00",
    ...values,
  });

/** What an import folder holds; a file is its rows, or its bytes. */
export type FolderFiles = Record<string, readonly Row[] | string | Buffer>;

/** Folders that a test file makes and removes together. */
export interface TestFolders {
  make(files: FolderFiles): string;
  removeAll(): void;
}

export function testFolders(): TestFolders {
  const made: string[] = [];
  return {
    make(files) {
      const folder = mkdtempSync(join(tmpdir(), "yuejie-intake-"));
      made.push(folder);
      for (const [name, content] of Object.entries(files)) {
        const isBytes = typeof content === "string" || Buffer.isBuffer(content);
        writeFileSync(
          join(folder, isBytes ? name : `${name}.csv`),
          isBytes ? content : csv(content),
        );
      }
      return folder;
    },
    removeAll() {
      for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A CSV file of rows; the columns are those of the first. */
export function csv(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const quoted = (text: string): string =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((row) => names.map((name) => quoted(row[name] ?? "")).join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}
