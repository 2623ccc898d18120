-- What the last run of a month carried or excluded, gathered once so that each settlee's part is read by
-- an index: the outcomes themselves have none by settlee. $1 month text, $2 settlee_no text or null (all).
-- No result.
insert into export_unsettled
select coalesce(settlee_no, ''), order_id, outcome, reasons, cash_consumption
from order_outcome
where period = $1 and ($2::text is null or settlee_no = $2);
