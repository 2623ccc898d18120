-- Keeps a notice whose recipients were found; one that is there already was delivered before.
-- $1 notice_key text, $2 kind text, $3 addressee text, $4 locale text, $5 happened_at timestamptz, $6 details jsonb,
-- $7 is_kept_as_file boolean. Returns a row where it is new.
insert into notice (notice_key, kind, addressee, locale, happened_at, details, is_kept_as_file)
values ($1::text, $2::text, $3::text, $4::text, $5::timestamptz, $6::jsonb, $7::boolean)
on conflict on constraint notice_pk do nothing
returning notice_key;
