-- Keeps what this run leaves settled of each settlee (R-R5). $1 month text, $2 run_id bigint.
-- Row count: what changed.
insert into reconciliation
select $1, settlee_no, count(*), sum(cash_consumption), $2
from item
where outcome = 'settled'
group by settlee_no
on conflict (period, settlee_no) do nothing;
