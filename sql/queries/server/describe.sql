-- What `doctor` tells of the database it reached. No parameters. Returns one row.
select current_setting('server_version') as version,
       pg_encoding_to_char(d.encoding) as encoding,
       d.datcollate as collation,
       pg_size_pretty(pg_database_size(d.oid)) as size
from pg_database d
where d.datname = current_database();
