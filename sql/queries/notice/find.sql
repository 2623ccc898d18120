-- A notice, kept from others who would ask for it again. $1 notice_key text.
-- Returns notice_key, kind, addressee, locale, happened_at, details, is_kept_as_file.
select notice_key, kind, addressee, locale, happened_at, details, is_kept_as_file
from notice
where notice_key = $1::text
for update;
