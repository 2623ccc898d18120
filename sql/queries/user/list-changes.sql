-- Who changed which user, oldest first. $1 name text (null: all). Returns change_no, user_name, kind, roles text[],
-- departments text[], settlee_no, actor, at.
select change_no, user_name, kind, roles, departments, settlee_no, actor, at
from user_change
where $1::text is null or lower(user_name) = lower(btrim($1))
order by change_no;
