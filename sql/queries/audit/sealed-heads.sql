-- The heads of one seal, and the entries they were of. $1 seal_no integer. Returns statement_no, entry_no, hash (hex),
-- entry_hash (hex; null: the entry is gone), in order.
select h.statement_no, h.entry_no, encode(h.hash, 'hex') as hash, encode(t.hash, 'hex') as entry_hash
from sealed_head h
left join transition t on t.statement_no = h.statement_no and t.entry_no = h.entry_no
where h.seal_no = $1
order by h.statement_no;
