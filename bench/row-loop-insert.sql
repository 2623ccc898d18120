-- What the loop writes its lines with; a row of values follows for each.
insert into bench_line (statement_id, reversal, earlier_amount, run_id, line_no, kind, order_id, product_no,
  partner_no, usage_month, rule, deal_amount, floor_amount, cash_consumption, share_base, ratio,
  output_tax_rate, service_fee_rate, settleable_ratio, completes_amount, amount, settleable_at)
values
