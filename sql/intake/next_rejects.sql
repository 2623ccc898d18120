-- The next rejects of open_rejects.sql, none at the end. No parameters.
fetch 2000 from reject_cursor;
