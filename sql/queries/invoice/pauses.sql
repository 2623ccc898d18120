-- Days on which a statement's clock stood: questions and lapses of certification (R-W4, R-W5).
-- $1 statement_no text. Returns from_day, until_day (null: still) as YYYY-MM-DD, Shanghai; ordered.
select to_char(from_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as from_day,
  to_char(until_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as until_day
from (
  select q.raised_at as from_at, q.answered_at as until_at
  from question q
  where q.statement_no = $1
  union
  select g.from_at, g.until_at
  from statement s
  join certification_gap g on g.partner_no = s.settlee_no
  where s.statement_no = $1
) pause
order by 1, 2;
