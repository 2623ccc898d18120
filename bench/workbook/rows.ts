import type { CellValue } from "../../src/platform/workbook/cells.js";
import type { TableColumn } from "../../src/platform/workbook/table-sheet.js";

/**
 * The rows that every writer of the benchmark writes: lines of a finance workbook, 20 columns, the values
 * as Postgres gives them (texts and decimal texts). Made from the row's number alone, so that
 * `constant-memory.py` makes the same ones without being sent any.
 */

const column = (zh: string, en: string, kind: TableColumn["kind"], width: number): TableColumn => ({
  heading: { zh, en },
  kind,
  width,
});

export const columns: readonly TableColumn[] = [
  column("结算单号", "Statement no", "text", 34),
  column("行号", "Line", "integer", 8),
  column("类别", "Kind", "text", 10),
  column("订单号", "Order no", "text", 22),
  column("订单类型", "Order type", "text", 10),
  column("计费模式", "Charge mode", "text", 12),
  column("商品编号", "Product no", "text", 14),
  column("商品名称", "Product", "text", 22),
  column("客户账号", "Customer no", "text", 14),
  column("客户名称", "Customer", "text", 22),
  column("客户服务商编号", "Partner no", "text", 16),
  column("客户服务商名称", "Partner", "text", 22),
  column("可结算时间", "Settleable at", "instant", 20),
  column("规则", "Rule", "text", 8),
  column("交易金额（成交价）", "Deal amount", "amount", 17),
  column("现金消费", "Cash consumption", "amount", 16),
  column("分成基数", "Share base", "base", 15),
  column("比例", "Ratio", "rate", 10),
  column("商品销项税率", "Output tax", "rate", 13),
  column("应结算金额", "Amount", "amount", 16),
];

const kinds = ["订单", "订单", "订单", "按量", "退订"];
const types = ["新购", "续费", "按量", "退订"];
const modes = ["包周期", "按需", "按次", "按需套餐包"];
const rules = ["R-A1", "R-A2", "R-A3", "R-A4", "R-A5"];
const wares = ["云数据库", "对象存储", "安全网关", "数据治理平台", "R&D 协同", "内容分发"];
const editions = ["标准版", "专业版", "企业版", "旗舰版"];
const cities = ["深圳", "贵阳", "西安", "成都", "杭州", "北京"];
const trades = ["科技有限公司", "信息技术有限公司", "智造股份有限公司", "网络服务部"];

function pick(list: readonly string[], at: number): string {
  return list[at % list.length] as string;
}

function cents(amount: number): string {
  const fraction = amount % 100;
  return `${(amount - fraction) / 100}.${fraction < 10 ? "0" : ""}${fraction}`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** A number that looks like chance and is the same in Python: 31 bits from the row and a salt. */
function mixed(row: number, salt: number): number {
  let value = Math.imul(row + salt * 7919, 2654435761) >>> 0;
  value = Math.imul(value ^ (value >>> 15), 2246822519) >>> 0;
  return (value ^ (value >>> 13)) >>> 1;
}

export function rowOf(row: number): CellValue[] {
  const product = mixed(row, 1) % 2_000;
  const customer = mixed(row, 2) % 200_000;
  const partner = mixed(row, 3) % 500;
  const deal = (mixed(row, 4) % 5_000_000) + 100;
  const cash = deal - (mixed(row, 5) % 100);
  const at = mixed(row, 6);
  const day = two((at % 31) + 1);
  const time = `${two((at >>> 5) % 24)}:${two((at >>> 10) % 60)}:${two((at >>> 16) % 60)}`;
  return [
    `202610-P${10_000 + partner}-B1300F0600-01`,
    String(row),
    pick(kinds, mixed(row, 7)),
    `CS26100${10_000_000 + row}`,
    pick(types, mixed(row, 7)),
    pick(modes, mixed(row, 8)),
    `P-${10_000 + product}`,
    `${pick(wares, product)} ${pick(editions, product)}`,
    `C${1_000_000 + customer}`,
    `${pick(cities, customer)}${customer}${pick(trades, customer)}`,
    `P${10_000 + partner}`,
    `${pick(cities, partner)}伙伴${partner}`,
    `2026-10-${day} ${time}+08`,
    pick(rules, mixed(row, 9)),
    cents(deal),
    cents(cash),
    `${cents(cash)}5`,
    `0.${10 + (mixed(row, 10) % 25)}0000`,
    "0.130000",
    cents(Math.floor(cash / 5)),
  ];
}

export function* rowsUpTo(count: number): Generator<CellValue[]> {
  for (let row = 1; row <= count; row += 1) yield rowOf(row);
}
