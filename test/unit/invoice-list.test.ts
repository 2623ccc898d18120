import { describe, expect, it } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { parseInvoiceList } from "../../src/lifecycle/invoice/read-invoice-list.js";

const header = "statement_no,invoice_no,issued_on,net_amount,tax_amount,amount,tracking_no";

function codeOf(text: string): string {
  try {
    parseInvoiceList(text, "list.csv");
    return "none";
  } catch (error) {
    return error instanceof YuejieError ? error.code : String(error);
  }
}

describe("a list of invoices on paper", () => {
  it("puts those of one statement together, whatever lies between", () => {
    const text = [
      header,
      "S1,440019113012345678,2026-11-20,100.00,6.00,106.00,SF1",
      "S2,440019113012345680,2026-11-20,1.00,0.06,1.06,SF2",
      "S1,440019113012345679,2026-11-20,50.00,3.00,53.00,SF1",
    ].join("\r\n");
    const list = parseInvoiceList(text, "list.csv");
    expect([...list.keys()]).toEqual(["S1", "S2"]);
    expect(list.get("S1")).toMatchObject({
      medium: "paper",
      trackingNo: "SF1",
      invoices: [
        { invoiceNo: "440019113012345678", amount: "106.00", rate: null },
        { invoiceNo: "440019113012345679", amount: "53.00" },
      ],
    });
  });

  it("knows Chinese headers in any order, a byte order mark and the rate", () => {
    const text = [
      "\ufeff快递单号,税率,结算单号,发票号码,开票日期,不含税金额,税额,价税合计",
      "SF1,6%,S1,440019113012345678,2026-11-20,100.00,6.00,106.00",
    ].join("\n");
    expect(parseInvoiceList(text, "list.csv").get("S1")).toMatchObject({
      invoices: [{ rate: "0.06" }],
    });
  });

  it.each([
    ["a missing column", "statement_no,invoice_no\nS1,1", "invoice_list_columns"],
    ["an empty file", "", "invoice_list_columns"],
    [
      "two letters for one statement",
      `${header}\nS1,440019113012345678,2026-11-20,1.00,0.06,1.06,SF1\nS1,440019113012345679,2026-11-20,1.00,0.06,1.06,SF2`,
      "invoice_list_letters",
    ],
    ["sums", `${header}\nS1,440019113012345678,2026-11-20,1.00,0.06,1.07,SF1`, "invoice_sums"],
    [
      "a number without its code",
      `${header}\nS1,12345678,2026-11-20,1.00,0.06,1.06,SF1`,
      "invoice_code_missing",
    ],
    ["a number", `${header}\nS1,x,2026-11-20,1.00,0.06,1.06,SF1`, "invoice_entry"],
    ["an open quotation mark", `${header}\n"S1,1`, "csv_quote_open"],
  ])("refuses %s", (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
