-- People and what they may do (spec §7, R-W2). While nobody is in here, any name may act.
create table app_user (
  user_name text collate "C" not null constraint app_user_pk primary key
    constraint app_user_name_form check (user_name ~ '^[A-Za-z0-9._-]{1,64}$' and lower(user_name) <> 'system'),
  display_name text not null,
  email text,
  locale text not null constraint app_user_locale_known check (locale in ('zh-CN', 'en')),
  settlee_no text collate "C" constraint app_user_settlee_fk references partner, -- a partner user's
  password_hash text, -- argon2id; null: cannot sign in with one
  password_is_temporary boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  disabled_at timestamptz
);
-- Names that differ only in case would be one person for R-W2.
create unique index app_user_name_uq on app_user (lower(user_name));

create table user_role (
  user_name text collate "C" not null constraint user_role_user_fk references app_user,
  role text not null constraint user_role_known check (role in ('operator', 'reviewer', 'signer',
    'finance_preparer', 'finance_releaser', 'partner', 'auditor', 'admin')),
  department text not null default '', -- a signer's; one row a department
  constraint user_role_pk primary key (user_name, role, department),
  constraint user_role_department check ((role = 'signer') = (department <> ''))
);
