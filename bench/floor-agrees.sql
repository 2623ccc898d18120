-- Whether the floor wrote what the run wrote. Returns both counts and amounts.
select (select count(*) from bench_line) as floor_lines, (select count(*) from draft_line) as run_lines,
  (select sum(amount) from bench_line) as floor_amount, (select sum(amount) from draft_line) as run_amount;
