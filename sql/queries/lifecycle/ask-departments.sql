-- Begins a round of signatures (step 3). $1 statement_id bigint, $2 departments text[]. No result.
with begun as (
  update statement set sign_round = sign_round + 1 where statement_id = $1
  returning statement_no, version, sign_round
)
insert into signature (statement_no, version, sign_round, department)
select b.statement_no, b.version, b.sign_round, d.department
from begun b
cross join unnest($2::text[]) as d (department);
