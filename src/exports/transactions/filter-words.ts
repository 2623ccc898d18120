import type { Bilingual } from "../../platform/workbook/cells.js";
import type { TransactionFilters } from "../tasks/export-request.js";
import { repaymentWords, supervisionWords, transactionStatuses } from "../words.js";

const times = { ordered: "下单时间", paid: "支付时间", settleable: "可结算时间" } as const;

/** The filters in words, as they stand on the first page; one line where there is none. */
export function describeFilters(
  filters: TransactionFilters,
): { readonly label: Bilingual; readonly value: string }[] {
  const { statuses, repayment, supervision, timeOf = "ordered", from, to } = filters;
  const join = (words: readonly (string | undefined)[]): string => words.join("、");
  const lines: [label: Bilingual, value: string | undefined][] = [
    [{ zh: "账期", en: "Period" }, filters.period],
    [
      { zh: "结算状态", en: "Status" },
      statuses && join(statuses.map((status) => transactionStatuses[status].zh)),
    ],
    [
      { zh: "还款状态", en: "Repayment" },
      repayment && join(repayment.map((status) => repaymentWords[status])),
    ],
    [
      { zh: "服务监管状态", en: "Supervision" },
      supervision && join(supervision.map((status) => supervisionWords[status])),
    ],
    [
      { zh: times[timeOf], en: `${timeOf} at` },
      from === undefined && to === undefined ? undefined : `${from ?? "…"} 至 ${to ?? "…"}`,
    ],
    [{ zh: "订单号", en: "Order no" }, filters.orderNo],
    [{ zh: "客户账号", en: "Customer no" }, filters.customerNo],
  ];
  const given = lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
  return given.length > 0 ? given : [{ label: { zh: "范围", en: "Scope" }, value: "全部订单" }];
}
