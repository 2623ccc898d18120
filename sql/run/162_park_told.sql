-- What this month told of parked settlees' orders is not told (R-E12, R-E14). $1 month text,
-- $2 settlees text[], $3 takes_unbound boolean. No result.
update open_item i set excluded_in = null
where i.excluded_in = $1 and (i.settlee_no = any ($2::text[]) or ($3 and i.settlee_no is null));
