-- Days on which a statement's clock stood. $1 statement_no text. Returns from_day, until_day (null: still) as
-- YYYY-MM-DD, Shanghai; ordered.
select from_day, until_day
from statement_pause
where statement_no = $1
order by from_day, until_day;
