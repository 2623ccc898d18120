-- Keeps who changed which user, with what it may do afterwards. $1 user_name, $2 kind, $3 actor, $4 at. No result.
insert into user_change (user_name, kind, roles, departments, settlee_no, actor, at)
select u.user_name, $2,
  coalesce((select array_agg(distinct r.role order by r.role) from user_role r
    where r.user_name = u.user_name), '{}'),
  coalesce((select array_agg(r.department order by r.department collate "C") from user_role r
    where r.user_name = u.user_name and r.role = 'signer'), '{}'),
  u.settlee_no, $3, $4
from app_user u
where u.user_name = $1;
