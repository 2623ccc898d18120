-- Users and what they may do. $1 name text (null: all). Returns user_name, display_name, email, locale, settlee_no,
-- roles text[], departments text[], is_disabled, has_password, password_is_temporary, created_at, created_by; ordered
-- by name.
select u.user_name, u.display_name, u.email, u.locale, u.settlee_no,
  coalesce(r.roles, '{}') as roles, coalesce(r.departments, '{}') as departments,
  u.disabled_at is not null as is_disabled, u.password_hash is not null as has_password,
  u.password_is_temporary, u.created_at, u.created_by
from app_user u
left join lateral (
  select array_agg(distinct role order by role) as roles,
    array_agg(department order by department collate "C") filter (where role = 'signer') as departments
  from user_role
  where user_name = u.user_name
) r on true
where $1::text is null or lower(u.user_name) = lower(btrim($1))
order by lower(u.user_name), u.user_name;
