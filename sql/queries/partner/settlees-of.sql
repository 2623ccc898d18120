-- The settlees that partners are paid through, each with the partners below it: lines a partner had
-- before it became second-tier are run with its distributor. $1 partner_nos text[].
-- Returns unknown (text[] of numbers that are no partner), settlees text[].
with wanted as (
  select n.partner_no, p.partner_no is not null as is_known,
    coalesce(p.parent_partner_no, p.partner_no) as settlee_no
  from unnest($1::text[]) as n (partner_no)
  left join partner p on p.partner_no = n.partner_no
), settlee as (
  select settlee_no from wanted where is_known
  union
  select p.partner_no from wanted w join partner p on p.parent_partner_no = w.settlee_no
)
select (select coalesce(array_agg(partner_no), '{}') from wanted where not is_known) as unknown,
  (select coalesce(array_agg(settlee_no), '{}') from settlee) as settlees;
