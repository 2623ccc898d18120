-- Writes a thousand lines of the row loop at a time, one array a column.
insert into bench_line (statement_id, reversal, earlier_amount, run_id, line_no, kind, order_id,
  product_no, partner_no, rule, deal_amount, floor_amount, cash_consumption, share_base, ratio,
  output_tax_rate, service_fee_rate, settleable_ratio, amount, settleable_at)
select 0, false, 0, 0, *
from unnest($1::integer[], $2::line_kind[], $3::bigint[], $4::text[], $5::text[], $6::text[],
  $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[],
  $13::numeric[], $14::numeric[], $15::numeric[], $16::timestamptz[]);
