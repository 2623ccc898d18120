-- Merges staged partners. Returns inserted, updated. Personal data is compared by keyed hash: staged are those
-- under every key there is, the first key's first, since the stored one may be under an older key.
with staged as (
  select * from stage_partner where not invalid
), updated as (
  update partner p set
    name = s.name, parent_partner_no = s.parent_partner_no, taxpayer_type = s.taxpayer_type,
    service_fee_rate = s.service_fee_rate, business_info = s.business_info,
    settlement_cycle = s.settlement_cycle, email = s.email, mobile_cipher = s.mobile_cipher,
    mobile_hash = split_part(s.mobile_hash, ' ', 1), locale = s.locale, tax_no = s.tax_no, bank_name = s.bank_name,
    bank_account_cipher = s.bank_account_cipher,
    bank_account_hash = split_part(s.bank_account_hash, ' ', 1), bank_code = s.bank_code
  from staged s
  join partner old on old.partner_no = s.partner_no
  where s.partner_no = p.partner_no
    and ((p.name, p.parent_partner_no, p.taxpayer_type, p.service_fee_rate, p.business_info,
          p.settlement_cycle, p.email, p.locale, p.tax_no, p.bank_name, p.bank_code)
        is distinct from
          (s.name, s.parent_partner_no, s.taxpayer_type, s.service_fee_rate, s.business_info,
           s.settlement_cycle, s.email, s.locale, s.tax_no, s.bank_name, s.bank_code)
      or not coalesce(p.mobile_hash = any (string_to_array(s.mobile_hash, ' ')),
        p.mobile_hash is null and s.mobile_hash is null)
      or not coalesce(p.bank_account_hash = any (string_to_array(s.bank_account_hash, ' ')),
        p.bank_account_hash is null and s.bank_account_hash is null))
  returning p.partner_no, old.parent_partner_no is distinct from p.parent_partner_no as has_new_parent
), inserted as (
  insert into partner (partner_no, name, parent_partner_no, taxpayer_type, service_fee_rate,
    business_info, settlement_cycle, email, mobile_cipher, mobile_hash, locale, tax_no, bank_name,
    bank_account_cipher, bank_account_hash, bank_code)
  select partner_no, name, parent_partner_no, taxpayer_type, service_fee_rate, business_info,
    settlement_cycle, email, mobile_cipher, split_part(mobile_hash, ' ', 1), locale, tax_no, bank_name,
    bank_account_cipher, split_part(bank_account_hash, ' ', 1), bank_code
  from staged s
  where not exists (select from partner p where p.partner_no = s.partner_no)
  returning partner_no
), noted as (
  insert into changed_partner
  select partner_no, has_new_parent from updated union all select partner_no, false from inserted
)
select (select count(*) from inserted) as inserted, (select count(*) from updated) as updated;
