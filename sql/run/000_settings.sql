-- Settings of the run's transaction: room for sorts and hashes of a million rows. No parameters, no result.
set local work_mem = '128MB';
set local jit = off;
