-- How many users manage users. No parameters. Returns users (all there are), admins (those who can act).
select (select count(*) from app_user) as users,
  (select count(*) from app_user u
    where u.disabled_at is null
      and exists (select from user_role r where r.user_name = u.user_name and r.role = 'admin')) as admins;
