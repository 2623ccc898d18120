-- Takes a lock that the session holds until it lets go or ends, and makes the server notice within a minute
-- where the other machine is gone without a word. $1 space integer, $2 key bigint: keys that differ by
-- 2147483647 collide, which refuses too much and never too little. Returns locked.
select pg_try_advisory_lock($1::integer, ($2::bigint % 2147483647)::integer) as locked,
  set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
  set_config('tcp_keepalives_count', '3', false);
