-- Disables a user, or lets one in again. $1 user_name, $2 disabled_at timestamptz (null: enabled). Returns user_name;
-- no row: it was so before.
update app_user set disabled_at = $2
where user_name = $1 and (disabled_at is null) <> ($2::timestamptz is null)
returning user_name;
