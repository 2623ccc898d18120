-- Users who have one of these roles and an e-mail address. $1 roles text[], $2 department text: only those who have the
-- role for it; null: whatever it is for. Returns user_name, email, locale.
select u.user_name, u.email, u.locale
from app_user u
where u.disabled_at is null and u.email is not null and exists (
  select from user_role r where r.user_name = u.user_name and r.role = any ($1::text[])
    and ($2::text is null or r.department = $2))
order by u.user_name;
