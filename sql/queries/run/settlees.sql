-- What a run has to do for each of its settlees. $1 settlees text[] or null (all, and orders without a partner).
-- Returns settlee_no (empty: no partner), open_count; ordered by settlee.
select n.settlee_no, coalesce(i.open_count, 0) as open_count
from (
  select partner_no as settlee_no from partner where $1::text[] is null or partner_no = any ($1::text[])
  union all
  select '' where $1::text[] is null
) n
left join (
  select coalesce(settlee_no, '') as settlee_no, count(*) as open_count
  from open_item
  group by 1
) i on i.settlee_no = n.settlee_no
order by n.settlee_no;
