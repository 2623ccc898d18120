-- A short name that no other books have, clones on the same server included. No parameters. Returns books.
select substr(md5(installation_id || current_database()), 1, 12) as books from installation;
