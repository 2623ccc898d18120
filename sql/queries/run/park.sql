-- Records settlees that a run could not settle (R-E14). $1 run_id bigint, $2 settlees text[], $3 failure text.
insert into parked_settlee (run_id, settlee_no, failure)
select $1, unnest($2::text[]), $3;
