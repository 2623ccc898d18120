-- Statements that somebody has to do something about, with what tells when it is due. $1 statuses text[],
-- $2 settlee_no text or null, $3 statement_no text or null. Returns statement_no, settlee_no, period, status,
-- resumes_as, amount, entered_at, entered_on, invoice_requested_on (days, Shanghai), departments (text[], still to
-- sign), pauses (JSON of days [{from, until}], until null: it lasts); ordered by number.
select s.statement_no, s.settlee_no, s.period, s.status, s.resumes_as, s.amount, s.entered_at,
  (s.entered_at at time zone 'Asia/Shanghai')::date as entered_on, (s.invoice_requested_at at time zone 'Asia/Shanghai')::date as invoice_requested_on,
  coalesce(open.departments, '{}') as departments, coalesce(stood.pauses, '[]') as pauses
from statement s
left join lateral (
  select array_agg(g.department order by g.department collate "C") as departments
  from signature g
  where g.statement_no = s.statement_no and g.version = s.version and g.sign_round = s.sign_round
    and g.signer is null
    and coalesce(s.resumes_as, s.status) in ('sent', 'countersigning')
) open on true
left join lateral (
  select json_agg(json_build_object('from', p.from_day, 'until', p.until_day)
    order by p.from_day, p.until_day) as pauses
  from statement_pause p
  where p.statement_no = s.statement_no
) stood on true
where s.status = any ($1::statement_status[])
  and ($2::text is null or s.settlee_no = $2)
  and ($3::text is null or s.statement_no = $3)
order by s.statement_no;
