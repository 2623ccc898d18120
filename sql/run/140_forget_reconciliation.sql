-- Forgets the reconciliation of these settlees. $1 month text, $2 takes_all boolean. No result.
delete from reconciliation c
where c.period = $1
  and ($2 or exists (select from run_settlee r where r.settlee_no = c.settlee_no));
