-- Days on which the clock of a statement stood (R-W4, R-W5), Shanghai; until_day null: it stands.
create view statement_pause as
  select s.statement_no, (q.raised_at at time zone 'Asia/Shanghai')::date as from_day,
    (q.answered_at at time zone 'Asia/Shanghai')::date as until_day
  from statement s
  join question q on q.statement_no = s.statement_no and q.version = s.version
  union
  select s.statement_no, (g.from_at at time zone 'Asia/Shanghai')::date,
    (g.until_at at time zone 'Asia/Shanghai')::date
  from statement s
  join certification_gap g on g.partner_no = s.settlee_no;
