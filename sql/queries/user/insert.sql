-- Adds a user. $1 user_name, $2 display_name, $3 email or null, $4 locale, $5 settlee_no or null, $6 password_hash or
-- null, $7 created_at, $8 created_by. Returns user_name; no row: the name is taken, in whatever case.
insert into app_user (user_name, display_name, email, locale, settlee_no, password_hash, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict do nothing
returning user_name;
