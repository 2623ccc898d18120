-- The terms of all products, the earliest first. No parameters.
select product_no, effective_from, share_ratio
from product_term
order by product_no, effective_from;
