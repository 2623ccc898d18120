import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { parseInvoiceEntry } from "../../src/domain/invoice.js";
import { inCapitals } from "../../src/domain/invoice-capitals.js";

describe("capital numerals", () => {
  test.each([
    ["0", "零元整"],
    ["0.05", "伍分"],
    ["0.50", "伍角整"],
    ["0.55", "伍角伍分"],
    ["1", "壹元整"],
    ["10.00", "壹拾元整"],
    ["100.01", "壹佰元零壹分"],
    ["100.10", "壹佰元壹角整"],
    ["325.04", "叁佰贰拾伍元零肆分"],
    ["1060.05", "壹仟零陆拾元零伍分"],
    ["1409.50", "壹仟肆佰零玖元伍角整"],
    ["6007.14", "陆仟零柒元壹角肆分"],
    ["16409.02", "壹万陆仟肆佰零玖元零贰分"],
    ["107000.53", "壹拾万柒仟元伍角叁分"],
    ["128106.05", "壹拾贰万捌仟壹佰零陆元零伍分"],
    ["1000001", "壹佰万零壹元整"],
    ["10002345", "壹仟万贰仟叁佰肆拾伍元整"],
    ["100000000", "壹亿元整"],
    ["100002345", "壹亿零贰仟叁佰肆拾伍元整"],
    ["100010000", "壹亿零壹万元整"],
    ["1000000000000", "壹万亿元整"],
    ["1234500000000", "壹万贰仟叁佰肆拾伍亿元整"],
    ["1000000000001.01", "壹万亿零壹元零壹分"],
  ])("%s is %s", (amount, words) => {
    expect(inCapitals(amount)).toBe(words);
  });

  test("are different for different amounts, and never say two zeros in a row", () => {
    const amounts = fc.bigInt({ min: 0n, max: 99_999_999_999_999n });
    const text = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
    fc.assert(
      fc.property(amounts, amounts, (one, other) => {
        const [a, b] = [inCapitals(text(one)), inCapitals(text(other))];
        expect(a === b).toBe(one === other);
        expect(a).not.toMatch(/零零|零[万亿]|元.*元|^零(?!元整)/);
        expect(a).toMatch(/[整分]$/);
      }),
      { numRuns: 500 },
    );
  });

  test("do not go on for ever, nor below zero", () => {
    expect(() => inCapitals("10000000000000000")).toThrow(RangeError);
    expect(() => inCapitals("-1")).toThrow(RangeError);
  });
});

describe("a typed invoice", () => {
  test.each([
    ["440019113012345678,2026-11-20,943.40,56.60,1000.00,0.06", "440019113012345678", "0.06"],
    ["044001911300-12345678,2026-11-20,943.40,56.60,1000.00,0.06", "04400191130012345678", "0.06"],
    ["4400 1234 56-12345678,2026-11-20,943.4,56.6,1000,6%", "440012345612345678", "0.06"],
    [
      "２６４４００００００００００００００１８，2026-11-20，943.40，56.60，1000.00",
      "26440000000000000018",
      null,
    ],
  ])("%s", (text, invoiceNo, rate) => {
    expect(parseInvoiceEntry(text)).toEqual({
      ...{ invoiceNo, rate, issuedOn: "2026-11-20", file: null },
      ...{ netAmount: "943.40", taxAmount: "56.60", amount: "1000.00" },
    });
  });

  test.each([
    ["440019113012345678,2026-11-20,943.40,56.60", "invoice_entry"],
    ["440019113012345678,2026-11-20,943.40,56.60,1000.00,0.06,x", "invoice_entry"],
    ["1234567,2026-11-20,943.40,56.60,1000.00", "invoice_entry"],
    // A paper invoice is its code and its number: the number alone is on others, too.
    ["12345678,2026-11-20,943.40,56.60,1000.00", "invoice_code_missing"],
    ["1234-5678,2026-11-20,943.40,56.60,1000.00", "invoice_code_missing"],
    ["123456789,2026-11-20,943.40,56.60,1000.00", "invoice_entry"],
    ["4400191130123456789,2026-11-20,943.40,56.60,1000.00", "invoice_entry"],
    ["44001911-3012345678,2026-11-20,943.40,56.60,1000.00", "invoice_entry"],
    ["123456789012345678901,2026-11-20,943.40,56.60,1000.00", "invoice_entry"],
    ["No 440019113012345678,2026-11-20,943.40,56.60,1000.00", "invoice_entry"],
    ["440019113012345678,2026-02-30,943.40,56.60,1000.00", "invoice_entry"],
    ["440019113012345678,20.11.2026,943.40,56.60,1000.00", "invoice_entry"],
    ["440019113012345678,2026-11-20,943.401,56.60,1000.00", "invoice_entry"],
    ["440019113012345678,2026-11-20,9e2,56.60,1000.00", "invoice_entry"],
    ["440019113012345678,2026-11-20,943.40,56.60,1000.00,6", "invoice_entry"],
    ["440019113012345678,2026-11-20,943.40,56.60,1000.00,", "invoice_entry"],
    ["440019113012345678,2026-11-20,943.40,56.60,1000.01", "invoice_sums"],
    ["440019113012345678,2026-11-20,-943.40,-56.60,-1000.00", "invoice_not_positive"],
    ["440019113012345678,2026-11-20,0,0,0", "invoice_not_positive"],
    ["", "invoice_entry"],
  ])("%s is refused: %s", (text, code) => {
    const failure = (() => {
      try {
        return parseInvoiceEntry(text);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(YuejieError);
    expect(failure).toMatchObject({ code });
  });
});
