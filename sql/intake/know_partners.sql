-- Partners as they will be after the import. $1 whether rows are told for resting on bad rows. No result.
insert into known_partner (partner_no, parent_partner_no, in_doubt)
select s.partner_no, s.parent_partner_no, false
from stage_partner s
where not s.invalid
union all
select coalesce(p.partner_no, bad.partner_no), p.parent_partner_no, bad.partner_no is not null
from partner p
full join (
  select distinct partner_no from stage_partner
  where invalid and partner_no is not null and not $1::boolean
) bad on bad.partner_no = p.partner_no
where not exists (
  select from stage_partner s
  where s.partner_no = coalesce(p.partner_no, bad.partner_no) and not s.invalid
);
