-- Makes the two places that transactions are gathered in, gone at the end of the transaction. No
-- parameters, no result.
create temporary table export_order (order_id bigint not null) on commit drop;
create temporary table export_transaction (
  order_id bigint not null,
  status text not null, -- settled, carried, excluded, open
  reasons integer not null, -- bits, in the order of spec §3
  is_later boolean not null, -- counts only after the periods run so far (R-E5)
  period text collate "C", -- of the newest line, or of the run that told the outcome
  amount numeric(24, 2), -- of all its lines; null: none, or summed with others (R-A7)
  statement_id bigint, -- of the newest line
  line_no integer,
  statement_count bigint not null
) on commit drop;
