-- What a deficit that came forward still lacks is set off against the settlee's positive drafts of the same
-- period and s: deficits by number, each against what is then left, the largest first, then by number,
-- never below zero (R-S4). Sequential by nature; one step for each pair. No parameters, no result.
do $$
declare
  debtor record;
  payer record;
  missing numeric;
  part numeric;
begin
  for debtor in
    select * from new_statement where amount < 0 and has_brought_forward order by statement_no
  loop
    missing := -debtor.amount;
    for payer in
      select * from new_statement n
      where n.settlee_no = debtor.settlee_no and n.label = debtor.label
        and n.service_fee_rate = debtor.service_fee_rate and n.amount > 0
      order by n.amount desc, n.statement_no
    loop
      exit when missing = 0;
      part := least(missing, payer.amount);
      insert into new_line (settlee_no, kind, reversal, output_tax_rate, service_fee_rate,
        earlier_amount, amount, source_statement_no)
      values
        (debtor.settlee_no, 'set_off', false, debtor.output_tax_rate, debtor.service_fee_rate, 0,
          part, payer.statement_no),
        (payer.settlee_no, 'set_off', false, payer.output_tax_rate, payer.service_fee_rate, 0,
          -part, debtor.statement_no);
      update new_statement
      set line_count = line_count + 1,
        amount = amount + case statement_no when debtor.statement_no then part else -part end
      where statement_no in (debtor.statement_no, payer.statement_no);
      missing := missing - part;
    end loop;
  end loop;
end $$;
