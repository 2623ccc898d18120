import {
  type EncryptionKeys,
  encryptField,
  type FieldPlace,
  hashField,
} from "../platform/crypto/field-cipher.js";
import { copyNull } from "../platform/database/copy-rows.js";
import { columnIndex } from "./columns.js";
import type { RowCheck } from "./flaw.js";

const partnerNo = columnIndex("partners", "partner_no");
const parentPartnerNo = columnIndex("partners", "parent_partner_no");
const personal: readonly (readonly [number, FieldPlace["field"]])[] = [
  [columnIndex("partners", "mobile"), "mobile"],
  [columnIndex("partners", "bank_account"), "bank_account"],
];

/**
 * What the values of one partner say together; puts cipher and hashes, two staged columns, in the place
 * of personal values, so that none reaches the database readable.
 */
export function partnerCheck(keys: EncryptionKeys): RowCheck {
  return (values, report) => {
    const owner = values[partnerNo] ?? "";
    if (values[parentPartnerNo] === owner) report(parentPartnerNo, { code: "own_parent" });
    for (const [column, field] of personal) {
      const value = values[column] ?? copyNull;
      if (value === copyNull) {
        values[column] = `${copyNull}\t${copyNull}`;
        continue;
      }
      const text = unescaped(value);
      const hashes = hashField(keys, field, text).join(" ");
      values[column] = `${encryptField(keys, { field, owner }, text)}\t${hashes}`;
    }
  };
}

/** Checked texts are escaped for COPY; what is encrypted is what people wrote. */
function unescaped(text: string): string {
  return text.replaceAll("\\\\", "\\");
}
