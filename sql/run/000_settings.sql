-- Settings of the run's transaction: room for sorts and hashes of a million rows. No parameters, no result.
set local work_mem = '128MB';
set local jit = off;
-- A run looks up what is open by key; the pages of recent orders are in memory.
set local random_page_cost = 1.1;
