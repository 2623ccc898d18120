-- First in a transaction: every query after it sees the books of one moment, with room for sorts and hashes
-- of a million rows. No parameters, no result.
set transaction isolation level repeatable read;
set local work_mem = '64MB';
set local jit = off;
-- What is chosen by key is mostly recent, and in memory.
set local random_page_cost = 1.1;
