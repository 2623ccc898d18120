-- Keeps others from counting for the same address until the transaction ends. $1 address_hash text.
select pg_advisory_xact_lock(hashtextextended('notice ' || $1::text, 0));
