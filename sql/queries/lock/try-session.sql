-- Takes a lock that the session holds until it lets go or ends. $1 space integer, $2 key bigint: keys that differ by
-- 2147483647 collide, which refuses too much and never too little. Returns locked.
select pg_try_advisory_lock($1::integer, ($2::bigint % 2147483647)::integer) as locked;
