-- What runs left to be seen to. failed_periods: months of which a run failed and no later one made good what it covered
-- (R-R5), as approving asks. parked_settlees: those that the last run which covered them parked (R-E14), whatever its
-- month: their orders of earlier months are in it. Returns failed_periods, parked_settlees.
select
  (select count(distinct r.period)
  from run r
  where r.state = 'failed' and not exists (
    select from run later
    where later.period = r.period and later.state = 'completed' and later.run_id > r.run_id
      and (later.settlees is null or r.settlees <@ later.settlees))) as failed_periods,
  (select count(distinct p.settlee_no)
  from parked_settlee p
  join run r on r.run_id = p.run_id and r.state = 'completed'
  where not exists (
    select from run later
    where later.state = 'completed' and later.run_id > r.run_id
      and (later.settlees is null or p.settlee_no = any (later.settlees)))) as parked_settlees;
