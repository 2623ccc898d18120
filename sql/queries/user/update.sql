-- Writes down what changed of a user. $1 user_name, $2 display_name, $3 email or null, $4 locale, $5 settlee_no or
-- null. No result.
update app_user set display_name = $2, email = $3, locale = $4, settlee_no = $5 where user_name = $1;
