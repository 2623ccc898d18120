-- Drops what a part of a shard computed in, before the next part. No parameters, no result.
drop view computed_line;
drop table run_settlee, open_order, held_elsewhere, earlier, earlier_at_rate, refund_original,
  refund_rated, item, new_usage_item, usage_line, new_line, new_statement, statement_before;
