-- The stamps of these folders that were seen. $1 names text[]. Returns name, ready_stamp.
select name, ready_stamp from delivery where name = any ($1) order by name, ready_stamp;
