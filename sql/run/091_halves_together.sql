-- Both halves of a correction across tax rates are written by one run, so that its number tells which lines are
-- the newest: where one statement changes, the other is written anew too. No parameters, no result.
do $$
begin
  loop
    update new_statement k set is_changed = true
    from (
      select a.statement_no as one, b.statement_no as other
      from item i
      join new_statement a on a.settlee_no = i.settlee_no and a.output_tax_rate = i.output_tax_rate
        and a.service_fee_rate = i.service_fee_rate
      join earlier_at_rate r on r.order_id = i.order_id and r.output_tax_rate <> i.output_tax_rate
        and r.amount <> 0
      join new_statement b on b.settlee_no = i.settlee_no and b.output_tax_rate = r.output_tax_rate
        and b.service_fee_rate = i.service_fee_rate
      where i.has_line and i.has_reversal and a.is_changed <> b.is_changed
    ) pair
    where k.statement_no in (pair.one, pair.other) and not k.is_changed;
    exit when not found;
  end loop;
end $$;
