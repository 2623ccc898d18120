import { type Field, field } from "./fields.js";
import type { OrderRow } from "./rows.js";
import { chargeModeWord, orderTypeWord } from "./words.js";

/** The columns that every list of orders begins with. */
export const orderFields: readonly Field<OrderRow>[] = [
  field(["订单号", "Order no"], ["text", 22], (row) => row.order_no),
  field(["原订单号", "Original order"], ["text", 22], (row) => row.original_order_no),
  field(["订单类型", "Order type"], ["text", 10], (row) => orderTypeWord(row.order_type)),
  field(["计费模式", "Charge mode"], ["text", 12], (row) => chargeModeWord(row.charge_mode)),
  field(["商品编号", "Product no"], ["text", 14], (row) => row.product_no),
  field(["商品名称", "Product"], ["text", 26], (row) => row.product_name),
  field(["客户账号", "Customer no"], ["text", 14], (row) => row.customer_no),
  field(["客户名称", "Customer"], ["text", 24], (row) => row.customer_name),
  field(["客户服务商编号", "Partner no"], ["text", 16], (row) => row.partner_no),
  field(["客户服务商名称", "Partner"], ["text", 24], (row) => row.partner_name),
];
