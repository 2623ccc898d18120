-- Deficits that settlees pay back, and what came in. $1 period text or null. Returns a row a statement with its
-- receipts, columns named as they are told; ordered by number.
select s.statement_no as "statementNo", s.period, s.settlee_no as "settleeNo", p.name as "settleeName",
  coalesce(s.resumes_as, s.status) as status, -s.amount as owed,
  coalesce(sum(t.amount), 0)::numeric(24, 2) as received,
  (-s.amount - coalesce(sum(t.amount), 0))::numeric(24, 2) as "left",
  coalesce(json_agg(json_build_object('reference', t.reference, 'amount', t.amount::text,
    'receivedOn', t.received_on, 'recordedBy', t.recorded_by) order by t.received_on, t.reference)
    filter (where t.reference is not null), '[]') as receipts
from statement s
join partner p on p.partner_no = s.settlee_no
left join top_up t on t.statement_no = s.statement_no and t.version = s.version
where coalesce(s.resumes_as, s.status) in ('top_up_due', 'top_up_received') and ($1::text is null or s.period = $1)
group by s.statement_id, s.statement_no, s.period, s.settlee_no, p.name, s.status, s.resumes_as, s.amount
order by s.statement_no;
