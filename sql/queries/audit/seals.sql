-- The chain of seals. No parameters. Returns seal_no, day, head_count, previous_hash, hash (hex), in order.
select seal_no, day, head_count, encode(previous_hash, 'hex') as previous_hash, encode(hash, 'hex') as hash
from transition_seal
order by seal_no;
