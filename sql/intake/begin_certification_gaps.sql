-- From now on these are not certified: their statements wait, and clocks stand (R-W5). $1 now timestamptz. No result.
insert into certification_gap (partner_no, from_at)
select c.partner_no, $1
from changed_partner c
join partner p on p.partner_no = c.partner_no
where p.business_info <> 'certified'
  and not exists (select from certification_gap g where g.partner_no = c.partner_no and g.until_at is null)
-- A clock that stands may see a gap begin where the last one ended.
on conflict (partner_no, from_at) do update set until_at = null;
