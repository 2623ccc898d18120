-- What each settlee brings, and where a distributed Postgres would put it: Citus hashes the distribution column
-- with the type's own function and deals equal ranges of the 32-bit hash to its shards. No parameters. Returns
-- settlee_no (empty: no partner), hash, orders, lines.
select o.settlee_no, hashtext(o.settlee_no)::bigint + 2147483648 as hash, o.orders,
  coalesce(s.lines, 0) as lines
from (
  select coalesce(settlee_no, '') as settlee_no, count(*) as orders from open_item group by 1
) o
left join (
  select settlee_no, sum(line_count) as lines from statement group by settlee_no
) s on s.settlee_no = o.settlee_no
order by o.settlee_no;
