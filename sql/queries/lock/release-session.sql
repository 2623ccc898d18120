-- Lets go of what try-session.sql took. $1 space integer, $2 key bigint. Returns nothing of use.
select pg_advisory_unlock($1::integer, ($2::bigint % 2147483647)::integer);
