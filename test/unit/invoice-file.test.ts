import { createHash } from "node:crypto";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import {
  mostInvoiceBytes,
  readInvoiceFile,
} from "../../src/lifecycle/invoice/read-invoice-file.js";
import { company, fileOf, type InvoiceText, invoiceXml } from "../support/invoices.js";

const read = (text: InvoiceText) => readInvoiceFile(fileOf(invoiceXml(text)));

function codeOf(text: string | Uint8Array): string {
  try {
    readInvoiceFile(fileOf(text));
    return "none";
  } catch (error) {
    if (error instanceof YuejieError) return error.code;
    throw error;
  }
}

describe("the file of an electronic invoice", () => {
  test("is read by the paths of the standard, and known again by its hash", () => {
    const text = invoiceXml({});
    const { invoice, sha256 } = readInvoiceFile(fileOf(text));
    expect(invoice).toEqual({
      invoiceNo: "26440000000000000018",
      issuedOn: "2026-11-20",
      ...{ netAmount: "94.34", taxAmount: "5.66", amount: "100.00", rate: "0.06" },
      file: {
        ...{ version: "0.33", headNumber: "26440000000000000018", kind: "special", isRed: false },
        ...{ sellerName: "伙伴 P1", sellerTaxNo: "91440300MA5SELLER1" },
        ...{ buyerName: company.title, buyerTaxNo: company.taxNo },
        items: [{ name: "*现代服务*服务费", amount: "94.34", rate: "0.06" }],
        remarks: "202610-P1-B1300F0600-01 2026-10",
        hasSignature: true,
      },
    });
    expect(sha256).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("keeps nothing of bank accounts and of who drew it up", () => {
    const kept = JSON.stringify(read({}));
    expect(kept).not.toMatch(/6000700080009000|测试员/);
  });

  test.each<[string, InvoiceText, object]>([
    ["a rate in percent", { rate: "6%" }, { rate: "0.06" }],
    ["a rate with six places", { rate: "0.060000" }, { rate: "0.06" }],
    ["a rate in words", { rate: "免税" }, { rate: null }],
    ["a day without a time", { issuedAt: "2026-11-20" }, { issuedOn: "2026-11-20" }],
    ["a time with a T", { issuedAt: "2026-11-20T09:00:05" }, { issuedOn: "2026-11-20" }],
    ["no issue time: that of the request", { issuedAt: "" }, { issuedOn: "2026-11-20" }],
  ])("%s", (_, text, expected) => {
    expect(read(text).invoice).toMatchObject(expected);
  });

  test.each<[string, InvoiceText, object]>([
    ["an ordinary one, whatever its code", { kind: "普通发票" }, { kind: "ordinary" }],
    ["no kind by name: by code", { kind: "" }, { kind: "special" }],
    ["a red one", { label: "N" }, { isRed: true }],
    ["not told whether red", { label: "" }, { isRed: null }],
    ["remarks that are blank", { additional: "<Remark/>" }, { remarks: "" }],
    ["no place for remarks", { additional: "" }, { remarks: null }],
    ["a number elsewhere is none", { additional: "<InvoiceNumber>1</InvoiceNumber>" }, {}],
    ["no signature", { signature: "" }, { hasSignature: false }],
    ["signs written as entities", { seller: "A&amp;B&#x7532;" }, { sellerName: "A&B甲" }],
  ])("%s", (_, text, expected) => {
    const { invoice } = read(text);
    expect(invoice.file).toMatchObject(expected);
    expect(invoice.invoiceNo).toBe("26440000000000000018");
  });

  test("several lines have one rate, or none that is the invoice's", () => {
    const line = (rate: string) =>
      `<IssuItemInformation><ItemName>x</ItemName><Amount>-1.00</Amount><TaxRate>${rate}</TaxRate></IssuItemInformation>`;
    const withLine = (rate: string) =>
      invoiceXml({}).replace("<SpecificInformation/>", `${line(rate)}<SpecificInformation/>`);
    expect(readInvoiceFile(fileOf(withLine("0.06"))).invoice.rate).toBe("0.06");
    const { rate, file } = readInvoiceFile(fileOf(withLine("0.13"))).invoice;
    expect(rate).toBeNull();
    expect(file.items.map((item) => item.rate)).toEqual(["0.06", "0.13"]);
  });
});

describe("in other encodings", () => {
  const declared = (encoding: string) =>
    invoiceXml({ head: `<?xml version="1.0" encoding="${encoding}"?>\n` });

  test.each([
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${invoiceXml({})}`)],
    ["UTF-8 without a declaration", Buffer.from(invoiceXml({ head: "" }))],
    ["GB18030", iconv.encode(declared("GB18030"), "gb18030")],
    ["GBK", iconv.encode(declared("gbk"), "gbk")],
    ["UTF-16 little endian", iconv.encode(declared("UTF-16"), "utf16le", { addBOM: true })],
    ["UTF-16 big endian", iconv.encode(declared("UTF-16"), "utf16be", { addBOM: true })],
  ])("%s", (_, bytes) => {
    const { file } = readInvoiceFile(fileOf(bytes)).invoice;
    expect([file.sellerName, file.buyerName]).toEqual(["伙伴 P1", company.title]);
  });

  test("what is not what it says is refused, not read as something else", () => {
    expect(codeOf(iconv.encode(declared("UTF-8"), "gb18030"))).toBe("invoice_file_unreadable");
    expect(codeOf(Buffer.from(declared("KLINGON")))).toBe("invoice_file_unreadable");
  });
});

describe("what is no invoice", () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n';
  test.each<[string, string | Uint8Array, string]>([
    ["a document type", invoiceXml({ head: bomb }), "xml_has_doctype"],
    [
      "an outside entity",
      invoiceXml({ head: '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n' }),
      "xml_has_doctype",
    ],
    ["nothing", "", "invoice_file_foreign"],
    ["words", "this is no file", "invoice_file_foreign"],
    ["a PDF", "%PDF-1.7\n%\u00e2", "invoice_file_foreign"],
    ["an archive", Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), "invoice_file_foreign"],
    ["cut off in the middle", invoiceXml({}).slice(0, 900), "xml_unreadable"],
    ["another document", "<Document/>", "invoice_file_foreign"],
    ["an empty one", "<EInvoice/>", "invoice_file_foreign"],
    [
      "a number that is short",
      invoiceXml({ number: "2644000000000000001" }),
      "invoice_file_foreign",
    ],
    ["a day that is none", invoiceXml({ issuedAt: "2026-13-01" }), "invoice_file_foreign"],
    ["an amount that is none", invoiceXml({ total: "1e2" }), "invoice_file_foreign"],
    ["thirds of a cent", invoiceXml({ total: "100.001" }), "invoice_file_foreign"],
    ["amounts that do not add up", invoiceXml({ total: "100.01" }), "invoice_sums"],
    [
      "money back",
      invoiceXml({ net: "-94.34", tax: "-5.66", total: "-100.00" }),
      "invoice_not_positive",
    ],
    ["too large", Buffer.alloc(mostInvoiceBytes + 1, 0x20), "invoice_file_too_large"],
    ["a tower of elements", `${"<a>".repeat(200)}${"</a>".repeat(200)}`, "xml_unreadable"],
    ["a name of the prototype", "<__proto__><EInvoice/></__proto__>", "xml_unreadable"],
  ])("%s", (_, content, code) => {
    expect(codeOf(content)).toBe(code);
  });
});
