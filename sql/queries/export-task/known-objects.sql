-- Which of some stored objects are the files of tasks. $1 keys text[]. Returns object_key, ordered.
select object_key from export_task where object_key = any ($1::text[]) order by object_key;
