-- Takes checked rows of partners into staging, in the order of src/intake/columns.ts. No parameters, no result.
copy stage_partner (
  row_no, invalid, partner_no, name, parent_partner_no, taxpayer_type, service_fee_rate,
  business_info, settlement_cycle, email, mobile_cipher, mobile_hash, locale, tax_no, bank_name,
  bank_account_cipher, bank_account_hash, bank_code
) from stdin
