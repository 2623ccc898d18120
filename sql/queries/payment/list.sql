-- Payments and what became of them. $1 period text or null, $2 batch_no text or null, $3 state text or null.
-- Returns them with their batch, columns named as they are told; in order of batches, then of places.
select a.end_to_end_id as "endToEndId", a.batch_no as "batchNo", a.statement_no as "statementNo", a.period,
  a.settlee_no as "settleeNo", a.amount, a.state, a.creditor_name as "creditorName",
  a.creditor_account_cipher as "accountCipher", a.creditor_bank_code as "bankCode",
  a.creditor_bank_name as "bankName", b.prepared_by as "preparedBy", b.prepared_at as "preparedAt",
  b.released_by as "releasedBy", b.released_at as "releasedAt",
  coalesce(b.execution_date, b.wanted_on) as "executionDate", a.ended_at as "endedAt", a.ended_by as "endedBy",
  a.reason
from payment_attempt a
join payment_batch b on b.batch_no = a.batch_no
where ($1::text is null or a.period = $1) and ($2::text is null or a.batch_no = $2)
  and ($3::text is null or a.state = $3::payment_state)
order by b.prepared_at, a.batch_no, a.place_no;
