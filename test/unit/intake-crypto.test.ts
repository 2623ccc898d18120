import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decryptField, encryptField, hashField } from "../../src/platform/crypto/field-cipher.js";
import { maskBankAccount, maskMobile } from "../../src/platform/crypto/mask.js";
import { csvCell } from "../../src/platform/files/rejects-file.js";

const old = { id: "k.1", key: Buffer.alloc(32, 1) };
const current = { id: "k2", key: Buffer.alloc(32, 2) };
const place = { field: "mobile", owner: "P1" } as const;

describe("field cipher", () => {
  it("gives every text back, and never the same cipher twice", () => {
    const property = fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const [one, two] = [encryptField([old], place, text), encryptField([old], place, text)];
      expect(one).not.toBe(two);
      expect(one).toMatch(/^v1\.k\.1\.[A-Za-z0-9_-]+$/);
      expect([one, two].map((each) => decryptField([old], place, each))).toEqual([text, text]);
    });
    fc.assert(property);
  });

  it("encrypts with the first key and opens with any", () => {
    const before = encryptField([old], place, "13900000001");
    expect(decryptField([current, old], place, before)).toBe("13900000001");
    expect(encryptField([current, old], place, "x")).toMatch(/^v1\.k2\./);
    expect(() => decryptField([current], place, before)).toThrowError(
      expect.objectContaining({ code: "cipher_key_unknown", details: { id: "k.1" } }),
    );
  });

  it("does not open what was changed, or moved to another field or partner", () => {
    const cipher = encryptField([old], place, "13900000001");
    const damaged = expect.objectContaining({ code: "cipher_damaged" });
    const changed = `${cipher.slice(0, -2)}${cipher.endsWith("AA") ? "BB" : "AA"}`;
    expect(() => decryptField([old], place, changed)).toThrowError(damaged);
    expect(() => decryptField([old], { ...place, owner: "P2" }, cipher)).toThrowError(damaged);
    expect(() => decryptField([old], { ...place, field: "bank_account" }, cipher)).toThrowError(
      damaged,
    );
    expect(() => decryptField([old], place, "13900000001")).toThrowError(damaged);
    const otherKey = { ...old, key: current.key };
    expect(() => decryptField([otherKey], place, cipher)).toThrowError(damaged);
  });

  it("hashes alike what is alike under one key and field, and only that", () => {
    const [hash] = hashField([old], "mobile", "13900000001");
    expect(hashField([old], "mobile", "13900000001")).toEqual([hash]);
    expect(hash).toMatch(/^k\.1\.[A-Za-z0-9_-]{43}$/);
    const others = [
      ...hashField([old], "mobile", "13900000002"),
      ...hashField([old], "bank_account", "13900000001"),
      ...hashField([current], "mobile", "13900000001"),
    ];
    expect(new Set([hash, ...others]).size).toBe(4);
  });

  it("hashes under every key, the first one's first", () => {
    const each = hashField([current, old], "mobile", "13900000001");
    expect(each).toEqual(
      [current, old].flatMap((key) => hashField([key], "mobile", "13900000001")),
    );
    expect(each[0]).toMatch(/^k2\./);
  });
});

describe("masks", () => {
  it.each([
    ["13900000001", "139****0001"],
    ["+8613900000001", "+86139****0001"],
    ["1234567", "****67"],
    ["123456", "****"],
    ["", "****"],
  ])("mobile %s shows as %s", (text, masked) => {
    expect(maskMobile(text)).toBe(masked);
  });

  it.each([
    ["6222020000000001", "****0001"],
    ["12345678", "****5678"],
    ["1234567", "****"],
  ])("bank account %s shows as %s", (text, masked) => {
    expect(maskBankAccount(text)).toBe(masked);
  });
});

describe("cells of the rejects file", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+86", "'+86"],
    ["-5.00", "'-5.00"],
    ["@a", "'@a"],
    ['a,"b"', '"a,""b"""'],
    ["=a\nb", '"\'=a\nb"'],
    ["客户", "客户"],
  ])("%j is written %j", (value, written) => {
    expect(csvCell(value)).toBe(written);
  });
});
