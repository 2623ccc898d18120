-- How many lines the statements have that runs of a month made. $1 month text. Returns lines.
select coalesce(sum(line_count), 0) as lines from statement where run_period = $1;
