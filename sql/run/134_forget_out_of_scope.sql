-- Forgets which orders on lines of this month were out of scope. $1 month text. No result.
delete from order_out_of_scope x
where x.period = $1
  and (exists (
    select from line l
    join statement s on s.statement_id = l.statement_id
    join run_settlee r on r.settlee_no = s.settlee_no
    where l.order_id = x.order_id and s.run_period = $1)
    or exists (
    select from usage_item u
    join statement s on s.statement_id = u.statement_id
    join run_settlee r on r.settlee_no = s.settlee_no
    where u.order_id = x.order_id and s.run_period = $1));
