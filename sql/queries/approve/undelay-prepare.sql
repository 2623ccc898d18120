-- The originals whose times are to be judged again. No parameters, no result.
create temp table refund_family (original_order_no text collate "C" primary key) on commit drop;
