-- Seals the heads of all chains that moved since they were sealed last, once a day. $1 day date. Returns seal_no,
-- head_count; no row: the day is sealed. Needs: nobody else seals at the same time (lock.sql).
with last as (
  select seal_no, hash from transition_seal order by seal_no desc limit 1
), head as (
  select distinct on (t.statement_no) t.statement_no, t.entry_no, t.hash
  from transition t
  order by t.statement_no, t.entry_no desc
), moved as (
  select h.statement_no, h.entry_no, h.hash
  from head h
  where not exists (select from sealed_head s where s.statement_no = h.statement_no and s.entry_no = h.entry_no)
), sealed as (
  insert into transition_seal (seal_no, day, sealed_at, head_count, previous_hash, hash)
  select coalesce((select seal_no from last), 0) + 1, $1, clock_timestamp(), count(m.statement_no), p.hash,
    sha256(p.hash || record_bytes($1::date::text) || coalesce(string_agg(
      record_bytes(m.statement_no, m.entry_no::text) || m.hash, ''::bytea order by m.statement_no), ''::bytea))
  from (select coalesce((select hash from last), decode(repeat('00', 32), 'hex')) as hash) p
  left join moved m on true
  where not exists (select from transition_seal s where s.day >= $1)
  group by p.hash
  returning seal_no, head_count
), heads as (
  insert into sealed_head (seal_no, statement_no, entry_no, hash)
  select s.seal_no, m.statement_no, m.entry_no, m.hash from sealed s cross join moved m
)
select seal_no, head_count from sealed;
