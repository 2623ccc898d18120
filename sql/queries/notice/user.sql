-- How a user is reached. $1 user_name text. Returns user_name, email, locale, is_disabled.
select user_name, email, locale, disabled_at is not null as is_disabled
from app_user
where user_name = $1::text;
