-- Gives a user a password that is to be changed at the first sign-in. $1 user_name, $2 password_hash. No result.
update app_user set password_hash = $2, password_is_temporary = true where user_name = $1;
