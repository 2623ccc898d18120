-- The bank's references under which payments were booked out. $1 end_to_end_ids text[].
-- Returns end_to_end_id, bank_reference, ordered.
select distinct end_to_end_id, bank_reference
from bank_answer
where end_to_end_id = any ($1::text[]) and status = 'booked' and bank_reference is not null
  and outcome in ('applied', 'repeated', 'outdated')
order by end_to_end_id, bank_reference;
