-- Who somebody is. $1 name text. Returns has_users (whether there is anybody at all), user_name (null: unknown),
-- is_disabled, settlee_no, roles text[], departments text[].
select exists (select from app_user) as has_users, u.user_name, u.disabled_at is not null as is_disabled,
  u.settlee_no,
  coalesce((select array_agg(distinct r.role order by r.role) from user_role r
    where r.user_name = u.user_name), '{}') as roles,
  coalesce((select array_agg(r.department order by r.department) from user_role r
    where r.user_name = u.user_name and r.role = 'signer'), '{}') as departments
from (values ($1::text)) as asked (name)
left join app_user u on lower(u.user_name) = lower(btrim(asked.name));
