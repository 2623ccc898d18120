-- The settlees of this run, with the label of their statements, their rate and what holds them.
-- A settlee that has become second-tier keeps the corrections of its own old lines (R-A10).
-- $1 month text, $2 quarter text, $3 ends_quarter boolean, $4 settlees text[] or null (all),
-- $5 default rate of general taxpayers, $6 of small-scale ones. No result.
insert into run_settlee
select p.partner_no,
  case when p.settlement_cycle = 'quarterly' then $2::text else $1::text end,
  p.settlement_cycle = 'monthly' or $3::boolean,
  (period_end_day(case when p.settlement_cycle = 'quarterly' then $2::text else $1::text end)
    - case when p.settlement_cycle = 'quarterly' then interval '3 months' else interval '1 month' end)::date,
  case when p.settlement_cycle = 'quarterly' then 3 else 1 end,
  coalesce(p.service_fee_rate, case p.taxpayer_type when 'general' then $5::numeric else $6::numeric end),
  case p.business_info when 'missing' then 1024 when 'changing' then 2048 else 0 end
    | case when p.settlement_cycle = 'quarterly' and not $3::boolean then 4096 else 0 end
from partner p
where $4::text[] is null or p.partner_no = any ($4::text[]);
