-- Whether a notice is kept as a file. $1 notice_key text. Returns is_kept_as_file.
select is_kept_as_file
from notice
where notice_key = $1::text;
