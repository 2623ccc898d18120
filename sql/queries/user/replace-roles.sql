-- Gives a user these roles and no others. $1 user_name, $2 roles text[] in pairs with $3 departments text[] ('' but
-- for signers). No result.
with wanted as (
  select role, department from unnest($2::text[], $3::text[]) as w (role, department)
), dropped as (
  delete from user_role r
  where r.user_name = $1
    and not exists (select from wanted w where w.role = r.role and w.department = r.department)
)
insert into user_role (user_name, role, department)
select $1, role, department from wanted
on conflict do nothing;
