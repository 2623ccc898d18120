-- Returns first_period; no row before the first start of a scheduler.
select first_period from schedule_start;
