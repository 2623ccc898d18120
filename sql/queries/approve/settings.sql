-- Settings of a transaction that works on one statement: whatever it asks for is found by its keys, however little
-- the server knows of the tables. No parameters, no result.
set local enable_hashjoin = off;
set local enable_mergejoin = off;
set local enable_seqscan = off;
set local jit = off;
