-- What a name stands for. $1 name text. Returns is_settlee, user_name (as it is written; null: no user).
select exists (select from partner where partner_no = $1::text) as is_settlee,
  (select user_name from app_user where lower(user_name) = lower($1::text)) as user_name;
