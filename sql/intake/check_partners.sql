-- Distributors: they exist, stand on one level, and once stored stay (R-IN6, R-IN7). No parameters, no result.
-- Who joined a distributor that is to become second-tier is not blamed for it: that one is.
insert into stage_reject (kind, row_no, column_name, value, code, details)
select 'partners', s.row_no, 'parent_partner_no', s.parent_partner_no, j.code,
  jsonb_build_object('stored', stored.parent_partner_no, 'partner', j.child)
from stage_partner s
left join partner stored on stored.partner_no = s.partner_no
left join known_partner parent on parent.partner_no = s.parent_partner_no
cross join lateral (
  select c.child,
    case
      when stored.parent_partner_no is not null
        and s.parent_partner_no is distinct from stored.parent_partner_no then 'parent_fixed'
      when s.parent_partner_no is null then null
      when parent.partner_no is null then 'partner_unknown'
      when stored.parent_partner_no is null and parent.parent_partner_no is not null
        and not parent.in_doubt then 'parent_is_second_tier'
      when c.child is not null then 'parent_of_others'
    end as code
  from (
    select min(p.partner_no) as child from partner p where p.parent_partner_no = s.partner_no
  ) c
) j
where not s.invalid and j.code is not null;
