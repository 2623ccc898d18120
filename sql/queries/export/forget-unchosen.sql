-- Leaves of the gathered orders those that stand as was asked for. $1 statuses text[]. No result.
delete from export_transaction where status <> all ($1::text[]);
