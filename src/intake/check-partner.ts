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
 * What the values of one partner say together; puts cipher and hash, two staged columns, in the place of
 * personal values, so that none reaches the database readable.
 */
export function partnerCheck(keys: EncryptionKeys): RowCheck {
  return (values, report) => {
    const owner = values[partnerNo] ?? "";
    if (values[parentPartnerNo] === owner) report(parentPartnerNo, { code: "own_parent" });
    for (const [column, field] of personal) {
      const text = values[column] ?? copyNull;
      values[column] =
        text === copyNull
          ? `${copyNull}\t${copyNull}`
          : `${encryptField(keys, { field, owner }, unescaped(text))}\t${hashField(keys, field, unescaped(text))}`;
    }
  };
}

/** Checked texts are escaped for COPY; what is encrypted is what people wrote. */
function unescaped(text: string): string {
  return text.replaceAll("\\\\", "\\");
}
