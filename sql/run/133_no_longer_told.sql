-- Frees the items that this month told and no longer excludes (R-E12). $1 month text. No result.
update open_item o set excluded_in = null
from item i
where o.excluded_in = $1 and i.order_id = o.order_id and i.outcome is distinct from 'excluded';
