-- Orders to pay statements, prepared, with what the settlee's details are now: their cipher is copied as it is.
-- $1 batch_no text, $2 attempts json: [{endToEndId, placeNo, statementNo}]. Returns end_to_end_id, in order.
with new_attempt as (
  select * from json_to_recordset($2::json) as n("endToEndId" text, "placeNo" integer, "statementNo" text)
), inserted as (
  insert into payment_attempt (end_to_end_id, batch_no, place_no, statement_no, version, settlee_no, period, amount,
    creditor_name, creditor_account_cipher, creditor_account_hash, creditor_bank_code, creditor_bank_name)
  select n."endToEndId", $1, n."placeNo", s.statement_no, s.version, s.settlee_no, s.period, s.amount,
    p.name, p.bank_account_cipher, p.bank_account_hash, p.bank_code, p.bank_name
  from new_attempt n
  join statement s on s.statement_no = n."statementNo"
  join partner p on p.partner_no = s.settlee_no
  returning end_to_end_id
)
select end_to_end_id from inserted order by end_to_end_id;
