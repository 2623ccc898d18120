-- Notes on excluded items the first period that told it (R-E12). $1 month text. No result.
update open_item o set excluded_in = $1
from item i
where i.order_id = o.order_id and i.outcome = 'excluded'
  and (o.excluded_in is null or o.excluded_in > $1);
